import { Readable } from 'node:stream';
import type { Iso9660Entry } from './entry';
import type { Iso9660Image } from './image';
import { Iso9660Error, truncated } from './iso9660-error';
import { readExactly } from './random-access-source';

/** Bytes that are read at a time, and so kept in memory. */
const CHUNK_LENGTH = 1024 * 1024;

/**
 * The contents of a file as a stream of bytes. Reads the extents of the file, at most 1 MiB at a time
 * and only as fast as the stream is read.
 *
 * What goes wrong ends the stream with an `error`: an {@link Iso9660Error} if the entry is not a file
 * that can be read, or an extent of it lies outside the image; that is found before any byte comes.
 */
export function createFileReadStream(image: Iso9660Image, file: Iso9660Entry): Readable {
  // A chunk fills the buffer of the stream whatever its size; one of a byte holds at most one chunk.
  return Readable.from(readFile(image, file), { objectMode: false, highWaterMark: 1 });
}

async function* readFile(image: Iso9660Image, file: Iso9660Entry): AsyncGenerator<Buffer> {
  requireReadable(image, file);
  for (const { sector, length } of file.extents) {
    const start = sector * image.logicalBlockSize;
    for (let offset = 0; offset < length; offset += CHUNK_LENGTH) {
      const chunkLength = Math.min(CHUNK_LENGTH, length - offset);
      yield await readExactly(image.source, start + offset, chunkLength, nameOf(file));
    }
  }
}

function requireReadable({ source, logicalBlockSize }: Iso9660Image, file: Iso9660Entry): void {
  if (file.kind !== 'file') {
    throw new Iso9660Error({
      file: source.name,
      message: `${nameOf(file)} cannot be read as a file`,
      found: file.kind,
      expected: 'a file',
      remedy: 'read files only',
    });
  }
  if (file.unreadable !== undefined) {
    throw new Iso9660Error({
      file: source.name,
      message: `${nameOf(file)} cannot be read: ${file.unreadable}`,
      found: 'contents that are not recorded byte for byte',
      expected: 'a file that is recorded as it is',
      remedy: 'write the image without that, or extract the file with the program that wrote it',
    });
  }
  for (const { sector, length } of file.extents) {
    const end = sector * logicalBlockSize + length;
    if (end > source.size) throw truncated(source.name, nameOf(file), source.size, end);
  }
  if (file.size > source.size) {
    throw new Iso9660Error({
      file: source.name,
      message: `${nameOf(file)} is larger than the image`,
      found: `${String(file.size)} bytes, in extents that overlap`,
      expected: `at most ${String(source.size)} bytes`,
      remedy: 'the image is damaged or was not written to the standard: get it again',
    });
  }
}

function nameOf({ path }: Iso9660Entry): string {
  return JSON.stringify(path);
}
