import { lstatSync, renameSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { withTemporaryDirectory } from './temporary-directory';

/**
 * Makes several files of one directory that appear together, or not at all. They are made in a
 * temporary directory inside of it and renamed when all are complete; older files of these names
 * stay until then, other files always. Missing directories are made, and removed if it fails.
 *
 * @param names Of the files that `make` leaves; whatever else it leaves is removed.
 * @param make Fills the temporary directory that it is given; if it throws, nothing has changed.
 * @returns What `make` returns.
 * @throws What `make` throws, or the error of the file system: `EISDIR`, for example, if a directory
 *   has one of the names.
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

/** A file that is made, the name that it takes, and where the older one of that name steps aside. */
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
  // A directory stays where it is, which then refuses to be replaced by a file.
  const stepsAside = status !== undefined && !status.isDirectory();
  return {
    made: join(temporary, name),
    target,
    older: stepsAside ? join(older, name) : undefined,
  };
}

/** Synchronous, because signals are handled between two turns only: all names change, or none. */
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
