import { printable } from './printable';

/** What takes less is done before anybody wonders, in milliseconds. */
const PATIENCE = 1000;

/** Of a terminal that does not tell its width, in characters. */
const DEFAULT_WIDTH = 80;

const ERASE_LINE = '\r\u001b[K';

/** Where a program writes: a stream of the process, or one that a test reads. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  /** Width of the terminal in characters; 0 if it does not tell. */
  readonly columns?: number | undefined;
}

/** Shows what is being done, once it takes long. */
export interface Progress {
  readonly report: (activity: string) => void;
  /** Leaves the terminal as it was. */
  readonly end: () => void;
}

/**
 * Shows the current activity in one line of a terminal when a second has passed; nothing where the
 * stream is no terminal.
 */
export function startProgress(stream: OutputStream): Progress {
  if (stream.isTTY !== true) return { report: () => {}, end: () => {} };
  // A line that wraps could not be erased.
  const room = (stream.columns || DEFAULT_WIDTH) - ' ...'.length - 1;
  let current = '';
  let shown = false;
  const show = (): void => {
    shown = true;
    if (current !== '') stream.write(`${ERASE_LINE}${current.slice(0, room)} ...`);
  };
  const timer = setTimeout(show, PATIENCE);
  return {
    report: (activity) => {
      const next = printable(activity);
      if (next === current) return;
      current = next;
      if (shown) show();
    },
    end: () => {
      clearTimeout(timer);
      if (shown) stream.write(ERASE_LINE);
    },
  };
}
