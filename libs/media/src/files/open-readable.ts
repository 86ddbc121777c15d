import type { FileHandle } from 'node:fs/promises';
import { openRegularFileHandle, unreadableFile } from '@aero-guest-tools/file-tree';

/**
 * Opens a file for reading that a task before has made.
 *
 * @throws InputError if the file cannot be opened, or is no regular file; a named pipe is not waited for.
 */
export async function openReadable(path: string): Promise<FileHandle> {
  try {
    return await openRegularFileHandle(path);
  } catch (error) {
    throw unreadableFile(path, { error, remedy: 'run the task that makes it again' });
  }
}
