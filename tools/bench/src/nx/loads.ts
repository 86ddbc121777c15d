import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../measure/statistics';

/** What a process loads before it does anything. */
export interface Load {
  readonly name: string;
  /** How many files. */
  readonly modules: number;
  /** Of the processor, in milliseconds. */
  readonly milliseconds: number;
}

/**
 * Measures what the process of a task loads: what Nx loads into it, and what each executor does.
 *
 * @param workspace Its root; it has to be compiled.
 */
export function measureLoads(workspace: string, runs: number): readonly Load[] {
  const executors = Object.keys(
    (
      JSON.parse(readFileSync(join(workspace, 'executors/executors.json'), 'utf8')) as {
        executors: object;
      }
    ).executors,
  );
  return [
    { name: 'Nx', file: join(workspace, 'node_modules/nx/dist/src/command-line/run/run.js') },
    ...executors.map((name) => ({
      name,
      file: join(workspace, 'executors/dist', name, 'executor.js'),
    })),
  ].map(({ name, file }) => loadOf(name, file, runs));
}

const SCRIPT = `
  const start = process.cpuUsage();
  require(process.argv[1]);
  const { user, system } = process.cpuUsage(start);
  process.stdout.write(JSON.stringify([Object.keys(require.cache).length, (user + system) / 1000]));
  process.exit();
`;

function loadOf(name: string, file: string, runs: number): Load {
  const measured = Array.from({ length: runs }, () => {
    const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', SCRIPT, file], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${file} cannot be loaded\n${stderr}`);
    return JSON.parse(stdout) as [modules: number, milliseconds: number];
  });
  return {
    name,
    modules: measured[0]?.[0] ?? 0,
    milliseconds: median(measured.map(([, milliseconds]) => milliseconds)),
  };
}
