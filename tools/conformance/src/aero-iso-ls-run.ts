import { aeroIsoLs, runProgram, type ExitStatus } from '@aero-guest-tools/command-line';

/** Runs `aero-iso-ls` in this process. */
export async function aeroIsoLsRun(
  ...args: readonly string[]
): Promise<{ readonly status: ExitStatus; readonly stdout: string; readonly stderr: string }> {
  const written = { stdout: '', stderr: '' };
  const status = await runProgram(aeroIsoLs, {
    args,
    environment: {},
    workingDirectory: '/',
    platform: process.platform,
    homeDirectory: '',
    parallelism: 1,
    now: 0,
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
  });
  return { status, ...written };
}
