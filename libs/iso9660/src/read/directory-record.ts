import { SECTOR_SIZE } from '../sector';
import { readUint32BothEndian } from './both-endian';
import { malformed, type Place } from './iso9660-error';
import { parseRecordingDate, RECORDING_DATE_LENGTH } from './recording-date';

/** A contiguous piece of a file or a directory. */
export interface Extent {
  /**
   * Logical block number of its first byte. Blocks are sectors of 2048 bytes in practically every
   * image; {@link Iso9660Image.logicalBlockSize} is their size.
   */
  readonly sector: number;
  /** In bytes. */
  readonly length: number;
}

/** The fields of a directory record (ECMA-119, 9.1) that reading needs. */
export interface DirectoryRecord {
  readonly identifier: Buffer;
  readonly extent: Extent;
  /** Seconds since 1970, if a date is recorded. */
  readonly recorded: number | undefined;
  readonly isDirectory: boolean;
  /**
   * Whether it is an associated file: a resource fork or the like, which accompanies the file of
   * the same name.
   */
  readonly isAssociated: boolean;
  /** Whether the file continues in the extent of the next record. */
  readonly isContinued: boolean;
  /** The extent is interleaved with others (ECMA-119, 6.4.3). */
  readonly isInterleaved: boolean;
  readonly systemUse: Buffer;
  readonly place: Place;
}

/** Identifiers of the records of a directory for itself and its parent (ECMA-119, 6.8.2.2). */
const SELF = 0x00;
const PARENT = 0x01;

const FLAG_DIRECTORY = 0x02;
const FLAG_ASSOCIATED = 0x04;
const FLAG_MULTI_EXTENT = 0x80;

/** Bytes before the identifier. */
const HEADER_LENGTH = 33;
/** A record has an identifier of at least one byte. */
const MINIMUM_LENGTH = HEADER_LENGTH + 1;

/** Whether this is the record of a directory for itself, also known as `.`. */
export function isSelf({ identifier }: DirectoryRecord): boolean {
  return identifier.length === 1 && identifier[0] === SELF;
}

/** Whether this is the record of a directory for its parent, also known as `..`. */
export function isParent({ identifier }: DirectoryRecord): boolean {
  return identifier.length === 1 && identifier[0] === PARENT;
}

/**
 * Parses the directory record at the beginning of `bytes`; more bytes may follow.
 *
 * @param place Of the record.
 * @throws Iso9660Error if the record, or the identifier in it, is cut off or too short.
 */
export function parseDirectoryRecord(bytes: Buffer, place: Place): DirectoryRecord {
  const length = bytes[0] ?? 0;
  if (length < MINIMUM_LENGTH) {
    throw malformed(place, 'a directory record is too short', {
      found: `${String(length)} bytes`,
      expected: `at least ${String(MINIMUM_LENGTH)} bytes`,
    });
  }
  if (length > bytes.length) {
    throw malformed(place, 'a directory record runs past the end of its sector', {
      found: `${String(length)} bytes`,
      expected: `at most ${String(bytes.length)} bytes`,
    });
  }
  const record = bytes.subarray(0, length);
  const identifierLength = record.readUInt8(32);
  const identifierEnd = HEADER_LENGTH + identifierLength;
  if (identifierLength === 0 || identifierEnd > length) {
    throw malformed(place, 'an identifier does not fit its directory record', {
      found: `${String(identifierLength)} bytes`,
      expected: `1 to ${String(length - HEADER_LENGTH)} bytes`,
    });
  }
  const flags = record.readUInt8(25);
  return {
    identifier: record.subarray(HEADER_LENGTH, identifierEnd),
    extent: {
      // An extended attribute record, if there is one, comes before the data (ECMA-119, 9.1.2).
      sector: readUint32BothEndian(record, 2) + record.readUInt8(1),
      length: readUint32BothEndian(record, 10),
    },
    recorded: parseRecordingDate(record.subarray(18, 18 + RECORDING_DATE_LENGTH)),
    isDirectory: (flags & FLAG_DIRECTORY) !== 0,
    isAssociated: (flags & FLAG_ASSOCIATED) !== 0,
    isContinued: (flags & FLAG_MULTI_EXTENT) !== 0,
    isInterleaved: record.readUInt8(26) !== 0 || record.readUInt8(27) !== 0,
    // The system use field begins at an even position (ECMA-119, 9.1.12).
    systemUse: record.subarray(identifierEnd + (identifierLength % 2 === 0 ? 1 : 0)),
    place,
  };
}

/**
 * The records in the extent of a directory, in order. A record ends in the sector in which it
 * begins; a zero at the position of a record ends the sector (ECMA-119, 6.8.1.1).
 *
 * @param place Of the directory.
 * @throws Iso9660Error at the first record that is malformed.
 */
export function* parseDirectoryRecords(extent: Buffer, place: Place): Generator<DirectoryRecord> {
  for (let start = 0; start < extent.length; start += SECTOR_SIZE) {
    const end = Math.min(start + SECTOR_SIZE, extent.length);
    let offset = start;
    while (offset < end && extent[offset] !== 0) {
      yield parseDirectoryRecord(extent.subarray(offset, end), {
        ...place,
        offset: place.offset + offset,
      });
      offset += extent.readUInt8(offset);
    }
  }
}
