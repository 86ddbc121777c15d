/**
 * Bounds on what a server can make a client do: without them, one that answers forever, but too
 * little, keeps a build forever.
 */
export interface TransferLimits {
  /** Milliseconds that everything a client asks for may take together, with the waits in between. */
  readonly totalTime: number;
  /** Requests that a client may send, with those that redirects lead to. */
  readonly requests: number;
  /** Attempts of one transfer that may fail, however far each of them came. */
  readonly attempts: number;
  /** Bytes a second that a server has to give at least; fewer are as good as none. */
  readonly leastSpeed: number;
  /** Milliseconds over which the speed is measured. */
  readonly speedTime: number;
}

/**
 * A server that gives 50 KB a second gives the largest images that there are, of 800 MB, within the
 * total time; 1 KB a second would take more than a week for one.
 */
export const DEFAULT_LIMITS: TransferLimits = {
  totalTime: 6 * 60 * 60 * 1000,
  requests: 10_000,
  attempts: 100,
  leastSpeed: 1024,
  speedTime: 60_000,
};
