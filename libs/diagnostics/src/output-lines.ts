import { printable } from './printable';
import type { OutputStream } from './progress';
import { formatTable, type Table } from './table';
import { wrapLine } from './wrap-line';

/** What a program or a task says: a line of text, or a table. What is in a line makes no line of its own. */
export type OutputLine = string | Table;

/** Of a terminal that does not tell its width, in characters. */
const DEFAULT_WIDTH = 80;

/** The width of a terminal, in characters; undefined where the stream is none, and lines may have any length. */
export function terminalWidth({ isTTY, columns }: OutputStream): number | undefined {
  return isTTY === true ? columns || DEFAULT_WIDTH : undefined;
}

/**
 * Lines as one text without the last line break. Each is {@link printable}, and laid out for the width of a terminal.
 *
 * @param width In characters, as of {@link terminalWidth}. Without it, no line is broken.
 */
export function formatLines(lines: readonly OutputLine[], width?: number): string {
  return lines
    .flatMap((line) => {
      if (typeof line !== 'string') return formatTable(printableTable(line), width);
      const text = printable(line);
      return width === undefined ? [text] : wrapLine(text, width);
    })
    .join('\n');
}

function printableTable({ rows, right }: Table): Table {
  return { rows: rows.map((row) => row.map((cell) => printable(cell))), right };
}
