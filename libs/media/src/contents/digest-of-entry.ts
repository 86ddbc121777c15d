import { crc32 } from 'node:zlib';
import { digest, type Digest } from '@aero-guest-tools/file-tree';
import type { Entry } from 'yauzl';

/**
 * Reads the contents of an entry to their end, and compares them with its header.
 *
 * @throws Error if size or CRC-32 (APPNOTE 4.4.7 and 4.4.9) are not those of the contents. Programs
 *   that extract the archive would refuse the file.
 */
export async function digestOfEntry(
  entry: Entry,
  contents: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<Digest> {
  let checksum = 0;
  const found = await digest(contents, {
    update: (chunk) => {
      checksum = crc32(chunk, checksum);
    },
  });
  requireEqual(entry.fileName, 'bytes', found.size, entry.uncompressedSize);
  requireEqual(entry.fileName, 'as CRC-32', checksum, entry.crc32);
  return found;
}

function requireEqual(name: string, what: string, found: number, expected: number): void {
  if (found !== expected) {
    throw new Error(`${name}: has ${String(found)} ${what}, and says ${String(expected)}`);
  }
}
