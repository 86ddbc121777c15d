import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';

/**
 * Whether a path is a directory or below it, with symbolic links resolved. A path that does not
 * exist yet counts as the place where it would be created.
 *
 * @param path Absolute.
 * @param directory Absolute.
 */
export function isAtOrBelow(path: string, directory: string): boolean {
  const below = relative(realPath(directory), realPath(path));
  return below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
}

/** The path with symbolic links resolved, as far as it exists. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}
