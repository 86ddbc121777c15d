import { compareInByteOrder } from './byte-order';
import { directoryLength, type Directory, type DirectoryEntry } from './directory';
import { type DirectoryNode } from './directory-tree';
import { type Allocate, type Extent } from './extent';
import { SELF_IDENTIFIER } from './identifier';
import { compareNamedEntries, type NamedEntry, type NameSpace } from './name-space';
import { pathTableSize } from './path-table';

/** The directory hierarchy of one name space. */
export interface Hierarchy {
  /** In the order of their numbers, the root first. */
  readonly directories: readonly Directory[];
  /** The path table with little-endian numbers. */
  readonly typeLPathTable: Extent;
  /** The path table with big-endian numbers. */
  readonly typeMPathTable: Extent;
}

/**
 * Names the directories and files of a tree, and assigns an extent to each path table and
 * directory.
 */
export function allocateHierarchy(
  tree: DirectoryNode,
  nameSpace: NameSpace,
  allocate: Allocate,
): Hierarchy {
  const numbered = numberedDirectories(tree, nameSpace);
  const size = pathTableSize(numbered);
  const typeLPathTable = allocate(size);
  const typeMPathTable = allocate(size);
  const directories = numbered.map((directory) => ({
    ...directory,
    extent: allocate(directoryLength(directory)),
  }));
  return { directories, typeLPathTable, typeMPathTable };
}

/**
 * The directories in the order of the path table: by level, then by number of the parent, then by
 * identifier (ECMA-119, 6.9.1).
 *
 * Directories may be deeper than eight levels, in the primary hierarchy too. ECMA-119, 6.8.2.1 has
 * a limit of eight levels and of 255 bytes of path. ISO 9660:1999 and Joliet dropped it, and none
 * of the readers that this is tested with enforces it. To keep the limit, deep directories would
 * have to be relocated, and only Rock Ridge, which is not recorded, could say where they belong.
 */
function numberedDirectories(
  tree: DirectoryNode,
  nameSpace: NameSpace,
): Omit<Directory, 'extent'>[] {
  const pending = [{ node: tree, parentNumber: 1, identifier: SELF_IDENTIFIER }];
  // The list grows during the walk, so that each level follows the one above it.
  const directories: Omit<Directory, 'extent'>[] = [];
  for (const { node, parentNumber, identifier } of pending) {
    const number = directories.length + 1;
    const entries = sortedEntries(node, nameSpace).map((named): DirectoryEntry => {
      if (named.entry.kind === 'file') {
        return { identifier: named.identifier, target: named.entry };
      }
      const child = { node: named.entry, parentNumber: number, identifier: named.identifier };
      return { identifier: named.identifier, target: pending.push(child) };
    });
    const { characterLength } = nameSpace;
    directories.push({ number, parentNumber, identifier, characterLength, entries });
  }
  return directories;
}

/** In the order of directory records, which is also that of the path table for directories. */
function sortedEntries(directory: DirectoryNode, nameSpace: NameSpace): NamedEntry[] {
  const byName = [...directory.entries.values()].toSorted((left, right) =>
    compareInByteOrder(left.name, right.name),
  );
  return nameSpace.nameEntries(byName).toSorted(compareNamedEntries);
}
