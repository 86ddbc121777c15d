import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { claimTemporaryPath, releaseTemporaryPath } from './temporary-path';

/** What was written. */
export interface WrittenFile {
  /** In bytes. */
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * Writes a file that appears complete under its final name, or not at all: it is written beside
 * its destination and renamed. An older file of that name stays until then. Missing directories
 * above it are made.
 *
 * @param data Text is encoded as UTF-8.
 */
export async function writeFileAtomically(path: string, data: string | Uint8Array): Promise<void> {
  await writeStreamAtomically(path, [typeof data === 'string' ? Buffer.from(data) : data]);
}

/**
 * As {@link writeFileAtomically}, from a stream of chunks. A chunk is written before the next one
 * is asked for, so memory does not grow with the size of the file.
 *
 * @param verify Called when all is written and before the file takes its name; if it throws, the
 *   file never appears.
 * @throws What `chunks` or `verify` throws, or the error of the file system.
 */
export async function writeStreamAtomically(
  path: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  verify?: (written: WrittenFile) => void | Promise<void>,
): Promise<WrittenFile> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = claimTemporaryPath(path);
  try {
    const written = await writeChunks(temporary, chunks);
    await verify?.(written);
    await rename(temporary, path);
    return written;
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    releaseTemporaryPath(temporary);
  }
}

async function writeChunks(
  path: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<WrittenFile> {
  const hash = createHash('sha256');
  let size = 0;
  const file = await open(path, 'wx');
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      size += chunk.length;
      for (let offset = 0; offset < chunk.length;) {
        offset += (await file.write(chunk, offset)).bytesWritten;
      }
    }
  } finally {
    await file.close();
  }
  return { size, sha256: hash.digest('hex') };
}
