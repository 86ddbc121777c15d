import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { outcomeOf, type Outcome, type Row } from '../table';
import { inWorkDirectory } from '../work-directory';
import { checkReader } from './check-reader';
import { limitsThatApply } from './reader-limits';
import { recordingProblems } from './record-shape';
import type { Reader } from './reader';
import { treeOf, type NamedShape } from './shape';
import { writeShape } from './write-shape';

export interface WriteIsoRun {
  readonly shapes: readonly NamedShape[];
  readonly readers: readonly Reader[];
  /** Where images are written and extracted. */
  readonly directory: string;
  /** Says what is being done now. */
  readonly progress: (activity: string) => void;
}

/** What the first column of the table tells. */
export const ONE_PASS = 'in one pass';

/**
 * Writes every shape, once more in one pass, and has every reader that is there read it: a row a
 * shape, an outcome for the one pass, and one a reader.
 */
export async function runWriteIso(options: WriteIsoRun): Promise<Row[]> {
  const skipped = new Set(options.readers.filter((reader) => reader.whySkipped() !== undefined));
  const rows: Row[] = [];
  for (const shape of options.shapes) {
    rows.push({
      name: shape.name,
      outcomes: await inWorkDirectory(
        (work) => readersOf(shape, work, options, skipped),
        options.directory,
      ),
    });
  }
  return rows;
}

async function readersOf(
  { name, make }: NamedShape,
  work: string,
  { readers, progress }: WriteIsoRun,
  skipped: ReadonlySet<Reader>,
): Promise<Outcome[]> {
  progress(`${name}: writing`);
  const shape = make();
  const image = join(work, 'image.iso');
  const written = await outcomeOf(async () => {
    await writeShape(shape, image);
    return [];
  });
  if (written.result === 'failed') return [written, ...readers.map(() => written)];
  const expected = treeOf(shape);
  progress(`${name}: ${ONE_PASS}`);
  const recorded = join(work, 'in-one-pass.iso');
  const outcomes = [await outcomeOf(() => recordingProblems(shape, image, recorded))];
  await rm(recorded);
  for (const reader of readers) {
    if (skipped.has(reader)) {
      outcomes.push({ result: 'skipped', problems: [] });
      continue;
    }
    progress(`${name}: ${reader.name}`);
    const check = (target: string): Promise<string[]> =>
      checkReader(reader, image, expected, target);
    outcomes.push({
      ...(await outcomeOf(() => inWorkDirectory(check, work))),
      notes: limitsThatApply(reader, shape).map((limit) => `${reader.name} ${limit.what}`),
    });
  }
  return outcomes;
}
