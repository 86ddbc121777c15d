import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hasEnded, ownerOfTemporary } from './store-owner';

const DAY = 24 * 60 * 60 * 1000;

/** Milliseconds after which a broken download is no longer worth resuming. */
const BROKEN_DOWNLOAD = 7 * DAY;

/**
 * Milliseconds after which an untouched temporary file is no longer being written, whoever began
 * it.
 */
const TEMPORARY = DAY;

/**
 * Removes unfinished files in the store: those of processes that have ended, and those untouched
 * for so long that their process must have ended. Each may be as large as an image. Symbolic links
 * are removed, not followed.
 *
 * @param now In milliseconds since 1970.
 */
export async function removeAbandoned(storeDirectory: string, now: number): Promise<void> {
  for (const directory of ['incoming', 'sha256', 'remembered', 'downloads']) {
    for (const name of await namesIn(join(storeDirectory, directory))) {
      const path = join(storeDirectory, directory, name);
      if (await isAbandoned(directory, name, path, now)) {
        await rm(path, { recursive: true, force: true });
      }
    }
  }
}

async function isAbandoned(
  directory: string,
  name: string,
  path: string,
  now: number,
): Promise<boolean> {
  if (directory === 'downloads') return isUntouched(path, now - BROKEN_DOWNLOAD);
  if (directory !== 'incoming' && !isTemporaryName(name)) return false;
  const owner = ownerOfTemporary(name);
  return (owner !== undefined && hasEnded(owner)) || isUntouched(path, now - TEMPORARY);
}

/** Whether `atomic-output` could have made the name for a file that it is writing. */
export function isTemporaryName(name: string): boolean {
  return name.startsWith('.') && name.endsWith('.partial');
}

/** Whether nothing at a path, or in the directory there, has changed since a time. */
async function isUntouched(path: string, since: number): Promise<boolean> {
  const newest = await newestTime(path);
  return newest !== undefined && newest < since;
}

async function newestTime(path: string): Promise<number | undefined> {
  const stats = await lstat(path).catch(() => undefined);
  if (!stats?.isDirectory()) return stats?.mtimeMs;
  let newest = stats.mtimeMs;
  for (const name of await namesIn(path)) {
    newest = Math.max(newest, (await newestTime(join(path, name))) ?? 0);
  }
  return newest;
}

async function namesIn(directory: string): Promise<readonly string[]> {
  return readdir(directory).catch(() => []);
}
