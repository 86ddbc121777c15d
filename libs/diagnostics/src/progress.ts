import { printable } from './printable';
import { formatAmount } from './size';

/** In milliseconds: shorter activities end before anyone wonders about them. */
const PATIENCE = 1000;

/** In characters: the width of a terminal that does not report one. */
const DEFAULT_WIDTH = 80;

/** The least time between two changes of the line, in milliseconds. */
const PERIOD = 100;

const ERASE_LINE = '\r\u001b[K';

/** The output of a program: a stream of the process, or one that a test reads. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  /** Width of the terminal in characters; 0 if it does not report one. */
  readonly columns?: number | undefined;
}

/** Receives the number of further bytes read from a file; 0 when the file is opened. */
export type ReadListener = (path: string, bytes: number) => void;

/**
 * Turns the files that are read into the progress of an activity:
 * `writing the ISO, 12 of 35 MB (34 %): setup.cmd`.
 *
 * @param total Of all files, in bytes.
 */
export function readProgress(
  report: (activity: string) => void,
  activity: string,
  total: number,
): ReadListener {
  let done = 0;
  let due = 0;
  return (path, bytes) => {
    done += bytes;
    // Otherwise ten thousand files would make ten thousand texts that nobody sees.
    const now = performance.now();
    if (now < due) return;
    due = now + PERIOD / 2;
    report(`${activity}, ${formatAmount(Math.min(done, total), total)}: ${path}`);
  };
}

/** Shows the current activity, once it takes long. */
export interface Progress {
  readonly report: (activity: string) => void;
  /** Restores the terminal. */
  readonly end: () => void;
}

/** Shows nothing. */
export const NO_PROGRESS: Progress = { report: () => {}, end: () => {} };

/**
 * Shows the current activity in one line of a terminal after a second has passed, and then updates
 * it at most ten times a second. Shows nothing if the stream is not a terminal.
 */
export function startProgress(stream: OutputStream): Progress {
  if (stream.isTTY !== true) return NO_PROGRESS;
  // A line that wraps could not be erased.
  const room = (stream.columns || DEFAULT_WIDTH) - ' ...'.length - 1;
  let current = '';
  let shown: string | undefined;
  let due = performance.now() + PATIENCE;
  const show = (): void => {
    if (current === '' || current === shown) return;
    due = performance.now() + PERIOD;
    shown = current;
    stream.write(`${ERASE_LINE}${printable(current).slice(0, room)} ...`);
  };
  // For an activity that reports nothing for a while.
  const timer = setTimeout(show, PATIENCE);
  return {
    report: (activity) => {
      current = activity;
      if (performance.now() >= due) show();
    },
    end: () => {
      clearTimeout(timer);
      if (shown !== undefined) stream.write(ERASE_LINE);
    },
  };
}
