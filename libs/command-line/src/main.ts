import { availableParallelism, homedir } from 'node:os';
import type { ExitStatus } from './exit-status';
import type { Invocation } from './invocation';
import { runProgram } from './run-program';

type Run = (invocation: Invocation) => Promise<ExitStatus>;

/** A program loads what it needs and nothing else, which is most of the time that a small one takes. */
const PROGRAMS: ReadonlyMap<string, Run> = new Map<string, Run>([
  [
    'aero-guest-tools',
    async (invocation) => (await import('./aero-guest-tools/index.js')).aeroGuestTools(invocation),
  ],
  [
    'aero-packager',
    async (invocation) => runProgram((await import('./aero-packager.js')).aeroPackager, invocation),
  ],
  [
    'aero-iso',
    async (invocation) => runProgram((await import('./aero-iso.js')).aeroIso, invocation),
  ],
  [
    'aero-iso-ls',
    async (invocation) => runProgram((await import('./aero-iso-ls.js')).aeroIsoLs, invocation),
  ],
  [
    'aero-catalog-verify',
    async (invocation) =>
      runProgram((await import('./aero-catalog-verify.js')).aeroCatalogVerify, invocation),
  ],
]);

/** Runs a program in this process: what the launchers in `bin/` call. */
export function main(name: string): void {
  const run = PROGRAMS.get(name);
  if (run === undefined) throw new Error(`there is no program ${name}`);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
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
    process.exitCode = status;
  });
}

/** Whoever reads may stop early, as `head` does. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
