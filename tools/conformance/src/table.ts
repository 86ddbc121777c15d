/** How one cell of a table came out. */
export interface Outcome {
  readonly result: 'ok' | 'skipped' | 'failed';
  /** What is wrong, if it failed: a line each. */
  readonly problems: readonly string[];
  /** What it is ok but for: shown once below the table, with a number. */
  readonly notes?: readonly string[];
}

/** The outcome of a check that finds problems; an error is a problem, too. */
export async function outcomeOf(check: () => Promise<readonly string[]>): Promise<Outcome> {
  const problems = await check().catch((error: unknown) => [(error as Error).message]);
  return { result: problems.length === 0 ? 'ok' : 'failed', problems };
}

export interface Row {
  readonly name: string;
  /** One for each column. */
  readonly outcomes: readonly Outcome[];
}

/** A table in Markdown that can be read as it is, too, and the notes below it. */
export function formatTable(
  corner: string,
  columns: readonly string[],
  rows: readonly Row[],
): string {
  const notes = [
    ...new Set(rows.flatMap((row) => row.outcomes.flatMap((outcome) => outcome.notes ?? []))),
  ];
  const cells = [
    [corner, ...columns],
    ...rows.map(({ name, outcomes }) => [
      name,
      ...outcomes.map((outcome) => cellText(outcome, notes)),
    ]),
  ];
  const widths = [corner, ...columns].map((_, column) =>
    Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const [head = [], ...body] = cells.map((row) =>
    row.map((text, column) => text.padEnd(widths[column] ?? 0)),
  );
  const rule = widths.map((width) => '-'.repeat(width));
  return [
    ...[head, rule, ...body].map((row) => `| ${row.join(' | ')} |`),
    ...(notes.length > 0 ? [''] : []),
    ...notes.map((note, index) => `(${String(index + 1)}) ${note}`),
  ].join('\n');
}

function cellText({ result, notes = [] }: Outcome, allNotes: readonly string[]): string {
  if (result === 'failed') return 'FAILED';
  const numbers = notes.map((note) => String(allNotes.indexOf(note) + 1));
  return notes.length === 0 ? result : `${result} (${numbers.join(', ')})`;
}

/** How many cells came out how. */
export function countOutcomes(rows: readonly Row[]): Readonly<Record<Outcome['result'], number>> {
  const counts = { ok: 0, skipped: 0, failed: 0 };
  for (const { outcomes } of rows) for (const { result } of outcomes) counts[result] += 1;
  return counts;
}

/** What failed and why, for those who have to find out: a heading for each cell, and its problems. */
export function formatProblems(columns: readonly string[], rows: readonly Row[]): string[] {
  return rows.flatMap(({ name, outcomes }) =>
    outcomes.flatMap(({ problems }, column) =>
      problems.length === 0
        ? []
        : [`${name}, ${columns[column] ?? ''}:`, ...problems.map((line) => `  ${line}`)],
    ),
  );
}
