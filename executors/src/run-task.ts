import { InputError } from '@aero-guest-tools/diagnostics';

/** What Nx wants to know of a task. */
export interface TaskResult {
  readonly success: boolean;
}

/**
 * Runs a task and prints what it has to say. Refused input is printed without a stack trace; any
 * other exception is a defect, and goes on to Nx with its stack trace.
 *
 * @param task Returns the text for standard output, without the last line break. It is replayed
 *   when the task comes from the cache, so it holds no time and no path of this machine.
 */
export async function runTask(task: () => Promise<string>): Promise<TaskResult> {
  try {
    process.stdout.write(`${await task()}\n`);
    return { success: true };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return { success: false };
  }
}
