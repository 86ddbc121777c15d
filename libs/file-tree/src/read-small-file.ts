import { unreadableFile } from './unreadable-file';
import { closeSync, readSync } from 'node:fs';
import { InputError, tooLarge as tooLargeProblem } from '@aero-guest-tools/diagnostics';
import { openRegularFile } from './open-regular-file';

/** What a file is, and how large it may be. */
export interface SmallFile {
  /** For errors: `the packaging spec`. */
  readonly description: string;
  /** In bytes. */
  readonly maximumSize: number;
  /** What the user can do if it cannot be read, as an imperative sentence without a full stop. */
  readonly remedy?: string;
}

/**
 * Reads a file into memory: a spec, a lock, a catalog. It must be a regular file, so that no read
 * waits for the other end of a named pipe, and have a limited size, so that memory does not run
 * out. Symbolic links are followed: a user who names a file may name a link.
 *
 * System calls are synchronous, as in `listFileTree`.
 *
 * @returns All of its bytes.
 * @throws InputError if it cannot be read, is not a regular file, or is larger. Its `cause` is the
 *   error of the file system, if there was one.
 */
export async function readSmallFile(path: string, file: SmallFile): Promise<Buffer> {
  try {
    const { descriptor, status } = openRegularFile(path);
    try {
      if (status.size > file.maximumSize) throw tooLarge(path, status.size, file);
      return readToEnd(descriptor, status.size, path, file);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw unreadableFile(path, {
      what: file.description,
      error,
      remedy: file.remedy ?? 'check the path',
    });
  }
}

/** Continues reading if a file has grown since it was opened, or does not report its size. */
function readToEnd(descriptor: number, size: number, path: string, file: SmallFile): Buffer {
  // One byte more than expected, so that one system call usually finds the end.
  let buffer = Buffer.allocUnsafe(size + 1);
  let filled = 0;
  for (;;) {
    const bytesRead = readSync(descriptor, buffer, filled, buffer.length - filled, null);
    if (bytesRead === 0) return buffer.subarray(0, filled);
    filled += bytesRead;
    if (filled > file.maximumSize) throw tooLarge(path, filled, file);
    if (filled === buffer.length) buffer = Buffer.concat([buffer], filled * 2);
  }
}

function tooLarge(path: string, size: number, { description, maximumSize }: SmallFile): InputError {
  return new InputError(
    tooLargeProblem(path, {
      what: description,
      size,
      limit: maximumSize,
      remedy: 'check whether it is the right file',
    }),
  );
}
