import { createHash } from 'node:crypto';
import { crc32, createInflateRaw } from 'node:zlib';
import { pipeline } from 'node:stream/promises';
import { compareBytes } from '@aero-guest-tools/file-tree';
import { openArchive, type ArchiveBytes } from '../appnote/archive-bytes';
import { readEndRecords } from '../appnote/end-records';
import {
  LOCAL_HEADER_LENGTH,
  readCentralDirectory,
  readLocalHeader,
  type CentralHeader,
} from '../appnote/entry-headers';
import type { HashedFile } from '../../image-tree';
import { NEVER_SKIPPED, withoutSlash, type Reader } from '../reader';

const STORED = 0;
const DEFLATED = 8;

/**
 * Reads every field of an archive and compares it with what it has to be, which other readers do not
 * look at. There is nothing in the archive but entries in byte order, one after the other, and the
 * central directory after them.
 */
export const appnote: Reader = {
  name: 'field by field',
  whySkipped: NEVER_SKIPPED,
  read: async (path) => {
    const archive = openArchive(path);
    try {
      const place = readEndRecords(archive);
      const headers = [...readCentralDirectory(archive.read(place.offset, place.size))];
      requireEqual('number of entries', headers.length, place.entries);
      requireOrder(headers);
      const files: HashedFile[] = [];
      let offset = 0;
      for (const header of headers) {
        requireEqual(`${header.name}: offset`, header.offset, offset);
        const { sha256, end } = await readEntry(archive, header);
        if (!header.name.endsWith('/')) files.push({ path: header.name, sha256 });
        offset = end;
      }
      requireEqual('end of the last entry', offset, place.offset);
      const names = headers.map(({ name }) => name);
      return {
        listed: names.map(withoutSlash),
        tree: {
          files,
          directories: names.filter((name) => name.endsWith('/')).map(withoutSlash),
        },
      };
    } finally {
      archive.close();
    }
  },
};

function requireOrder(headers: readonly CentralHeader[]): void {
  for (const [index, { name }] of headers.entries()) {
    const next = headers[index + 1];
    if (next && compareBytes(name, next.name) >= 0) throw new Error(`${next.name}: out of order`);
  }
}

async function readEntry(
  archive: ArchiveBytes,
  header: CentralHeader,
): Promise<{ readonly sha256: string; readonly end: number }> {
  const { name, method, compressedSize, uncompressedSize } = header;
  // Not longer than the central header, which has the offset besides.
  const atMost = LOCAL_HEADER_LENGTH + Buffer.byteLength(name) + 20;
  const { length, ...local } = readLocalHeader(
    archive.read(header.offset, Math.min(atMost, archive.size - header.offset)),
  );
  const { offset: _, ...central } = header;
  requireEqual(`${name}: local header`, JSON.stringify(local), JSON.stringify(central));

  const begin = header.offset + length;
  const end = begin + compressedSize;
  const data = archive.stream(begin, compressedSize);
  const hash = createHash('sha256');
  let crc = 0;
  let size = 0;
  const summarise = (chunk: Uint8Array): void => {
    hash.update(chunk);
    crc = crc32(chunk, crc);
    size += chunk.length;
  };
  if (method === DEFLATED) {
    const inflate = createInflateRaw();
    await pipeline(data, inflate, async (chunks: AsyncIterable<Uint8Array>) => {
      for await (const chunk of chunks) summarise(chunk);
    });
    // What follows the final block would not be read.
    requireEqual(`${name}: bytes that were inflated`, inflate.bytesWritten, compressedSize);
    if (compressedSize >= uncompressedSize) throw new Error(`${name}: deflated, and no smaller`);
  } else {
    requireEqual(`${name}: compression method`, method, STORED);
    for await (const chunk of data) summarise(chunk);
  }
  requireEqual(`${name}: size`, size, uncompressedSize);
  requireEqual(`${name}: CRC-32`, crc, header.crc32);
  return { sha256: hash.digest('hex'), end };
}

function requireEqual(what: string, found: number | string, expected: number | string): void {
  if (found !== expected) throw new Error(`${what}: ${String(found)}, not ${String(expected)}`);
}
