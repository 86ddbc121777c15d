import { SECTOR_SIZE } from '../sector';
import {
  directoryRecordLength,
  directoryRecordOffset,
  writeDirectoryRecord,
} from './directory-record';
import { type FileNode } from './directory-tree';
import { sectorsOf, type Extent } from './extent';
import { PARENT_IDENTIFIER, SELF_IDENTIFIER, type CharacterLength } from './identifier';
import { type FileDescription } from './image-file';

/** A directory of one name space. */
export interface Directory {
  /** Its number in the path table, from 1. */
  readonly number: number;
  /** The number of its parent; the root is its own parent. */
  readonly parentNumber: number;
  readonly identifier: string;
  /** The character length of all identifiers in it, and of its own. */
  readonly characterLength: CharacterLength;
  /** Its entries in the order of their records. */
  readonly entries: readonly DirectoryEntry[];
  readonly extent: Extent;
}

/** An entry of a directory: a file, or the directory with this number. */
export interface DirectoryEntry {
  readonly identifier: string;
  readonly target: FileNode | number;
}

/**
 * Length of a directory with these entries in bytes, a multiple of the sector size (ECMA-119,
 * 6.8.1).
 */
export function directoryLength({
  entries,
  characterLength,
}: Pick<Directory, 'entries' | 'characterLength'>): number {
  let end = 2 * directoryRecordLength(SELF_IDENTIFIER, characterLength);
  for (const { identifier } of entries) {
    const length = directoryRecordLength(identifier, characterLength);
    end = directoryRecordOffset(end, length) + length;
  }
  return sectorsOf(end) * SECTOR_SIZE;
}

/**
 * Renders the records of a directory (ECMA-119, 6.8.1).
 *
 * @param directories All directories of the hierarchy, at the index of their number minus one.
 * @param recorded The date of all records, 7 bytes.
 */
export function directoryContents(
  directory: Directory,
  directories: readonly Directory[],
  fileExtents: ReadonlyMap<FileDescription, Extent>,
  recorded: Uint8Array,
): Buffer {
  const contents = Buffer.alloc(directory.extent.dataLength);
  const { characterLength } = directory;
  let end = 0;
  for (const { identifier, target } of [
    { identifier: SELF_IDENTIFIER, target: directory.number },
    { identifier: PARENT_IDENTIFIER, target: directory.parentNumber },
    ...directory.entries,
  ]) {
    const isDirectory = typeof target === 'number';
    const extent = isDirectory ? directories[target - 1]?.extent : fileExtents.get(target.file);
    if (extent === undefined) throw new Error('an entry of a directory has no extent');
    const record = { identifier, characterLength, isDirectory, extent, recorded };
    const length = directoryRecordLength(identifier, characterLength);
    end = writeDirectoryRecord(contents, record, directoryRecordOffset(end, length));
  }
  return contents;
}
