import { nameKey } from '../folder-names/driver-name';

/** The directories of a tree, relative to its root, without the root itself. */
export interface Directories {
  readonly directories: readonly string[];
}

/** The names of the directories that stand directly in a directory of a tree; `''` is its root. */
export function childDirectories(tree: Directories, parent: string): readonly string[] {
  const prefix = parent === '' ? '' : `${parent}/`;
  return tree.directories
    .filter((path) => path.startsWith(prefix))
    .map((path) => path.slice(prefix.length))
    .filter((path) => !path.includes('/'));
}

/** Those that Windows takes for a name, that is all that are equal when case is ignored. */
export function directoriesNamed(directories: readonly string[], name: string): readonly string[] {
  return directories.filter((directory) => nameKey(directory) === nameKey(name));
}

/** All of them by that name, as {@link nameKey} gives it, for looking up many. */
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
