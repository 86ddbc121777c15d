import { printable } from './printable';
import type { OutputStream } from './progress';
import { formatTable, type Table } from './table';
import { wrapLine } from './wrap-line';

/**
 * Output of a program or a task: a line of text, or a table. Line breaks inside a line do not start
 * a new line.
 */
export type OutputLine = string | Table;

/** In characters: the width of a terminal that does not report one. */
const DEFAULT_WIDTH = 80;

/**
 * The width of a terminal, in characters; undefined if the stream is not a terminal, and lines may
 * have any length.
 */
export function terminalWidth({ isTTY, columns }: OutputStream): number | undefined {
  return isTTY === true ? columns || DEFAULT_WIDTH : undefined;
}

/**
 * Lines as one text without the last line break. Each is made {@link printable}, and wrapped for
 * the width of a terminal.
 *
 * @param width In characters, from {@link terminalWidth}. Without it, no line is wrapped.
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
