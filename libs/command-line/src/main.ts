import { aeroIso } from './aero-iso';
import { aeroIsoLs } from './aero-iso-ls';
import { aeroPackager } from './aero-packager';
import type { ExitStatus } from './exit-status';
import type { Invocation } from './invocation';
import { runProgram } from './run-program';

const PROGRAMS: ReadonlyMap<string, (invocation: Invocation) => Promise<ExitStatus>> = new Map([
  ['aero-packager', (invocation) => runProgram(aeroPackager, invocation)],
  ['aero-iso', (invocation) => runProgram(aeroIso, invocation)],
  ['aero-iso-ls', (invocation) => runProgram(aeroIsoLs, invocation)],
]);

/** Runs a program in this process: what the launchers in `bin/` call. */
export function main(name: string): void {
  const program = PROGRAMS.get(name);
  if (program === undefined) throw new Error(`there is no program ${name}`);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  void program({
    args: process.argv.slice(2),
    environment: process.env,
    workingDirectory: process.cwd(),
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
