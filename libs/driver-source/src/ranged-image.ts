import { InputError } from '@aero-guest-tools/diagnostics';
import {
  NoRangesError,
  openHttpClient,
  readRange,
  remoteFileSize,
  type HttpClient,
} from '@aero-guest-tools/http-file';
import type { RandomAccessSource } from '@aero-guest-tools/iso9660/read';
import { isoEntries } from './iso-source';
import type { SourceInPlace } from './open-in-place';
import type { RemoteAccess } from './remote-access';
import type { RemoteLocation } from './source-location';
import { transferText } from './transfer-text';

/**
 * The smallest request, in bytes. Directories are stored side by side, and so are the files of a
 * driver.
 */
const BLOCK_SIZE = 128 * 1024;

/** How many blocks are kept: 16 MiB. */
const MAXIMUM_BLOCKS = 128;

/**
 * Opens an image on a server to examine it, by range requests: only what is looked at is
 * transferred. Its contents are not verified, so nothing that goes on media is taken from it.
 *
 * @throws InputError if the server does not support ranges, or it is not an ISO image. HttpError if
 *   the server does not deliver it.
 */
export async function openRangedImage(
  { url, label }: RemoteLocation,
  { http, onProgress }: Pick<RemoteAccess, 'http' | 'onProgress'>,
): Promise<SourceInPlace> {
  const client = openHttpClient(http);
  try {
    const size = await withRanges(label, () => remoteFileSize(client, url));
    let received = 0;
    const source = rangedSource(label, size, async (offset, length) => {
      const bytes = await withRanges(label, () => readAll(client, url, { offset, length }, size));
      received += bytes.length;
      onProgress?.(transferText(label, received, size));
      return bytes;
    });
    const iso = await isoEntries(() => Promise.resolve(source), label);
    return {
      label,
      identity: undefined,
      volumeId: iso.volumeId,
      entries: iso.entries,
      problems: iso.problems,
      remarks: iso.remarks,
      open: iso.open,
      prepare: () => Promise.resolve(),
      close: () => {
        client.close();
        return Promise.resolve();
      },
    };
  } catch (error) {
    client.close();
    throw error;
  }
}

/** A random-access source that requests whole blocks, and keeps some. */
function rangedSource(
  name: string,
  size: number,
  fetch: (offset: number, length: number) => Promise<Buffer>,
): RandomAccessSource {
  const blocks = new Map<number, Buffer>();
  const keep = (index: number, block: Buffer): void => {
    blocks.set(index, block);
    const [oldest] = blocks.keys();
    if (blocks.size > MAXIMUM_BLOCKS && oldest !== undefined) blocks.delete(oldest);
  };
  return {
    name,
    size,
    read: async (offset, length) => {
      const end = Math.min(offset + length, size);
      const parts: Buffer[] = [];
      let index = Math.floor(offset / BLOCK_SIZE);
      while (index * BLOCK_SIZE < end) {
        if (!blocks.has(index)) {
          // Consecutive missing blocks are one request.
          let last = index;
          while ((last + 1) * BLOCK_SIZE < end && !blocks.has(last + 1)) last += 1;
          const start = index * BLOCK_SIZE;
          const bytes = await fetch(start, Math.min((last + 1) * BLOCK_SIZE, size) - start);
          for (let at = index; at <= last; at += 1) {
            const from = (at - index) * BLOCK_SIZE;
            const block = bytes.subarray(from, from + BLOCK_SIZE);
            parts.push(partOf(block, at, offset, end));
            keep(at, block);
          }
          index = last + 1;
        } else {
          const block = blocks.get(index) ?? Buffer.alloc(0);
          parts.push(partOf(block, index, offset, end));
          index += 1;
        }
      }
      return Buffer.concat(parts);
    },
    // The connection belongs to the source, which closes it.
    close: () => Promise.resolve(),
  };
}

/** The part of a block between two offsets of the image. */
function partOf(block: Buffer, index: number, offset: number, end: number): Buffer {
  const start = index * BLOCK_SIZE;
  return block.subarray(Math.max(offset - start, 0), Math.max(end - start, 0));
}

async function readAll(
  client: HttpClient,
  url: URL,
  range: { readonly offset: number; readonly length: number },
  size: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of readRange(client, url, range, size)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function withRanges<Value>(label: string, ask: () => Promise<Value>): Promise<Value> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof NoRangesError)) throw error;
    throw new InputError(
      {
        file: label,
        id: 'http.no-ranges',
        message: 'the server gives the image as a whole only',
        expected: 'answers to requests for ranges',
        remedy: 'download the image, and name the file',
      },
      { cause: error },
    );
  }
}
