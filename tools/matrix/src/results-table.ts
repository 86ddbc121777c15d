import type { CellOutputs } from './run-cell';

/** A row of the table: a cell that was run, or why it was not. */
export interface Result {
  readonly platform: string;
  readonly circumstances: string;
  /** Undefined if the cell was skipped. */
  readonly outputs?: CellOutputs;
  /** Wall time in seconds. */
  readonly seconds?: number;
  readonly skipped?: string;
}

/** The names of outputs that are not the same in all results. */
export function differingOutputs(results: readonly Result[]): readonly string[] {
  const hashes = new Map<string, Set<string>>();
  for (const { outputs } of results) {
    for (const [name, sha256] of outputs ?? []) {
      hashes.set(name, (hashes.get(name) ?? new Set()).add(sha256));
    }
  }
  return [...hashes].filter(([, different]) => different.size > 1).map(([name]) => name);
}

const COLUMNS = [
  ['sample ISO', 'sample/aero-guest-tools.iso'],
  ['zip', 'sample/aero-guest-tools.zip'],
  ['manifest', 'sample/manifest.json'],
  ['Windows 11 ISO', 'windows-11/aero-guest-tools.iso'],
  ['zip', 'windows-11/aero-guest-tools.zip'],
  ['manifest', 'windows-11/manifest.json'],
  ['300 files ISO', 'media/aero-guest-tools.iso'],
  ['zip', 'media/aero-guest-tools.zip'],
  ['manifest', 'media/manifest.json'],
] as const;

/** The results as a table of Markdown, hashes cut to eight digits. */
export function resultsTable(results: readonly Result[]): string {
  const rows = results.map(({ platform, circumstances, outputs, seconds, skipped }) => [
    platform,
    circumstances,
    ...COLUMNS.map(([, name]) => outputs?.get(name)?.slice(0, 8) ?? ''),
    skipped ?? `${(seconds ?? 0).toFixed(1)} s`,
  ]);
  const header = ['platform', 'circumstances', ...COLUMNS.map(([title]) => title), 'time'];
  return [header, header.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |\n`)
    .join('');
}
