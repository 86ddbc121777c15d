import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { Digest } from './digest';
import { openReadable } from './open-readable';

/**
 * How much of a file is in memory at a time, in bytes: small enough to be hashed while in the
 * processor's cache.
 */
const WINDOW_SIZE = 1024 * 1024;

/**
 * Size and SHA-256 of a file on a disk, of any size.
 *
 * @param remedy As for {@link openReadable}.
 * @throws InputError as {@link openReadable}.
 */
export async function digestOfFile(path: string, remedy?: string): Promise<Digest> {
  const handle = await openReadable(path, remedy);
  try {
    return await digestOfHandle(handle);
  } finally {
    await handle.close();
  }
}

/**
 * Like {@link digestOfFile}, for a file that is open for reading; it stays open.
 *
 * @param onRead Called after each read with the number of bytes.
 */
export async function digestOfHandle(
  handle: FileHandle,
  onRead?: (bytes: number) => void,
): Promise<Digest> {
  const hash = createHash('sha256');
  const window = Buffer.allocUnsafeSlow(WINDOW_SIZE);
  let size = 0;
  for (;;) {
    const { bytesRead } = await handle.read(window, 0, WINDOW_SIZE, size);
    if (bytesRead === 0) return { size, sha256: hash.digest('hex') };
    hash.update(window.subarray(0, bytesRead));
    size += bytesRead;
    onRead?.(bytesRead);
  }
}
