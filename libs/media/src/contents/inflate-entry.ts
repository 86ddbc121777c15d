import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import type { Entry } from 'yauzl';

const inflate = promisify(inflateRaw);

/** The least that zlib takes for the size of its output, in bytes. */
const LEAST_OUTPUT = 64;

/**
 * Inflates the data of an entry (APPNOTE 4.4.5, method 8), in another thread. The contents come as
 * one piece, of not more bytes than the entry says and one.
 *
 * @throws Error if the data are damaged, or there are more.
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
