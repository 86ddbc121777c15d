import { constants } from 'node:fs';
import { chmod, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { writeStreamAtomically, type WrittenFile } from '@aero-guest-tools/atomic-output';
import { noRoomError } from '@aero-guest-tools/http-file/no-room';
import { isOwn } from './ownership';
import { makeStore } from './private-store';
import { temporaryName } from './store-owner';

/**
 * Does not follow a final symbolic link, and does not block on a named pipe. Windows has neither
 * flag.
 */
const OWN_FILE = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** A file that exists, but was not stored by this user. */
export class ForeignFileError extends Error {
  override readonly name = 'ForeignFileError';
}

/**
 * Opens a file that this user has stored, for reading.
 *
 * @throws ForeignFileError if it is a link, not a regular file, or belongs to another user. The
 *   error of the file system, `ENOENT` if there is nothing.
 */
export async function openOwnFile(path: string): Promise<FileHandle> {
  let file: FileHandle;
  try {
    file = await open(path, OWN_FILE);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    // POSIX.1-2017, open(): ELOOP. FreeBSD has another code. A socket gives ENXIO.
    if (!['ELOOP', 'EMLINK', 'ENXIO'].includes(code)) throw error;
    throw new ForeignFileError(code, { cause: error });
  }
  const stats = await file.stat();
  if (stats.isFile() && isOwn(stats)) return file;
  await file.close();
  throw new ForeignFileError(path);
}

/** In bytes: more than the listing of any directory of drivers. */
const MAXIMUM_TEXT = 64 * 1024 * 1024;

/**
 * Reads a text that this user has stored.
 *
 * @throws As {@link openOwnFile}; ForeignFileError also if it is longer than any that is stored.
 */
export async function readOwnText(path: string): Promise<string> {
  const file = await openOwnFile(path);
  try {
    if ((await file.stat()).size > MAXIMUM_TEXT) throw new ForeignFileError(path);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/**
 * Writes a file of the store, which appears complete or not at all. It is written in `incoming/`,
 * under a name that identifies its process, so that the leftovers of a killed process can be
 * recognised.
 *
 * @param path Of the file, in the store.
 * @param verify Called with the size and hash before the file appears; if it throws, it never does.
 * @throws What `chunks` or `verify` throw. InputError if there is no room, which names the store.
 */
export async function writeOwnFile(
  storeDirectory: string,
  path: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  verify?: (written: WrittenFile) => void | Promise<void>,
): Promise<WrittenFile> {
  await makeStore(storeDirectory);
  const temporary = join(storeDirectory, 'incoming', temporaryName());
  try {
    const written = await writeStreamAtomically(temporary, chunks, verify);
    await chmod(temporary, 0o600);
    await rename(temporary, path);
    return written;
  } catch (error) {
    await rm(temporary, { force: true });
    throw noRoomError(storeDirectory, error);
  }
}

/** Like {@link writeOwnFile}, for a text. */
export async function writeOwnText(
  storeDirectory: string,
  path: string,
  text: string,
): Promise<void> {
  await writeOwnFile(storeDirectory, path, [Buffer.from(text, 'utf8')]);
}
