import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, statSync } from 'node:fs';
import { measuredRun, type Command, type MeasuredRun } from './measured-run';
import { median } from './statistics';

/** One of the programs that do the same work. */
export interface Contender {
  /** As the report names it. */
  readonly name: string;
  readonly command: Command;
  readonly workingDirectory: string;
  /** What it writes; removed before each run. */
  readonly output: string;
}

/** The medians of several runs, and of the peaks the highest. */
export interface Result extends MeasuredRun {
  readonly name: string;
  /** The shortest and the longest run. */
  readonly wallRange: readonly [number, number];
  /** Bytes of the output; 0 if it is a directory. */
  readonly outputBytes: number;
}

/**
 * Runs programs in turn, several times, after one run that does not count and that brings files into
 * the memory of the machine. Programs that are not installed are left out.
 *
 * @returns In the order of the contenders.
 */
export function runInTurn(contenders: readonly Contender[], runs: number): readonly Result[] {
  const present = contenders.filter(({ command }) => isInstalled(command[0]));
  const measured = present.map((): (MeasuredRun & { outputBytes: number })[] => []);
  for (let round = 0; round <= runs; round += 1) {
    for (const [index, contender] of present.entries()) {
      rmSync(contender.output, { recursive: true, force: true });
      // What others have left to be written must not slow this one down.
      spawnSync('sync');
      const run = measuredRun(contender.command, contender.workingDirectory);
      if (round > 0) measured[index]?.push({ ...run, outputBytes: sizeOf(contender.output) });
    }
  }
  return present.map(({ name }, index) => {
    const all = measured[index] ?? [];
    const wall = all.map(({ wallSeconds }) => wallSeconds);
    return {
      name,
      wallSeconds: median(wall),
      wallRange: [Math.min(...wall), Math.max(...wall)],
      cpuSeconds: median(all.map(({ cpuSeconds }) => cpuSeconds)),
      peakBytes: Math.max(...all.map(({ peakBytes }) => peakBytes)),
      outputBytes: median(all.map(({ outputBytes }) => outputBytes)),
    };
  });
}

/** Whether a program is there: by its path, or in the directories of the variable PATH. */
export function isInstalled(program: string): boolean {
  if (program.includes('/')) return existsSync(program);
  return spawnSync('sh', ['-c', 'command -v -- "$0"', program], { stdio: 'ignore' }).status === 0;
}

function sizeOf(output: string): number {
  const stats = statSync(output, { throwIfNoEntry: false });
  return stats?.isFile() === true ? stats.size : 0;
}
