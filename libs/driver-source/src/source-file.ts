import type { FileHandle } from 'node:fs/promises';
import { InputError } from '@aero-guest-tools/diagnostics';
import { NotARegularFileError, openRegularFileHandle } from '@aero-guest-tools/file-tree';

/**
 * Opens a file of a source, for reading.
 *
 * @throws InputError if it is no longer a regular file, or the error of the file system.
 */
export async function openSourceFile(path: string): Promise<FileHandle> {
  try {
    return await openRegularFileHandle(path);
  } catch (error) {
    if (!(error instanceof NotARegularFileError)) throw error;
    const { kind } = error;
    throw new InputError({
      file: path,
      id: 'source.no-longer-a-file',
      message: 'this is no longer a file',
      found: kind === 'a directory' ? kind : 'a named pipe, socket or device',
      expected: 'the file that was there',
      remedy: 'put the file back',
    });
  }
}
