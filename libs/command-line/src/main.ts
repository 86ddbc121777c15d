import { availableParallelism, homedir } from 'node:os';
import { ExitStatus } from './exit-status';
import type { Invocation } from './invocation';

/**
 * Runs a program in this process. Each program has a file in `programs/` that calls this, so that
 * it loads only what it needs: loading is most of the time of a small program.
 *
 * @param name For messages.
 */
export function main(name: string, run: (invocation: Invocation) => Promise<ExitStatus>): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    outputFailed(name, error);
  });
  // If standard error fails, there is nowhere left to report it.
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
    // Not `process.exit`, which would discard output that is still on its way into a pipe.
    process.exitCode ||= status;
  });
}

/** The disk may be full, for example. The reader of a pipe may also stop early, as `head` does. */
function outputFailed(name: string, error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  failed(error);
  process.stderr.write(`${name}: standard output cannot be written: ${error.message}\n`);
}

function failed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') process.exitCode = ExitStatus.refused;
}
