import { createHash } from 'node:crypto';
import type { DigestAlgorithm } from './digest-algorithm';
import type { FileRange, PeImage } from './pe-image';

/** The table of signatures begins at a multiple of this many bytes. */
const ALIGNMENT = 8;

/**
 * The digest of a PE image that signing does not change. It covers all bytes except the checksum,
 * the entry of the attribute certificate table and the table itself. An image without a table is
 * padded with zeros, as it would be to append one. In hexadecimal, lower case.
 *
 * Source of the rule: "Windows Authenticode Portable Executable Signature Format", Calculating the
 * PE Image Hash, for consecutive sections as linkers write them.
 *
 * @returns Undefined if the table is not inside the file.
 */
export function authenticodeDigest(
  bytes: Uint8Array,
  { checkSum, certificateTableEntry, certificateTable }: PeImage,
  algorithm: DigestAlgorithm,
): string | undefined {
  const skipped = [checkSum, certificateTableEntry, certificateTable].filter(
    (range) => range !== undefined,
  );
  if (!isOrdered(skipped, bytes.length)) return undefined;
  const hash = createHash(algorithm);
  let position = 0;
  for (const { offset, length } of skipped) {
    hash.update(bytes.subarray(position, offset));
    position = offset + length;
  }
  hash.update(bytes.subarray(position));
  if (!certificateTable) {
    hash.update(Buffer.alloc((ALIGNMENT - (bytes.length % ALIGNMENT)) % ALIGNMENT));
  }
  return hash.digest('hex');
}

function isOrdered(ranges: readonly FileRange[], size: number): boolean {
  let end = 0;
  return ranges.every(({ offset, length }) => {
    const isBehind = offset >= end && offset + length <= size;
    end = offset + length;
    return isBehind;
  });
}
