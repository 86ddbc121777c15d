import type { Batch } from './batch';
import type { DeflatedSegment } from './deflate-batch';

/** Compresses batches, in this thread or in others. */
export interface Deflater {
  /**
   * Compresses the segments of a batch in place. The result does not depend on the number of
   * threads.
   */
  readonly deflate: (batch: Batch) => Promise<readonly DeflatedSegment[]>;
  /** How many batches must be in progress, besides the awaited one, to keep it busy. */
  readonly batchesAhead: number;
  /** Ends the threads. Batches that are not finished by then fail. */
  readonly close: () => Promise<void>;
}
