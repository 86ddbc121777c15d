import { Readable } from 'node:stream';
import type { Iso9660Entry } from './entry';
import { locateFileContents } from './file-contents';
import type { Iso9660Image } from './image';
import { readExactly } from './random-access-source';

/** How many bytes are read at a time, and so kept in memory. */
const CHUNK_LENGTH = 1024 * 1024;

/**
 * The contents of a file. Reads at most 1 MiB of its extents at a time, and only when the next
 * piece is asked for. A piece is not overwritten later.
 *
 * @throws Iso9660Error before the first byte, if the entry is not a file that can be read, or if
 *   one of its extents is outside the image.
 */
export async function* readFileContents(
  image: Iso9660Image,
  file: Iso9660Entry,
): AsyncGenerator<Uint8Array> {
  for (const { offset, length } of locateFileContents(image, file)) {
    for (let done = 0; done < length; done += CHUNK_LENGTH) {
      const chunkLength = Math.min(CHUNK_LENGTH, length - done);
      yield await readExactly(image.source, offset + done, chunkLength, JSON.stringify(file.path));
    }
  }
}

/**
 * Like {@link readFileContents}, as a stream of bytes. A failure ends the stream with an `error`.
 */
export function createFileReadStream(image: Iso9660Image, file: Iso9660Entry): Readable {
  // Any chunk fills the buffer of the stream, whatever its size. A buffer of one byte therefore
  // holds at most one chunk.
  return Readable.from(readFileContents(image, file), { objectMode: false, highWaterMark: 1 });
}
