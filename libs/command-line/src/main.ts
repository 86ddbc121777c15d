import { availableParallelism, homedir } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { ExitStatus } from './exit-status';
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
    async (invocation) => {
      keepYoungGenerationSmall();
      return runProgram((await import('./aero-iso.js')).aeroIso, invocation);
    },
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

/**
 * Has V8 not enlarge the young generation of its heap, which it does as objects survive. Of an image of ten
 * thousand files nearly all do, until it is written: the larger generation takes 30 MiB and no less time.
 */
function keepYoungGenerationSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

/** Runs a program in this process: what the launchers in `bin/` call. */
export function main(name: string): void {
  const run = PROGRAMS.get(name);
  if (run === undefined) throw new Error(`there is no program ${name}`);
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
