import { Readable } from 'node:stream';
import type { Iso9660Entry } from './entry';
import { locateFileContents } from './file-contents';
import type { Iso9660Image } from './image';
import { readExactly } from './random-access-source';

/** Bytes that are read at a time, and so kept in memory. */
const CHUNK_LENGTH = 1024 * 1024;

/**
 * The contents of a file. Reads its extents, at most 1 MiB at a time and only when the next piece is asked for. A
 * piece stays as it is.
 *
 * @throws Iso9660Error if the entry is not a file that can be read, or an extent of it lies outside the image; that
 *   is found before any byte comes.
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

/** As {@link readFileContents}, as a stream of bytes, which what goes wrong ends with an `error`. */
export function createFileReadStream(image: Iso9660Image, file: Iso9660Entry): Readable {
  // A chunk fills the buffer of the stream whatever its size; one of a byte holds at most one chunk.
  return Readable.from(readFileContents(image, file), { objectMode: false, highWaterMark: 1 });
}
