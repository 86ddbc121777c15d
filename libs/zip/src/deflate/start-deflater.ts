import { deflateBatch } from './deflate-batch';
import type { Deflater } from './deflater';
import { deflaterThreads } from './deflater-threads';

/**
 * How many bytes each thread must have to compress. Starting one takes about as long as compressing
 * half of that. The media of a few drivers would be compressed before the thread was ready.
 */
const BYTES_FOR_A_THREAD = 4 * 1024 * 1024;

/**
 * Makes a compressor, which the caller must close.
 *
 * @param workers The most threads to use; with 0 or 1, only the calling thread is used.
 * @param size About how many bytes will be compressed in total.
 */
export function startDeflater(workers: number, size: number): Deflater {
  const threads = Math.min(workers, Math.floor(size / BYTES_FOR_A_THREAD));
  return threads > 1 ? deflaterThreads(threads) : DEFLATER_IN_THIS_THREAD;
}

const DEFLATER_IN_THIS_THREAD: Deflater = {
  deflate: async (batch) => deflateBatch(batch),
  batchesAhead: 0,
  close: async () => undefined,
};
