import { join } from 'node:path';
import { isInstalled, run } from '../foreign-program';
import { outcomeOf, type Outcome, type Row } from '../table';
import { inWorkDirectory } from '../work-directory';
import type { AuthoringMode } from './authoring-modes';
import { READINGS } from './check-reading';
import { writeSourceTree } from './source-tree';

export interface ReadIsoRun {
  readonly modes: readonly AuthoringMode[];
  /** Where trees and images are written. */
  readonly directory: string;
  /** Says what is being done now. */
  readonly progress: (activity: string) => void;
}

/** Authors an image in every mode, and reads it in every way: a row a mode, an outcome a reading. */
export async function runReadIso({ modes, directory, progress }: ReadIsoRun): Promise<Row[]> {
  const rows: Row[] = [];
  for (const mode of modes) {
    progress(mode.name);
    rows.push({
      name: mode.name,
      outcomes: isInstalled(mode.program)
        ? await inWorkDirectory((work) => readings(mode, work), directory)
        : READINGS.map(() => ({ result: 'skipped', problems: [] })),
    });
  }
  return rows;
}

async function readings(mode: AuthoringMode, work: string): Promise<Outcome[]> {
  const tree = join(work, 'tree');
  const image = join(work, 'image.iso');
  const authored = await writeSourceTree(mode.tree, tree);
  const made = await outcomeOf(async () => {
    await run(mode.program, mode.args(tree, image));
    return [];
  });
  if (made.result === 'failed') return READINGS.map(() => made);
  const outcomes: Outcome[] = [];
  for (const { check } of READINGS) {
    outcomes.push(await outcomeOf(() => check(mode, image, authored)));
  }
  return outcomes;
}
