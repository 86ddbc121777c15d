import { createHash } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { withDirectoriesAbove } from './directories-above';
import { withPlace } from './error-place';
import { claimTemporaryPath, releaseTemporaryPath } from './temporary-path';

/** A file that was written. */
export interface WrittenFile {
  /** In bytes. */
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * Writes a file that appears complete under its final name, or not at all: it is written beside its
 * destination and renamed. An older file of that name stays until then. Creates missing parent
 * directories.
 *
 * @param data Text is encoded as UTF-8.
 */
export async function writeFileAtomically(path: string, data: string | Uint8Array): Promise<void> {
  await writeStreamAtomically(path, [typeof data === 'string' ? Buffer.from(data) : data]);
}

/**
 * Like {@link writeFileAtomically}, from a stream of chunks. A chunk is written before the next one
 * is asked for, so memory does not grow with the size of the file.
 *
 * @param verify Called after everything is written and before the rename; if it throws, the file
 *   never appears.
 * @throws What `chunks` or `verify` throws, or the error of the file system.
 */
export async function writeStreamAtomically(
  path: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  verify?: (written: WrittenFile) => void | Promise<void>,
): Promise<WrittenFile> {
  return fillFileAtomically(path, async (file) => {
    const written = await writeChunks(file, chunks);
    await verify?.(written);
    return written;
  });
}

/** A file that is being written. */
export interface FillableFile {
  /** Writes all of the bytes at an offset, unless it fails. */
  write(bytes: Uint8Array, offset: number): Promise<void>;
  /** Reads written bytes until the target is full. @throws Error if there are too few. */
  read(target: Uint8Array, offset: number): Promise<void>;
  /** Cuts off everything from this offset on. */
  truncate(length: number): Promise<void>;
}

/**
 * Like {@link writeFileAtomically}, for a file that is written in any order.
 *
 * @param fill Writes the file; if it throws, the file never appears.
 * @returns What `fill` returns.
 * @throws What `fill` throws, or the error of the file system.
 */
export function fillFileAtomically<T>(
  path: string,
  fill: (file: FillableFile) => Promise<T>,
): Promise<T> {
  return withDirectoriesAbove(path, async () => {
    const temporary = claimTemporaryPath(path);
    try {
      const handle = await open(temporary, 'wx+');
      let result: T;
      try {
        result = await fill(fillableFile(handle, path));
      } finally {
        await handle.close();
      }
      await rename(temporary, path);
      return result;
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    } finally {
      releaseTemporaryPath(temporary);
    }
  });
}

function fillableFile(handle: FileHandle, path: string): FillableFile {
  const naming = (error: unknown): never => {
    throw withPlace(error, path);
  };
  return {
    write: (bytes, offset) => writeFully(handle, bytes, offset).catch(naming),
    read: (target, offset) => readFully(handle, target, offset).catch(naming),
    truncate: (length) => handle.truncate(length).catch(naming),
  };
}

/** Repeats the write, since one system call may write less than it was asked for. */
async function writeFully(handle: FileHandle, bytes: Uint8Array, offset: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const left = bytes.length - written;
    written += (await handle.write(bytes, written, left, offset + written)).bytesWritten;
  }
}

async function readFully(handle: FileHandle, target: Uint8Array, offset: number): Promise<void> {
  for (let filled = 0; filled < target.length;) {
    const left = target.length - filled;
    const { bytesRead } = await handle.read(target, filled, left, offset + filled);
    if (bytesRead === 0) throw new Error(`nothing was written at ${String(offset + filled)}`);
    filled += bytesRead;
  }
}

async function writeChunks(
  file: FillableFile,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<WrittenFile> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of chunks) {
    const writing = file.write(chunk, size);
    // The hash is computed while another thread writes.
    hash.update(chunk);
    await writing;
    size += chunk.length;
  }
  return { size, sha256: hash.digest('hex') };
}
