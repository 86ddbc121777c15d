import { SECTOR_SIZE } from '../sector';
import {
  directoryRecordLength,
  directoryRecordOffset,
  writeDirectoryRecord,
} from './directory-record';
import { type FileNode } from './directory-tree';
import { sectorsOf, type Extent } from './extent';
import { type FileDescription } from './image-file';

/** A directory of one name space. */
export interface Directory {
  /** Its number in the path table, from 1. */
  readonly number: number;
  /** The number of its parent; the root is its own parent. */
  readonly parentNumber: number;
  readonly identifier: Uint8Array;
  /** Its entries in the order of their records. */
  readonly entries: readonly DirectoryEntry[];
  readonly extent: Extent;
}

/** An entry of a directory: a file, or the directory of this number. */
export interface DirectoryEntry {
  readonly identifier: Uint8Array;
  readonly target: FileNode | number;
}

/** The identifiers of a directory's records of itself and of its parent (ECMA-119, 6.8.2.2; in Joliet also one byte). */
export const SELF_IDENTIFIER: Uint8Array = Uint8Array.of(0);
const PARENT_IDENTIFIER = Uint8Array.of(1);

/** Bytes of a directory with these entries: whole sectors (ECMA-119, 6.8.1). */
export function directoryLength(entries: readonly DirectoryEntry[]): number {
  let end = 2 * directoryRecordLength(SELF_IDENTIFIER);
  for (const { identifier } of entries) {
    const length = directoryRecordLength(identifier);
    end = directoryRecordOffset(end, length) + length;
  }
  return sectorsOf(end) * SECTOR_SIZE;
}

/**
 * Renders the records of a directory (ECMA-119, 6.8.1).
 *
 * @param directories All directories of the hierarchy, by number less one.
 * @param recorded The date of all records, 7 bytes.
 */
export function directoryContents(
  directory: Directory,
  directories: readonly Directory[],
  fileExtents: ReadonlyMap<FileDescription, Extent>,
  recorded: Uint8Array,
): Buffer {
  const contents = Buffer.alloc(directory.extent.dataLength);
  let end = 0;
  for (const { identifier, target } of [
    { identifier: SELF_IDENTIFIER, target: directory.number },
    { identifier: PARENT_IDENTIFIER, target: directory.parentNumber },
    ...directory.entries,
  ]) {
    const isDirectory = typeof target === 'number';
    const extent = isDirectory ? directories[target - 1]?.extent : fileExtents.get(target.file);
    if (extent === undefined) throw new Error('an entry of a directory has no extent');
    const offset = directoryRecordOffset(end, directoryRecordLength(identifier));
    end = writeDirectoryRecord(contents, { identifier, isDirectory, extent, recorded }, offset);
  }
  return contents;
}
