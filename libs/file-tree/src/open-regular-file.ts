import { closeSync, constants, fstatSync, openSync, type Stats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';

/** A regular file that is open for reading. */
export interface OpenRegularFile {
  readonly descriptor: number;
  /** The status of the open file, even if another file has its name by now. */
  readonly status: Stats;
}

/** Something that can be opened but is not a regular file: a directory, a named pipe, a device. */
export class NotARegularFileError extends Error {
  override readonly name = 'NotARegularFileError';

  /** @param kind Its kind, with an article: `a named pipe`. */
  constructor(readonly kind: string) {
    super(`not a regular file but ${kind}`);
  }
}

/**
 * Does not block until a named pipe has a writer (POSIX.1-2017, open(): O_NONBLOCK), and has no
 * effect on a regular file. Windows has no such flag, and no named pipes among files.
 */
export const WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a regular file for reading, even if its name was taken by something else after it was
 * listed: a named pipe is refused and does not block.
 *
 * @throws NotARegularFileError if it is not a regular file, or the error of the file system.
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
 * Like {@link openRegularFile}, for asynchronous reading.
 *
 * @throws NotARegularFileError if it is not a regular file, or the error of the file system.
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
 * Describes an error of opening or reading, for the `found` of a diagnostic: `a named pipe`, or the
 * code of the error.
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
  // The code of open(2) for a socket, and for a device without a driver.
  ['ENXIO', 'a socket or device'],
]);

/** The kind of something that is not a regular file, with an article: `a named pipe`. */
export function kindOf(status: Stats): string {
  if (status.isDirectory()) return 'a directory';
  if (status.isFIFO()) return 'a named pipe';
  return 'a device';
}
