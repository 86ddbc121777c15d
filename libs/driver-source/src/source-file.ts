import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { InputError } from '@aero-guest-tools/diagnostics';

/** Does not block on a named pipe that has replaced a file. Windows has no such flag. */
const WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a file of a source, for reading.
 *
 * @throws InputError if it is no longer a regular file, or the error of the file system.
 */
export async function openSourceFile(path: string): Promise<FileHandle> {
  const file = await open(path, WITHOUT_WAITING);
  const stats = await file.stat();
  if (stats.isFile()) return file;
  await file.close();
  throw new InputError({
    file: path,
    id: 'source.no-longer-a-file',
    message: 'this is no longer a file',
    found: stats.isDirectory() ? 'a directory' : 'a named pipe, socket or device',
    expected: 'the file that was there',
    remedy: 'put the file back',
  });
}
