import { SECTOR_SIZE } from '../sector';
import { writeBothEndian16, writeBothEndian32 } from './both-endian';
import { type Extent } from './extent';
import { identifierLength, writeIdentifier, type CharacterLength } from './identifier';

/** File Flags: bit 1, the record identifies a directory (ECMA-119, 9.1.6). */
const DIRECTORY_FLAG = 0x02;

/**
 * The fields of a directory record for a file or directory with one extent and without extended
 * attributes.
 */
export interface DirectoryRecord {
  readonly identifier: string;
  readonly characterLength: CharacterLength;
  readonly isDirectory: boolean;
  readonly extent: Extent;
  /** Recording date and time, 7 bytes. */
  readonly recorded: Uint8Array;
}

/**
 * Length of the directory record of an identifier, in bytes. It is even, since a padding byte
 * follows an identifier of even length (ECMA-119, 9.1.12).
 */
export function directoryRecordLength(
  identifier: string,
  characterLength: CharacterLength,
): number {
  const length = identifierLength(identifier, characterLength);
  return 33 + length + (length % 2 === 0 ? 1 : 0);
}

/**
 * Offset in a directory of the next record: right after the previous one, or in the next sector if
 * the record would cross the end of this one (ECMA-119, 6.8.1.1).
 *
 * @param end Offset of the first free byte.
 * @param length Bytes of the record.
 */
export function directoryRecordOffset(end: number, length: number): number {
  const left = SECTOR_SIZE - (end % SECTOR_SIZE);
  return length <= left ? end : end + left;
}

/**
 * Writes a directory record into zeroed bytes (ECMA-119, 9.1).
 *
 * @returns The offset after it.
 */
export function writeDirectoryRecord(
  target: Buffer,
  { identifier, characterLength, isDirectory, extent, recorded }: DirectoryRecord,
  offset: number,
): number {
  const length = directoryRecordLength(identifier, characterLength);
  target[offset] = length; // Length of Directory Record
  target[offset + 1] = 0; // Extended Attribute Record Length
  writeBothEndian32(target, extent.location, offset + 2); // Location of Extent
  writeBothEndian32(target, extent.dataLength, offset + 10); // Data Length
  target.set(recorded, offset + 18); // Recording Date and Time
  target[offset + 25] = isDirectory ? DIRECTORY_FLAG : 0; // File Flags
  target[offset + 26] = 0; // File Unit Size
  target[offset + 27] = 0; // Interleave Gap Size
  writeBothEndian16(target, 1, offset + 28); // Volume Sequence Number
  target[offset + 32] = identifierLength(identifier, characterLength); // Length of File Identifier
  writeIdentifier(target, identifier, characterLength, offset + 33); // File Identifier
  return offset + length;
}
