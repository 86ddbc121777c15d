import { rmdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { removedAtSignals } from './temporary-path';

/**
 * Creates the missing parent directories of a path before something is made there. If that fails,
 * or a signal ends the process, the created directories are removed again, as far as they are
 * empty.
 *
 * @param make Makes the contents of the directory.
 * @returns What `make` returns.
 * @throws What `make` throws, or the error of the file system.
 */
export async function withDirectoriesAbove<T>(path: string, make: () => Promise<T>): Promise<T> {
  const innermost = dirname(resolve(path));
  const outermost = await mkdir(innermost, { recursive: true });
  if (outermost === undefined) return make();
  const remove = (): void => {
    removeEmptyDirectories(innermost, outermost);
  };
  const keep = removedAtSignals(remove);
  try {
    return await make();
  } catch (error) {
    remove();
    throw error;
  } finally {
    keep();
  }
}

/** Removes the directories from `innermost` up to `outermost`, as far as they are empty. */
function removeEmptyDirectories(innermost: string, outermost: string): void {
  for (let path = innermost; path.startsWith(outermost); path = dirname(path)) {
    try {
      rmdirSync(path);
    } catch {
      return;
    }
  }
}
