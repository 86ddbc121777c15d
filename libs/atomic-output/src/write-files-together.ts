import { lstatSync, renameSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { withTemporaryDirectory } from './temporary-directory';

/**
 * Makes several files of one directory that appear together, or not at all. They are made in a
 * temporary directory inside it and renamed when all are complete. Older files of these names stay
 * until then; other files are never touched. Missing directories are created, and removed if it
 * fails.
 *
 * @param names Of the files that `make` leaves; everything else that it leaves is removed.
 * @param make Fills the temporary directory that it is given; if it throws, nothing has changed.
 * @returns What `make` returns.
 * @throws What `make` throws, or the error of the file system: `EISDIR`, for example, if a
 *   directory has one of the names.
 */
export function writeFilesTogether<T>(
  directory: string,
  names: readonly string[],
  make: (temporaryDirectory: string) => Promise<T>,
): Promise<T> {
  return withTemporaryDirectory(join(directory, 'build'), async (temporary) => {
    const result = await make(temporary);
    const older = join(temporary, 'older');
    await mkdir(older);
    replaceFiles(names.map((name) => fileReplacement(directory, temporary, older, name)));
    return result;
  });
}

/** A new file, its final name, and where the older file of that name is moved aside. */
interface Replacement {
  readonly made: string;
  readonly target: string;
  readonly older: string | undefined;
}

function fileReplacement(
  directory: string,
  temporary: string,
  older: string,
  name: string,
): Replacement {
  const target = join(directory, name);
  const status = lstatSync(target, { throwIfNoEntry: false });
  // A directory is not moved aside; replacing it by a file then fails.
  const stepsAside = status !== undefined && !status.isDirectory();
  return {
    made: join(temporary, name),
    target,
    older: stepsAside ? join(older, name) : undefined,
  };
}

/**
 * Synchronous, because signals are only handled between two turns of the event loop: all names
 * change, or none.
 */
function replaceFiles(replacements: readonly Replacement[]): void {
  const done: (readonly [from: string, to: string])[] = [];
  const move = (from: string, to: string): void => {
    renameSync(from, to);
    done.push([from, to]);
  };
  try {
    for (const { made, target, older } of replacements) {
      if (older !== undefined) move(target, older);
      move(made, target);
    }
  } catch (error) {
    for (const [from, to] of done.toReversed()) renameSync(to, from);
    throw error;
  }
}
