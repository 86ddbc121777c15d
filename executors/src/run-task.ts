import {
  failureMessage,
  formatLines,
  formatWithId,
  startProgress,
  terminalWidth,
  type OutputLine,
} from '@aero-guest-tools/diagnostics';
import { NX_REMEDIES } from './remedies';

/** The result of a task for Nx. */
export interface TaskResult {
  readonly success: boolean;
}

/**
 * In characters. Nx shows a task in a pane, and then prints its output in the terminal, which is
 * wider.
 */
const NARROWEST = 80;

function widthOf(stream: NodeJS.WriteStream): number | undefined {
  const width = terminalWidth(stream);
  return width && Math.max(width, NARROWEST);
}

/** Special properties of a task. */
export interface TaskTraits {
  /**
   * Whether its output may come from a cache, on another machine and a terminal of another width.
   * Otherwise its lines are wrapped for the terminal.
   */
  readonly isCached?: boolean;
}

/**
 * Runs a task and prints its output. Refused input, or an operation that the operating system
 * refused, is reported without a stack trace; any other exception is a defect and is thrown on to
 * Nx.
 *
 * @param task Receives a function to report its current activity, which a terminal shows if it
 *   takes long. Returns a line for standard output, or several. They are replayed when the task
 *   comes from the cache, so they contain no time and no path of this machine. File names and
 *   contents in them cannot start new lines or control the terminal.
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
