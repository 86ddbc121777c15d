import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { claimTemporaryPath, releaseTemporaryPath } from './temporary-path';

/**
 * Fills a directory that appears complete under its final name, or not at all, and takes the place
 * of an older one of that name. Missing directories above it are made.
 *
 * @param fill Fills the directory that it is given; if it throws, the older directory stays.
 * @returns What `fill` returns.
 * @throws What `fill` throws, or the error of the file system.
 */
export async function replaceDirectoryAtomically<T>(
  directory: string,
  fill: (temporaryDirectory: string) => Promise<T>,
): Promise<T> {
  await mkdir(dirname(directory), { recursive: true });
  const temporary = claimTemporaryPath(directory);
  const old = claimTemporaryPath(directory);
  try {
    await mkdir(temporary);
    const result = await fill(temporary);
    // A directory cannot be renamed onto one that is not empty, so the older one steps aside first.
    const hadOld = await moveIfPresent(directory, old);
    try {
      await rename(temporary, directory);
    } catch (error) {
      if (hadOld) await rename(old, directory);
      throw error;
    }
    return result;
  } finally {
    await rm(temporary, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
    releaseTemporaryPath(temporary);
    releaseTemporaryPath(old);
  }
}

async function moveIfPresent(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
