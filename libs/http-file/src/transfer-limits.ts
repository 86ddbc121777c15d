/**
 * Limits on what a server can make a client do. Without them, a server that responds forever, but
 * too slowly, would stall a build forever.
 */
export interface TransferLimits {
  /**
   * The time for all requests of a client together, including waits between attempts, in
   * milliseconds.
   */
  readonly totalTime: number;
  /** How many requests a client may send, including those of redirects. */
  readonly requests: number;
  /** How many attempts of one transfer may fail, however far each of them came. */
  readonly attempts: number;
  /** The least speed of a server in bytes a second; a slower one counts as failed. */
  readonly leastSpeed: number;
  /** Milliseconds over which the speed is measured. */
  readonly speedTime: number;
}

/**
 * At 50 KB a second, the largest existing images, of 800 MB, arrive within the total time. At 1 KB
 * a second, one would take more than a week.
 */
export const DEFAULT_LIMITS: TransferLimits = {
  totalTime: 6 * 60 * 60 * 1000,
  requests: 10_000,
  attempts: 100,
  leastSpeed: 1024,
  speedTime: 60_000,
};
