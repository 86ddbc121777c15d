import { VERSION_MADE_BY, versionNeededToExtract } from './entry';
import { needsZip64, uint32OrInZip64 } from './zip64-extended-information';

/** The position and size of the central directory in the archive. */
export interface CentralDirectory {
  /** How many headers it holds. */
  readonly entries: number;
  /** Bytes. */
  readonly size: number;
  /** Bytes from the beginning of the archive. */
  readonly offset: number;
}

/** APPNOTE 4.4.1.4: this count means that the actual one is in the zip64 record. */
const COUNT_IN_ZIP64 = 0xffff;

/**
 * The end of an archive: the end of central directory record (APPNOTE 4.3.16), preceded by the
 * zip64 record and its locator if the count, size or offset is too large for it.
 */
export function endOfCentralDirectory(directory: CentralDirectory): Buffer {
  const zip64 =
    directory.entries >= COUNT_IN_ZIP64 ||
    needsZip64(directory.size) ||
    needsZip64(directory.offset);
  return Buffer.concat([
    ...(zip64
      ? [
          zip64EndOfCentralDirectoryRecord(directory),
          zip64EndOfCentralDirectoryLocator(directory.offset + directory.size),
        ]
      : []),
    endOfCentralDirectoryRecord(directory),
  ]);
}

/** APPNOTE 4.3.14, version 1 of the record: 56 bytes. */
function zip64EndOfCentralDirectoryRecord({ entries, size, offset }: CentralDirectory): Buffer {
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0); // zip64 end of central directory signature
  record.writeBigUInt64LE(56n - 12n, 4); // size of the record without the fields up to here
  record.writeUInt16LE(VERSION_MADE_BY, 12);
  record.writeUInt16LE(versionNeededToExtract(true), 14);
  record.writeUInt32LE(0, 16); // number of this disk
  record.writeUInt32LE(0, 20); // number of the disk with the start of the central directory
  record.writeBigUInt64LE(BigInt(entries), 24); // entries on this disk
  record.writeBigUInt64LE(BigInt(entries), 32); // entries in all
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  return record;
}

/** APPNOTE 4.3.15: 20 bytes. */
function zip64EndOfCentralDirectoryLocator(recordOffset: number): Buffer {
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0); // zip64 end of central directory locator signature
  locator.writeUInt32LE(0, 4); // number of the disk with the zip64 record
  locator.writeBigUInt64LE(BigInt(recordOffset), 8);
  locator.writeUInt32LE(1, 16); // total number of disks
  return locator;
}

/** APPNOTE 4.3.16: 22 bytes. */
function endOfCentralDirectoryRecord({ entries, size, offset }: CentralDirectory): Buffer {
  const count = Math.min(entries, COUNT_IN_ZIP64);
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0); // end of central directory signature
  record.writeUInt16LE(0, 4); // number of this disk
  record.writeUInt16LE(0, 6); // number of the disk with the start of the central directory
  record.writeUInt16LE(count, 8); // entries on this disk
  record.writeUInt16LE(count, 10); // entries in all
  record.writeUInt32LE(uint32OrInZip64(size), 12);
  record.writeUInt32LE(uint32OrInZip64(offset), 16);
  record.writeUInt16LE(0, 20); // comment length
  return record;
}
