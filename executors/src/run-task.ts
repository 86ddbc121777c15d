import { failureMessage, printable, startProgress } from '@aero-guest-tools/diagnostics';

/** What Nx wants to know of a task. */
export interface TaskResult {
  readonly success: boolean;
}

/**
 * Runs a task and prints what it has to say. Refused input, or what the operating system
 * refuses, is printed without a stack trace; any other exception is a defect and goes on to Nx.
 *
 * @param task Is given a function to tell what it does now, which a terminal shows if it takes long.
 *   Returns the text for standard output, without the last line break. It is replayed
 *   when the task comes from the cache, so it holds no time and no path of this machine. What it
 *   holds of file names and contents cannot command the terminal.
 */
export async function runTask(
  task: (progress: (activity: string) => void) => Promise<string>,
): Promise<TaskResult> {
  const progress = startProgress(process.stderr);
  try {
    const text = await task(progress.report);
    progress.end();
    process.stdout.write(`${printable(text)}\n`);
    return { success: true };
  } catch (error) {
    progress.end();
    const message = failureMessage(error);
    if (message === undefined) throw error;
    process.stderr.write(`${printable(message)}\n`);
    return { success: false };
  }
}
