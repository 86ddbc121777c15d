import { printable } from './printable';
import { formatAmount } from './size';

/** What takes less is done before anybody wonders, in milliseconds. */
const PATIENCE = 1000;

/** Of a terminal that does not tell its width, in characters. */
const DEFAULT_WIDTH = 80;

/** How often the line changes at most: time between two changes, in milliseconds. */
const PERIOD = 100;

const ERASE_LINE = '\r\u001b[K';

/** Where a program writes: a stream of the process, or one that a test reads. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  /** Width of the terminal in characters; 0 if it does not tell. */
  readonly columns?: number | undefined;
}

/** Says that so many more bytes of a file were read; 0 as it is opened. */
export type ReadListener = (path: string, bytes: number) => void;

/**
 * Makes of the files that are read how far an activity is: `writing the ISO, 12 of 35 MB (34 %): setup.cmd`.
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
    // Ten thousand files would need ten thousand texts that nobody sees.
    const now = performance.now();
    if (now < due) return;
    due = now + PERIOD / 2;
    report(`${activity}, ${formatAmount(Math.min(done, total), total)}: ${path}`);
  };
}

/** Shows what is being done, once it takes long. */
export interface Progress {
  readonly report: (activity: string) => void;
  /** Leaves the terminal as it was. */
  readonly end: () => void;
}

/** Shows nothing. */
export const NO_PROGRESS: Progress = { report: () => {}, end: () => {} };

/**
 * Shows the current activity in one line of a terminal when a second has passed, and from then on what it is ten times
 * a second at most; nothing where the stream is no terminal.
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
  // Of an activity that says nothing for a while.
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
