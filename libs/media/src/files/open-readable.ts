import type { FileHandle } from 'node:fs/promises';
import { openRegularFileHandle, unreadableFile } from '@aero-guest-tools/file-tree';

/**
 * Opens a file that an earlier task has made, for reading.
 *
 * @throws InputError if the file cannot be opened, or is not a regular file. A named pipe does not
 *   block.
 */
export async function openReadable(path: string): Promise<FileHandle> {
  try {
    return await openRegularFileHandle(path);
  } catch (error) {
    throw unreadableFile(path, { error, remedy: 'run the task that makes it again' });
  }
}
