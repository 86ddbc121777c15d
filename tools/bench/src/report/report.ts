import type { Result } from '../measure/contest';

/** What a measurement must not exceed. */
export interface Bar {
  readonly what: string;
  readonly found: number;
  readonly most: number;
  readonly unit: '×' | '%' | 'MiB' | 'bytes';
}

/** What one benchmark found. */
export interface Report {
  readonly name: string;
  readonly title: string;
  /** The first one is ours, and what the others are compared with. */
  readonly results: readonly Result[];
  readonly bars: readonly Bar[];
  /** What else is to be said, a paragraph each. */
  readonly notes: readonly string[];
}

const MEBIBYTE = 1024 * 1024;

/** Bytes as a number of MiB. */
export function mebibytes(bytes: number): number {
  return bytes / MEBIBYTE;
}

/** Renders a report as Markdown: a table of the programs, and one of the bars. */
export function markdownReport({ name, title, results, bars, notes }: Report): string {
  const [ours] = results;
  const rows = results.map((result) => [
    result.name,
    seconds(result.wallSeconds),
    result.wallRange.map((wall) => seconds(wall)).join(' to '),
    seconds(result.cpuSeconds),
    `${mebibytes(result.peakBytes).toFixed(0)} MiB`,
    result.outputBytes === 0 ? '' : result.outputBytes.toLocaleString('en-US'),
    result === ours || ours === undefined
      ? ''
      : `${(ours.wallSeconds / result.wallSeconds).toFixed(2)} ×`,
  ]);
  return [
    `### ${name}: ${title}`,
    ...(rows.length === 0
      ? []
      : [markdownTable([...RESULT_COLUMNS, `${ours?.name ?? ''} takes`], rows)]),
    ...(bars.length === 0 ? [] : [markdownTable(BAR_COLUMNS, bars.map(barRow))]),
    ...notes,
  ].join('\n\n');
}

const RESULT_COLUMNS = ['program', 'time, s', 'of all runs', 'CPU, s', 'peak memory', 'bytes'];
const BAR_COLUMNS = ['bar', 'found', 'at most', ''];

function barRow({ what, found, most, unit }: Bar): string[] {
  const met = found <= most;
  return [what, QUANTITIES[unit](found), QUANTITIES[unit](most), met ? 'met' : '**missed**'];
}

const QUANTITIES: Readonly<Record<Bar['unit'], (value: number) => string>> = {
  '×': (value) => `${value.toFixed(3)} ×`,
  '%': (value) => `${value.toFixed(2)}%`,
  MiB: (value) => `${value.toFixed(0)} MiB`,
  bytes: (value) => value.toLocaleString('en-US'),
};

function seconds(value: number): string {
  return value.toFixed(2);
}

/** A table whose columns are as wide as their widest cell, as prettier writes them. */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const widths = header.map((cell, column) =>
    Math.max(3, cell.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(header), rule, ...rows.map(line)].join('\n');
}
