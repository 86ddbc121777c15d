import { wrapLine } from './wrap-line';

/** Rows of text in columns. */
export interface Table {
  readonly rows: readonly (readonly string[])[];
  /** The right-aligned columns, from 0. */
  readonly right: readonly number[];
}

const INDENT = '  ';
const GAP = '  ';

/**
 * Makes a table of rows; {@link formatTable} formats it.
 *
 * @param right The right-aligned columns, from 0.
 */
export function table(rows: Table['rows'], right: Table['right'] = []): Table {
  return { rows, right };
}

/**
 * The lines of a table, indented by two, with two spaces between columns. Each column is as wide as
 * its widest cell. If the table is too wide, the widest columns become narrower, and their cells
 * wrap at spaces. If words are too long for that, each row becomes a wrapped line.
 *
 * @param width Of the terminal, in characters. Without it, a row is a line.
 */
export function formatTable({ rows, right }: Table, width?: number): readonly string[] {
  const natural = columnWidths(rows, (cell) => cell.length);
  if (width === undefined || tableWidth(natural) <= width) {
    return rows.map((row) => rowLine(row, natural, right));
  }
  const least = columnWidths(rows, longestWord).map((word, column) =>
    right.includes(column) ? (natural[column] ?? 0) : word,
  );
  const widths = narrowed(natural, least, width);
  if (widths === undefined) {
    return rows.flatMap((row) =>
      wrapLine(INDENT + row.filter((cell) => cell !== '').join(GAP), width),
    );
  }
  return rows.flatMap((row) => {
    const cells = row.map((cell, column) => wrapCell(cell, widths[column] ?? 0));
    return Array.from({ length: Math.max(...cells.map(({ length }) => length)) }, (_, line) =>
      rowLine(
        cells.map((lines) => lines[line] ?? ''),
        widths,
        right,
      ),
    );
  });
}

function columnWidths(rows: Table['rows'], measure: (cell: string) => number): readonly number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, measure(cell));
    }
  }
  return widths;
}

function tableWidth(widths: readonly number[]): number {
  const cells = widths.reduce((sum, width) => sum + width, 0);
  return INDENT.length + cells + GAP.length * Math.max(0, widths.length - 1);
}

function longestWord(cell: string): number {
  return Math.max(...cell.split(' ').map(({ length }) => length));
}

/**
 * Narrows the widest column that can still be narrowed, until the table fits; undefined if it
 * cannot.
 */
function narrowed(
  natural: readonly number[],
  least: readonly number[],
  width: number,
): readonly number[] | undefined {
  if (tableWidth(least) > width) return undefined;
  const widths = [...natural];
  for (let excess = tableWidth(natural) - width; excess > 0; excess -= 1) {
    const spare = widths.map((value, column) => (value > (least[column] ?? 0) ? value : 0));
    const widest = Math.max(...spare);
    widths[spare.indexOf(widest)] = widest - 1;
  }
  return widths;
}

function wrapCell(cell: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current: string | undefined;
  for (const word of cell.split(' ')) {
    if (current === undefined) current = word;
    else if (current.length + 1 + word.length <= width) current += ` ${word}`;
    else {
      lines.push(current);
      current = word;
    }
  }
  return [...lines, current ?? ''];
}

function rowLine(
  row: readonly string[],
  widths: readonly number[],
  right: readonly number[],
): string {
  const cells = row.map((cell, column) =>
    right.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
  );
  return (INDENT + cells.join(GAP)).trimEnd();
}
