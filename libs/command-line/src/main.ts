import { availableParallelism, homedir } from 'node:os';
import { ExitStatus } from './exit-status';
import type { Invocation } from './invocation';

/**
 * Runs a program in this process. Each has a file in `programs/` that calls this, so that it loads what it needs and
 * nothing else, which is most of the time that a small one takes.
 *
 * @param name For messages.
 */
export function main(name: string, run: (invocation: Invocation) => Promise<ExitStatus>): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    outputFailed(name, error);
  });
  // There is nowhere left to tell it.
  process.stderr.on('error', failed);
  void run({
    args: process.argv.slice(2),
    environment: process.env,
    workingDirectory: process.cwd(),
    platform: process.platform,
    homeDirectory: homedir(),
    parallelism: availableParallelism(),
    now: Math.floor(Date.now() / 1000),
    stdout: process.stdout,
    stderr: process.stderr,
  }).then((status) => {
    // Not `process.exit`, which would cut off what is still on its way into a pipe.
    process.exitCode ||= status;
  });
}

/** A full disk, for example. Whoever reads may stop early, as `head` does. */
function outputFailed(name: string, error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  failed(error);
  process.stderr.write(`${name}: standard output cannot be written: ${error.message}\n`);
}

function failed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') process.exitCode = ExitStatus.refused;
}
