import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What one run of a process used. */
export interface MeasuredRun {
  readonly wallSeconds: number;
  /** In user and kernel mode, of all threads. */
  readonly cpuSeconds: number;
  /** Most memory that was resident at a time. */
  readonly peakBytes: number;
}

/** A program with its arguments. */
export type Command = readonly [program: string, ...args: string[]];

const MEASURE = join(__dirname, '../../measure.py');

/**
 * Variables by which a machine changes how Node.js starts are not passed on: the certificates of NODE_EXTRA_CA_CERTS take
 * it longer to read than everything else of its start.
 */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('NODE_')),
  );
}

/**
 * Runs a command as a process of its own, from its start to its end. Its output is thrown away.
 *
 * @throws Error if it does not end with status 0, with what it wrote to standard error.
 */
export function measuredRun(command: Command, workingDirectory: string): MeasuredRun {
  const directory = mkdtempSync(join(tmpdir(), 'aero-bench-'));
  try {
    const report = join(directory, 'report.json');
    const { stderr, error } = spawnSync('python3', [MEASURE, report, ...command], {
      cwd: workingDirectory,
      env: environment(),
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
    if (error) throw error;
    const { status, ...run } = JSON.parse(readFileSync(report, 'utf8')) as MeasuredRun & {
      status: number;
    };
    if (status !== 0) {
      throw new Error(`${command.join(' ')} ended with status ${String(status)}\n${stderr}`);
    }
    return run;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
