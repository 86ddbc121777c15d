/** A space or several, and what follows: text in quotes with what is attached to it, or what holds no space. */
const WORD = /(?<gap> *)(?<word>"(?:[^"\\]|\\.)*"[^ ]*|[^ ]+)/g;

/** A label, as of `  expected: a file` or `  + binds     PCI\VEN_1AF4`: with a colon, or two spaces or more behind it. */
const LABEL = /^(?: +[a-z]+: +| *(?:[-+] )?[^ ]+(?: [^ ]+){0,2} {2,})(?=[^ ])/;

/** How much further than its first line the others of a text begin that has no label, in characters. */
const HANGING_INDENT = 4;

/**
 * Breaks a line where it is wider than a terminal, at spaces and not in quotes, so that hashes, paths and names stay
 * whole. What follows the break begins below the text behind the label of the line, if it has one. A word that does
 * not fit there begins further left; one that is wider than the terminal has a line to itself.
 *
 * @param width In characters.
 * @returns One line at least. Joined by spaces, they are the line, apart from indentation.
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
