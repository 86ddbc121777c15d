import { mkdir, rm } from 'node:fs/promises';
import { withDirectoriesAbove } from './directories-above';
import { claimTemporaryPath, releaseTemporaryPath } from './temporary-path';

/**
 * Makes a directory that exists while it is used. It is also removed when a signal ends the
 * process.
 *
 * @param path The directory is created beside this path and named after it. Missing parent
 *   directories are created, and removed if `use` fails.
 * @param use Receives the path of the directory.
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
