import type { FileHandle } from 'node:fs/promises';

const ZEROS = Buffer.alloc(1024 * 1024);

/**
 * Writes bytes at an offset, unless they are all zero: where nothing is written, a file has a hole.
 *
 * @param bytes Up to 1 MiB.
 */
export async function writeUnlessZero(
  output: FileHandle,
  bytes: Uint8Array,
  offset: number,
): Promise<void> {
  if (ZEROS.subarray(0, bytes.length).equals(bytes)) return;
  const { bytesWritten } = await output.write(bytes, 0, bytes.length, offset);
  if (bytesWritten < bytes.length) throw new Error('the disk took only a part of the image');
}
