import { execFileSync, spawnSync } from 'node:child_process';
import { describe } from '@jest/globals';

/** Whether a program is installed. It is only located, not run. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** A suite that needs a program, skipped with a message where it is not installed. */
export function describeWith(program: string, title: string, tests: () => void): void {
  const installed = isInstalled(program);
  (installed ? describe : describe.skip)(
    installed ? title : `${title} (skipped: ${program} is not installed)`,
    tests,
  );
}

/**
 * Runs a program in a directory and returns its standard output. A failure includes its standard
 * error.
 */
export function run(cwd: string, program: string, args: readonly string[]): Buffer {
  return execFileSync(program, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
  });
}
