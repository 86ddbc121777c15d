import type { Batch } from './batch';
import type { DeflatedSegment } from './deflate-batch';

/** Compresses batches, in this thread or in others. */
export interface Deflater {
  /**
   * Compresses the segments of a batch where they stand. What they become does not depend on how
   * many threads there are.
   */
  readonly deflate: (batch: Batch) => Promise<readonly DeflatedSegment[]>;
  /** How many batches have to be under way besides the one that is waited for to keep it busy. */
  readonly batchesAhead: number;
  /** Ends the threads. What is not compressed until then fails. */
  readonly close: () => Promise<void>;
}
