import { countOutcomes, formatProblems, formatTable, type Row } from './table';

/** Something of a table that may not be there on this machine. */
interface Skippable {
  readonly name: string;
  /** Why it cannot be used here; undefined if it can. */
  readonly whySkipped: () => string | undefined;
}

/**
 * Prints the table of a command, why columns were skipped, what went wrong, and how many of each there
 * are.
 *
 * @param heading Of the first column.
 * @param programs Those of the columns that may be skipped.
 * @returns The exit status: 0, or 1 if something failed.
 */
export function printReport(
  heading: string,
  columns: readonly string[],
  rows: readonly Row[],
  programs: readonly Skippable[] = [],
): number {
  const { ok, skipped, failed } = countOutcomes(rows);
  const lines = [
    formatTable(heading, columns, rows),
    '',
    ...programs.flatMap(({ name, whySkipped }) => {
      const reason = whySkipped();
      return reason === undefined ? [] : [`skipped: ${name}: ${reason}`];
    }),
    ...formatProblems(columns, rows),
    `${String(ok)} ok, ${String(skipped)} skipped, ${String(failed)} failed`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return failed === 0 ? 0 : 1;
}
