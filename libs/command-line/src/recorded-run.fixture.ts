import type { ExitStatus } from './exit-status';
import type { Invocation } from './invocation';

/** The result of a program that ran in the process of a test. */
export interface RecordedRun {
  readonly status: ExitStatus;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program with streams that are not terminals, unless the invocation overrides that. */
export async function recordRun(
  run: (invocation: Invocation) => Promise<ExitStatus>,
  invocation: Pick<Invocation, 'args' | 'workingDirectory'> & Partial<Invocation>,
): Promise<RecordedRun> {
  const recorded = { stdout: '', stderr: '' };
  const recorder = (name: keyof typeof recorded) => ({
    write: (text: string) => {
      recorded[name] += text;
    },
  });
  const status = await run({
    environment: {},
    platform: 'linux',
    homeDirectory: invocation.workingDirectory,
    parallelism: 2,
    now: Date.UTC(2026, 0, 1) / 1000,
    ...invocation,
    stdout: { ...recorder('stdout'), ...invocation.stdout },
    stderr: { ...recorder('stderr'), ...invocation.stderr },
  });
  return { status, ...recorded };
}
