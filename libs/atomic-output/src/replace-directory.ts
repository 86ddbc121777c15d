import { renameSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { withDirectoriesAbove } from './directories-above';
import { claimTemporaryPath, releaseTemporaryPath } from './temporary-path';

/**
 * Fills a directory that appears complete under its final name, or not at all, and replaces an
 * older one of that name. Creates missing parent directories.
 *
 * Several processes may do that at once: the last one wins. Between two system calls there is no
 * directory of that name, since Node has no call that exchanges two (renameat2 with RENAME_EXCHANGE
 * on Linux). A process that reads it at that moment does not find it.
 *
 * @param fill Fills the directory that it is given; if it throws, the older directory stays.
 * @returns What `fill` returns.
 * @throws What `fill` throws, or the error of the file system.
 */
export function replaceDirectoryAtomically<T>(
  directory: string,
  fill: (temporaryDirectory: string) => Promise<T>,
): Promise<T> {
  return withDirectoriesAbove(directory, async () => {
    const temporary = claimTemporaryPath(directory);
    const older: string[] = [];
    try {
      await mkdir(temporary);
      const result = await fill(temporary);
      takePlace(temporary, directory, older);
      return result;
    } finally {
      for (const path of [temporary, ...older]) {
        await rm(path, { recursive: true, force: true });
        releaseTemporaryPath(path);
      }
    }
  });
}

/** How often another process may interfere: each time, it has replaced the directory. */
const MAXIMUM_ATTEMPTS = 1000;

/**
 * Gives a directory its final name. A directory cannot be renamed over one that is not empty, so
 * the older one is first moved aside. In between, another process may put its own there.
 * Synchronous, so that no other code of this process runs in between.
 *
 * @param older Receives the paths of directories that were moved aside.
 */
function takePlace(temporary: string, directory: string, older: string[]): void {
  for (let attempt = 1; ; attempt += 1) {
    const aside = claimTemporaryPath(directory);
    older.push(aside);
    const hadOlder = moveIfPresent(directory, aside);
    try {
      renameSync(temporary, directory);
      return;
    } catch (error) {
      const isTaken = OCCUPIED.has((error as NodeJS.ErrnoException).code ?? '');
      if (isTaken && attempt < MAXIMUM_ATTEMPTS) continue;
      if (hadOlder && !isTaken) renameSync(aside, directory);
      throw error;
    }
  }
}

/** The errors of rename(2) if the new name is that of a directory that is not empty. */
const OCCUPIED: ReadonlySet<string> = new Set(['ENOTEMPTY', 'EEXIST']);

function moveIfPresent(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
