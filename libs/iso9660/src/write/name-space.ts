import { compareInByteOrder } from './byte-order';
import { type DirectoryNode, type FileNode } from './directory-tree';
import { type CharacterLength } from './identifier';

/** A file or a directory with what one name space calls it. */
export interface NamedEntry {
  readonly entry: DirectoryNode | FileNode;
  /** The file name or the whole directory identifier, as far as it counts for the order of records. */
  readonly name: string;
  /** The file name extension, without SEPARATOR 1. Empty for a directory. */
  readonly extension: string;
  /** The identifier as it is recorded, separators and version number included. */
  readonly identifier: string;
}

/** How the entries of a hierarchy are called. */
export interface NameSpace {
  readonly characterLength: CharacterLength;
  /**
   * Gives each entry of one directory its identifier. The entries come in byte order of their names;
   * no two of the identifiers are equal.
   */
  readonly nameEntries: (entries: readonly (DirectoryNode | FileNode)[]) => readonly NamedEntry[];
}

/**
 * The order of directory records (ECMA-119, 9.3): by file name, then by extension, a shorter one
 * being filled up with a character that is less than all others (space; in Joliet zero).
 */
export function compareNamedEntries(left: NamedEntry, right: NamedEntry): number {
  return (
    compareInByteOrder(left.name, right.name) || compareInByteOrder(left.extension, right.extension)
  );
}
