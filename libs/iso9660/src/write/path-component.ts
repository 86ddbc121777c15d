import { type Problem } from '@aero-guest-tools/diagnostics';
import { JOLIET_NAME_LENGTH, LONG_JOLIET_NAME_LENGTH } from './joliet-name';

const REFUSED_CHARACTERS = /[*/:;?\\\p{Cc}]/gu;
const OUTSIDE_BMP = /[\u{D800}-\u{DFFF}\u{10000}-\u{10FFFF}]/gu;

/** Matches nearly every name: short, and without anything that is refused. */
const PLAIN_NAME = /^[\w-](?:[\w.-]{0,62}[\w-])?$/;

/**
 * Reasons why a component of a path cannot be recorded in a Joliet hierarchy, or would be ambiguous
 * for its readers (Joliet, allowed character set; packager rules, 5. Paths). Empty if there are
 * none.
 *
 * @param path The whole path, for the message.
 */
export function pathComponentErrors(component: string, path: string): Problem[] {
  if (PLAIN_NAME.test(component)) return [];
  if (component === '' || component === '.' || component === '..') {
    return [
      {
        file: path,
        id: 'iso.path-component',
        message: 'a component of the path is not a name',
        found: JSON.stringify(component),
        expected: 'names separated by "/", none of them empty, "." or ".."',
        remedy: 'give the path relative to the root of the image',
      },
    ];
  }
  const problems: Problem[] = [];
  const refused = component.match(REFUSED_CHARACTERS);
  if (refused) {
    problems.push({
      file: path,
      id: 'iso.joliet-characters',
      message: 'the name contains characters that Joliet does not allow',
      found: listCharacters(refused),
      expected: 'no control character and none of * / : ; ? \\',
      remedy: 'rename it',
    });
  }
  const outside = component.match(OUTSIDE_BMP);
  if (outside) {
    problems.push({
      file: path,
      id: 'iso.characters-outside-bmp',
      message: 'the name contains characters outside the Basic Multilingual Plane',
      found: listCharacters(outside),
      expected: 'characters up to U+FFFF, the last one in UCS-2',
      remedy: 'rename it',
    });
  }
  if (component.endsWith('.')) {
    problems.push({
      file: path,
      id: 'iso.trailing-dot',
      message: 'the name ends with a dot, which Windows and Linux drop when they read it',
      found: JSON.stringify(component),
      expected: 'a last character other than "."',
      remedy: 'rename it',
    });
  }
  if (component.length > LONG_JOLIET_NAME_LENGTH) {
    problems.push({
      file: path,
      id: 'iso.name-too-long',
      message: 'the name is too long for a Joliet directory record',
      found: `${String(component.length)} UTF-16 code units`,
      expected: `at most ${String(LONG_JOLIET_NAME_LENGTH)}`,
      remedy: 'shorten it',
    });
  }
  return problems;
}

/**
 * Warnings about names that readers may cut if they follow the Joliet specification. Empty if there
 * are none.
 */
export function pathComponentWarnings(component: string, path: string): Problem[] {
  if (component.length <= JOLIET_NAME_LENGTH) return [];
  return [
    {
      file: path,
      id: 'iso.name-longer-than-joliet',
      message: 'the name is longer than the Joliet specification allows',
      found: `${String(component.length)} UTF-16 code units`,
      expected: `at most ${String(JOLIET_NAME_LENGTH)}`,
      remedy: 'shorten it, or make sure that what reads the image does not cut it',
    },
  ];
}

function listCharacters(characters: readonly string[]): string {
  return [...new Set(characters)]
    .map((character) => {
      const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      return /\P{C}/u.test(character) ? `"${character}" (U+${code})` : `U+${code}`;
    })
    .join(', ');
}
