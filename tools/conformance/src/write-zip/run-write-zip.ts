import { join } from 'node:path';
import type { Outcome, Row } from '../table';
import { inWorkDirectory } from '../work-directory';
import { treeOf, type NamedShape, type Shape } from '../write-iso/shape';
import { checkReader } from './check-reader';
import type { Reader, ReaderLimit } from './reader';
import { writeArchive } from './write-archive';

export interface WriteZipRun {
  readonly shapes: readonly NamedShape[];
  readonly readers: readonly Reader[];
  /** Where archives are written and extracted. */
  readonly directory: string;
  /** Says what is being done now. */
  readonly progress: (activity: string) => void;
}

/** Writes every shape, and has every reader that is there read it: a row a shape, an outcome a reader. */
export async function runWriteZip(options: WriteZipRun): Promise<Row[]> {
  const missing = new Set(options.readers.filter((reader) => reader.whySkipped() !== undefined));
  const rows: Row[] = [];
  for (const { name, make } of options.shapes) {
    options.progress(`${name}: writing`);
    const outcomes = await inWorkDirectory(async (work) => {
      const shape = make();
      const archive = join(work, 'archive.zip');
      await writeArchive(shape, archive);
      return outcomesOf(shape, archive, work, options, missing);
    }, options.directory);
    rows.push({ name, outcomes });
  }
  return rows;
}

async function outcomesOf(
  shape: Shape,
  archive: string,
  work: string,
  { readers, progress }: WriteZipRun,
  missing: ReadonlySet<Reader>,
): Promise<Outcome[]> {
  const expected = treeOf(shape);
  const outcomes: Outcome[] = [];
  for (const reader of readers) {
    const limit = limitThatApplies(reader, shape);
    if (limit !== undefined || missing.has(reader)) {
      const notes = limit === undefined ? [] : [`${reader.name} ${limit.what}`];
      outcomes.push({ result: 'skipped', problems: [], notes });
      continue;
    }
    progress(`${shape.name}: ${reader.name}`);
    const problems = await inWorkDirectory(
      (target) => checkReader(reader, archive, expected, target),
      work,
    );
    const { shownPath } = reader;
    const isOther = shownPath && shape.files.some(({ path }) => shownPath.of(path) !== path);
    const notes = isOther === true ? [`${reader.name} ${shownPath?.what ?? ''}`] : [];
    outcomes.push({ result: problems.length === 0 ? 'ok' : 'failed', problems, notes });
  }
  return outcomes;
}

/** Why a reader does not read the archive of a shape. */
export function limitThatApplies({ limits = [] }: Reader, shape: Shape): ReaderLimit | undefined {
  const entries = shape.files.length;
  const largestFile = shape.files.reduce((largest, { size }) => Math.max(largest, size), 0);
  return limits.find(({ appliesTo }) => appliesTo({ entries, largestFile }));
}
