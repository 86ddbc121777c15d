import {
  failureMessage,
  formatLines,
  formatWithId,
  startProgress,
  terminalWidth,
  type OutputLine,
} from '@aero-guest-tools/diagnostics';
import { NX_REMEDIES } from './remedies';

/** What Nx wants to know of a task. */
export interface TaskResult {
  readonly success: boolean;
}

/** In characters. Nx shows a task in a pane of its own, and then prints what it said in the terminal, which is wider. */
const NARROWEST = 80;

function widthOf(stream: NodeJS.WriteStream): number | undefined {
  const width = terminalWidth(stream);
  return width && Math.max(width, NARROWEST);
}

/** What is special about a task. */
export interface TaskTraits {
  /**
   * Whether what it says may come from a cache, on another machine and a terminal of another width. Otherwise a
   * terminal breaks it at words.
   */
  readonly isCached?: boolean;
}

/**
 * Runs a task and prints what it has to say. Refused input, or what the operating system
 * refuses, is printed without a stack trace; any other exception is a defect and goes on to Nx.
 *
 * @param task Is given a function to tell what it does now, which a terminal shows if it takes long.
 *   Returns a line for standard output, or several. They are replayed when the task comes from the
 *   cache, so they hold no time and no path of this machine. What they hold of file names and contents
 *   makes no lines and cannot command the terminal.
 */
export async function runTask(
  task: (progress: (activity: string) => void) => Promise<string | readonly OutputLine[]>,
  { isCached = true }: TaskTraits = {},
): Promise<TaskResult> {
  const progress = startProgress(process.stderr);
  try {
    const told = await task(progress.report);
    progress.end();
    const width = isCached ? undefined : widthOf(process.stdout);
    process.stdout.write(`${formatLines(typeof told === 'string' ? [told] : told, width)}\n`);
    return { success: true };
  } catch (error) {
    progress.end();
    const message = failureMessage(
      error,
      NX_REMEDIES,
      process.stderr.isTTY ? formatWithId : undefined,
    );
    if (message === undefined) throw error;
    process.stderr.write(`${formatLines(message.split('\n'), widthOf(process.stderr))}\n`);
    return { success: false };
  }
}
