import type { FileHandle } from 'node:fs/promises';
import { openRegularFileHandle } from './open-regular-file';
import { unreadableFile } from './unreadable-file';

/**
 * Opens a file for reading. By default, it is one that an earlier task has made.
 *
 * @param remedy What the user can do if it cannot be read, as an imperative sentence without a full
 *   stop.
 * @throws InputError if the file cannot be opened, or is not a regular file. A named pipe does not
 *   block.
 */
export async function openReadable(
  path: string,
  remedy = 'run the task that makes it again',
): Promise<FileHandle> {
  try {
    return await openRegularFileHandle(path);
  } catch (error) {
    throw unreadableFile(path, { error, remedy });
  }
}
