import type { FileHandle } from 'node:fs/promises';
import { InputError } from '@aero-guest-tools/diagnostics';
import { describeOpenError, openRegularFileHandle } from '@aero-guest-tools/file-tree';

/**
 * Opens a file for reading that a task before has made.
 *
 * @throws InputError if the file cannot be opened, or is no regular file; a named pipe is not waited for.
 */
export async function openReadable(path: string): Promise<FileHandle> {
  try {
    return await openRegularFileHandle(path);
  } catch (error) {
    throw new InputError(
      {
        file: path,
        message: 'the file cannot be opened',
        found: describeOpenError(error),
        expected: 'a readable file',
        remedy: 'run the task that makes it again',
      },
      { cause: error },
    );
  }
}
