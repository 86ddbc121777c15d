import { strkeyEnd } from './strkey';
import { MAXIMUM_FIELD_LENGTH, type RawEntry } from './entry';

/**
 * American English, LANG_ENGLISH with SUBLANG_ENGLISH_US: INF files are read in this language here.
 */
const LANGUAGE = { primary: 0x009, languageId: 0x0409 } as const;

/** The lower ten bits of a LanguageID are the primary language, the others the sublanguage. */
const PRIMARY_LANGUAGE = 0x3ff;

/** Whether the entries of a section (name in lower case) define `%strkey%` tokens. */
export function isStringsSection(name: string): boolean {
  return name === 'strings' || name.startsWith('strings.');
}

/**
 * The string table: the text of each `%strkey%`, by the key in lower case.
 *
 * "Windows selects a single Strings section that is used to translate all %strkey% tokens": the one
 * of the language, else of its neutral sublanguage, else of any of its sublanguages, else
 * `[Strings]`. Here the language is American English, since output must not depend on a locale.
 * Keys that the language's section lacks are taken from `[Strings]`, and never from other
 * languages.
 *
 * Source of the rule: "INF Strings Section"; Packager rules, 3. INF checks.
 *
 * @param sections Entries by section name in lower case.
 */
export function stringTable(
  sections: ReadonlyMap<string, readonly RawEntry[]>,
): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  for (const name of [languageSection([...sections.keys()]), 'strings']) {
    for (const { key, values } of sections.get(name ?? '') ?? []) {
      if (key === undefined) continue;
      const strkey = key.toLowerCase();
      if (!table.has(strkey)) table.set(strkey, values[0] ?? '');
    }
  }
  return table;
}

/** The name of the strings section for the language, if there is one. */
function languageSection(names: readonly string[]): string | undefined {
  const ofLanguage = names.flatMap((name) => {
    const digits = /^strings\.(?:0x)?([\da-f]{1,4})$/.exec(name)?.[1];
    const languageId = digits === undefined ? undefined : Number.parseInt(digits, 16);
    return languageId !== undefined && (languageId & PRIMARY_LANGUAGE) === LANGUAGE.primary
      ? [{ name, languageId }]
      : [];
  });
  const chosen =
    ofLanguage.find(({ languageId }) => languageId === LANGUAGE.languageId) ??
    ofLanguage.find(({ languageId }) => languageId === LANGUAGE.primary) ??
    ofLanguage[0];
  return chosen?.name;
}

/**
 * Replaces the `%strkey%` tokens of a value, and `%%` by a percent sign. Inserted text is not
 * searched for tokens again. A token that names no string, such as the directory identifier in
 * `%12%\driver.sys`, is kept.
 *
 * Source of the rule: "General Syntax Rules for INF Files", Using String Tokens.
 */
export function resolveStrings(text: string, strings: ReadonlyMap<string, string>): string {
  if (!text.includes('%')) return text;
  let resolved = '';
  let start = 0;
  while (start < text.length && resolved.length < MAXIMUM_FIELD_LENGTH) {
    const percent = text.indexOf('%', start);
    if (percent === -1) {
      resolved += text.slice(start);
      break;
    }
    const { replacement, end } = tokenAt(text, percent, strings);
    resolved += text.slice(start, percent) + replacement;
    start = end;
  }
  return resolved.slice(0, MAXIMUM_FIELD_LENGTH);
}

function tokenAt(
  text: string,
  percent: number,
  strings: ReadonlyMap<string, string>,
): { replacement: string; end: number } {
  const close = text.indexOf('%', percent + 1);
  if (close === -1) return { replacement: text.slice(percent), end: text.length };
  if (close === percent + 1) return { replacement: '%', end: close + 1 };
  const string = strings.get(text.slice(percent + 1, close).toLowerCase());
  if (string !== undefined) return { replacement: string, end: close + 1 };
  // This is not a token, so the next percent sign may begin one.
  if (strkeyEnd(text, percent) === undefined) return { replacement: '%', end: percent + 1 };
  return { replacement: text.slice(percent, close + 1), end: close + 1 };
}
