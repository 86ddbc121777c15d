import { open, type FileHandle } from 'node:fs/promises';
import { InputError } from '@aero-guest-tools/diagnostics';

/**
 * Opens a file for reading that a task before has made.
 *
 * @throws InputError if the file cannot be opened.
 */
export async function openReadable(path: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (error) {
    throw new InputError(
      {
        file: path,
        message: 'the file cannot be opened',
        found: (error as NodeJS.ErrnoException).code ?? String(error),
        expected: 'a readable file',
        remedy: 'run the task that makes it again',
      },
      { cause: error },
    );
  }
}
