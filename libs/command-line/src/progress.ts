import type { OutputStream } from './invocation';

/** What takes less is done before anybody wonders, in milliseconds. */
const PATIENCE = 1000;

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
  let current = '';
  let shown = false;
  const show = (): void => {
    shown = true;
    if (current !== '') stream.write(`${ERASE_LINE}${current} ...`);
  };
  const timer = setTimeout(show, PATIENCE);
  return {
    report: (activity) => {
      current = activity;
      if (shown) show();
    },
    end: () => {
      clearTimeout(timer);
      if (shown) stream.write(ERASE_LINE);
    },
  };
}
