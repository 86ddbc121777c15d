import { mkdir, rm } from 'node:fs/promises';
import { withDirectoriesAbove } from './directories-above';
import { claimTemporaryPath, releaseTemporaryPath } from './temporary-path';

/**
 * Makes a directory that lasts as long as it is used, and is removed when a signal ends the process, too.
 *
 * @param path What it stands beside and is called after. Missing directories above it are made, and removed
 *   if `use` fails.
 * @param use Is given the path of the directory.
 * @returns What `use` returns.
 * @throws What `use` throws, or the error of the file system.
 */
export function withTemporaryDirectory<T>(
  path: string,
  use: (directory: string) => Promise<T>,
): Promise<T> {
  return withDirectoriesAbove(path, async () => {
    const temporary = claimTemporaryPath(path);
    try {
      await mkdir(temporary);
      return await use(temporary);
    } finally {
      await rm(temporary, { recursive: true, force: true });
      releaseTemporaryPath(temporary);
    }
  });
}
