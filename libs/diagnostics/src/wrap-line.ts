/**
 * One or more spaces and the word after them: text in quotes with everything attached to it, or
 * text without a space.
 */
const WORD = /(?<gap> *)(?<word>"(?:[^"\\]|\\.)*"[^ ]*|[^ ]+)/g;

/**
 * A label, as in `  expected: a file` or `  + binds     PCI\VEN_1AF4`: it ends in a colon, or has
 * two or more spaces after it.
 */
const LABEL = /^(?: +[a-z]+: +| *(?:[-+] )?[^ ]+(?: [^ ]+){0,2} {2,})(?=[^ ])/;

/** The additional indentation of the wrapped lines of a text without a label, in characters. */
const HANGING_INDENT = 4;

/**
 * Wraps a line that is wider than a terminal, at spaces and not in quotes, so that hashes, paths
 * and names stay whole. If the line has a label, the wrapped lines begin below the text after it. A
 * word that does not fit there begins further left; one that is wider than the terminal gets its
 * own line.
 *
 * @param width In characters.
 * @returns At least one line. Joined by spaces, they are the line, except for indentation.
 */
export function wrapLine(line: string, width: number): readonly string[] {
  if (line.length <= width) return [line];
  const hanging = hangingIndent(line, width);
  const lines: string[] = [];
  let current = '';
  for (const { gap, word } of wordsOf(line, width - hanging)) {
    if (current === '' || current.length + gap.length + word.length <= width) {
      current += gap + word;
    } else {
      lines.push(current.trimEnd());
      const indents = [hanging, Math.min(hanging, HANGING_INDENT)];
      const indent = indents.find((spaces) => spaces + word.length <= width) ?? 0;
      current = ' '.repeat(indent) + word;
    }
  }
  return [...lines, current];
}

interface Word {
  readonly gap: string;
  readonly word: string;
}

/** Text in quotes is one word, unless it is longer than a line. */
function wordsOf(line: string, room: number): readonly Word[] {
  return Array.from(line.matchAll(WORD), ({ groups }) => groups as unknown as Word).flatMap(
    ({ gap, word }) =>
      word.length <= room
        ? [{ gap, word }]
        : word.split(' ').map((part, index) => ({ gap: index === 0 ? gap : ' ', word: part })),
  );
}

function hangingIndent(line: string, width: number): number {
  const label = LABEL.exec(line)?.[0].length;
  const indent = label ?? line.search(/[^ ]|$/) + HANGING_INDENT;
  return indent <= width / 2 ? indent : Math.min(HANGING_INDENT, Math.floor(width / 2));
}
