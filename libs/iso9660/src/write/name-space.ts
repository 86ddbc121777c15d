import { compareInByteOrder } from './byte-order';
import { type DirectoryNode, type FileNode } from './directory-tree';
import { type CharacterLength } from './identifier';

/** A file or a directory with its name in one name space. */
export interface NamedEntry {
  readonly entry: DirectoryNode | FileNode;
  /** The file name or the whole directory identifier, as it counts for the order of records. */
  readonly name: string;
  /** The file name extension, without SEPARATOR 1. Empty for a directory. */
  readonly extension: string;
  /** The identifier as it is recorded, including separators and version number. */
  readonly identifier: string;
}

/** How a hierarchy names its entries. */
export interface NameSpace {
  readonly characterLength: CharacterLength;
  /**
   * Gives each entry of one directory its identifier. The entries come in byte order of their
   * names; the identifiers are all different.
   */
  readonly nameEntries: (entries: readonly (DirectoryNode | FileNode)[]) => readonly NamedEntry[];
}

/**
 * The order of directory records (ECMA-119, 9.3): by file name, then by extension; a shorter one is
 * padded with a character that sorts before all others (space; in Joliet zero).
 */
export function compareNamedEntries(left: NamedEntry, right: NamedEntry): number {
  return (
    compareInByteOrder(left.name, right.name) || compareInByteOrder(left.extension, right.extension)
  );
}
