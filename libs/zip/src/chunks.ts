/** In bytes: what one call writes. Headers and most files are much smaller. */
const CHUNK_SIZE = 256 * 1024;

/** Copies pieces of any size into chunks of {@link CHUNK_SIZE}, the last one shorter. */
export async function* inChunks(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let chunk = Buffer.allocUnsafeSlow(CHUNK_SIZE);
  let filled = 0;
  for await (const piece of pieces) {
    for (let taken = 0; taken < piece.length;) {
      const part = piece.subarray(taken, taken + CHUNK_SIZE - filled);
      chunk.set(part, filled);
      taken += part.length;
      filled += part.length;
      if (filled === CHUNK_SIZE) {
        yield chunk;
        chunk = Buffer.allocUnsafeSlow(CHUNK_SIZE);
        filled = 0;
      }
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}
