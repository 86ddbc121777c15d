import type { OutputStream } from './invocation';
import { printable } from '@aero-guest-tools/diagnostics';

/** What takes less is done before anybody wonders, in milliseconds. */
const PATIENCE = 1000;

/** Of a terminal that does not tell its width, in characters. */
const DEFAULT_WIDTH = 80;

const ERASE_LINE = '\r\u001b[K';

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
  const room = (stream.columns ?? DEFAULT_WIDTH) - ' ...'.length - 1;
  let current = '';
  let shown = false;
  const show = (): void => {
    shown = true;
    if (current !== '') stream.write(`${ERASE_LINE}${current.slice(0, room)} ...`);
  };
  const timer = setTimeout(show, PATIENCE);
  return {
    report: (activity) => {
      current = printable(activity);
      if (shown) show();
    },
    end: () => {
      clearTimeout(timer);
      if (shown) stream.write(ERASE_LINE);
    },
  };
}
