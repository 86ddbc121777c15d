import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';

/**
 * Whether a path leads to a directory or below it, whatever symbolic links are on the way. What is not there
 * yet counts as where it would be made.
 *
 * @param path Absolute.
 * @param directory Absolute.
 */
export function isAtOrBelow(path: string, directory: string): boolean {
  const below = relative(realPath(directory), realPath(path));
  return below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
}

/** The path without symbolic links, as far as it is there. */
function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}
