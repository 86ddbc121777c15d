import { deflateBatch } from './deflate-batch';
import type { Deflater } from './deflater';
import { deflaterThreads } from './deflater-threads';

/**
 * How many bytes there have to be for each thread: to start one takes about as long as to compress
 * half of that. The media of a few drivers are compressed before it would be there.
 */
const BYTES_FOR_A_THREAD = 4 * 1024 * 1024;

/**
 * Makes a compressor, which has to be closed.
 *
 * @param workers Up to how many threads to use; with 0 or 1 there is none but this one.
 * @param size About how many bytes will be compressed in all.
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
