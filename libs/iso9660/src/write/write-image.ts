import { imagePieces } from './image-pieces';
import { type ImageLayout } from './layout';

/** Bytes in a chunk, large enough that writing to a disk takes few calls. */
const CHUNK_SIZE = 1024 * 1024;

/**
 * Writes an image: yields its bytes from first to last, in chunks of 1 MiB; the last one may be
 * shorter. A file is opened when the image has been written up to it, and at most one chunk and one
 * piece of a file are held at a time.
 *
 * The caller may keep chunks. A caller that calls `next` itself may pass a whole chunk back for
 * reuse. Then memory is only needed for the chunks in use; otherwise some tens of MiB wait for the
 * garbage collector.
 *
 * @throws InputError when a file yields more or fewer bytes than its size says.
 */
export async function* writeImage(
  layout: ImageLayout,
): AsyncGenerator<Uint8Array, void, Uint8Array | undefined> {
  let chunk: Uint8Array = Buffer.allocUnsafeSlow(CHUNK_SIZE);
  let filled = 0;
  for await (const piece of imagePieces(layout)) {
    for (let taken = 0; taken < piece.length;) {
      const part = piece.subarray(taken, taken + CHUNK_SIZE - filled);
      chunk.set(part, filled);
      taken += part.length;
      filled += part.length;
      if (filled === CHUNK_SIZE) {
        const returned = yield chunk;
        chunk = returned?.length === CHUNK_SIZE ? returned : Buffer.allocUnsafeSlow(CHUNK_SIZE);
        filled = 0;
      }
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}
