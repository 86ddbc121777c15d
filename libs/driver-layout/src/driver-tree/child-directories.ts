import { nameKey } from '../folder-names/driver-name';

/** The directories of a tree, relative to its root, without the root itself. */
export interface Directories {
  readonly directories: readonly string[];
}

/** The names of the direct child directories of a directory; `''` is the root. */
export function childDirectories(tree: Directories, parent: string): readonly string[] {
  const prefix = parent === '' ? '' : `${parent}/`;
  return tree.directories
    .filter((path) => path.startsWith(prefix))
    .map((path) => path.slice(prefix.length))
    .filter((path) => !path.includes('/'));
}

/** Those whose name is equal when case is ignored, as for Windows. */
export function directoriesNamed(directories: readonly string[], name: string): readonly string[] {
  return directories.filter((directory) => nameKey(directory) === nameKey(name));
}

/** Directories grouped by name, as {@link nameKey} gives it, for many look-ups. */
export function directoriesByName(
  directories: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const byName = new Map<string, string[]>();
  for (const directory of directories) {
    const others = byName.get(nameKey(directory));
    if (others) others.push(directory);
    else byName.set(nameKey(directory), [directory]);
  }
  return byName;
}
