import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import type { Entry } from 'yauzl';

const inflate = promisify(inflateRaw);

/** The smallest output limit that zlib accepts, in bytes. */
const LEAST_OUTPUT = 64;

/**
 * Inflates the data of an entry (APPNOTE 4.4.5, method 8) in another thread. The contents come as
 * one piece, at most one byte larger than the entry says.
 *
 * @throws Error if the data are damaged, or inflate to more than that.
 */
export async function* inflateEntry(
  { fileName, uncompressedSize }: Entry,
  data: Uint8Array,
): AsyncGenerator<Uint8Array> {
  // One byte more than is expected, so that zlib sees the end without asking for more memory.
  const maxOutputLength = uncompressedSize + 1;
  try {
    yield await inflate(data, {
      maxOutputLength,
      chunkSize: Math.max(LEAST_OUTPUT, maxOutputLength),
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason =
      code === 'ERR_BUFFER_TOO_LARGE'
        ? `holds more than the ${String(uncompressedSize)} bytes that it says`
        : message;
    throw new Error(`${fileName}: ${reason}`, { cause: error });
  }
}
