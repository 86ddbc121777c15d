import { closeSync, constants, fstatSync, openSync, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** A regular file that is open for reading. */
export interface OpenRegularFile {
  readonly descriptor: number;
  /** Of the file that is open, whatever has its name by now. */
  readonly status: Stats;
}

/** Something that can be opened but is no regular file: a directory, a named pipe, a device. */
export class NotARegularFileError extends Error {
  override readonly name = 'NotARegularFileError';

  /** @param kind What it is, with its article: `a named pipe`. */
  constructor(readonly kind: string) {
    super(`not a regular file but ${kind}`);
  }
}

/**
 * Does not wait for somebody to write to a named pipe (POSIX.1-2017, open(): O_NONBLOCK), and has no
 * effect on a regular file. Windows has no such flag, and no named pipes among files.
 */
export const WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a regular file for reading, whatever may have taken its name since somebody looked: a named
 * pipe is refused instead of waited for.
 *
 * @throws NotARegularFileError if it is none, or the error of the file system.
 */
export function openRegularFile(path: string): OpenRegularFile {
  const descriptor = openSync(path, WITHOUT_WAITING);
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile()) throw new NotARegularFileError(kindOf(status));
    return { descriptor, status };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/**
 * As {@link openRegularFile}, for a file that is read while other things are done.
 *
 * @throws NotARegularFileError if it is none, or the error of the file system.
 */
export async function openRegularFileHandle(path: string): Promise<FileHandle> {
  const handle = await open(path, WITHOUT_WAITING);
  try {
    const status = await handle.stat();
    if (!status.isFile()) throw new NotARegularFileError(kindOf(status));
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * What could not be opened or read, for the `found` of a diagnostic: `a named pipe`, or the code
 * of the error.
 */
export function describeOpenError(error: unknown): string {
  if (error instanceof NotARegularFileError) return error.kind;
  const { code } = error as NodeJS.ErrnoException;
  return DESCRIPTIONS.get(code ?? '') ?? code ?? String(error);
}

const DESCRIPTIONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'nothing of that name (ENOENT)'],
  ['ENOTDIR', 'a path that leads through a file'],
  ['EISDIR', 'a directory'],
  ['EACCES', 'a file without permission to read it (EACCES)'],
  // What open(2) says of a socket, and of a device without a driver.
  ['ENXIO', 'a socket or device'],
]);

/** What something is that is no regular file, with its article: `a named pipe`. */
export function kindOf(status: Stats): string {
  if (status.isDirectory()) return 'a directory';
  if (status.isFIFO()) return 'a named pipe';
  return 'a device';
}
