import {
  GENERAL_PURPOSE_BIT_FLAG,
  VERSION_MADE_BY,
  isDirectory,
  versionNeededToExtract,
  type Entry,
} from './entry';
import {
  needsZip64,
  uint32OrInZip64,
  zip64ExtendedInformation,
} from './zip64-extended-information';

/**
 * `st_mode` of POSIX in the upper half, where UNIX readers expect it (Packager rules, 9. Outputs:
 * directories 0755, files 0644), and MS-DOS attributes in the lower half: 0x10 for a directory.
 */
const DIRECTORY_ATTRIBUTES = ((0o040755 << 16) | 0x10) >>> 0;
const FILE_ATTRIBUTES = (0o100644 << 16) >>> 0;

/**
 * The central directory header of an entry (APPNOTE 4.3.12): 46 bytes, the name, and an extra field
 * for the sizes and the offset that do not fit into 32 bits.
 *
 * @param localHeaderOffset Bytes from the beginning of the archive to the local file header.
 */
export function centralDirectoryHeader(entry: Entry, localHeaderOffset: number): Buffer {
  const extraField = zip64ExtendedInformation(
    [entry.uncompressedSize, entry.compressedSize, localHeaderOffset].filter((value) =>
      needsZip64(value),
    ),
  );

  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0); // central file header signature
  header.writeUInt16LE(VERSION_MADE_BY, 4);
  header.writeUInt16LE(versionNeededToExtract(extraField.length > 0), 6);
  header.writeUInt16LE(GENERAL_PURPOSE_BIT_FLAG, 8);
  header.writeUInt16LE(entry.compressionMethod, 10);
  header.writeUInt16LE(entry.lastModified.time, 12);
  header.writeUInt16LE(entry.lastModified.date, 14);
  header.writeUInt32LE(entry.crc32, 16);
  header.writeUInt32LE(uint32OrInZip64(entry.compressedSize), 20);
  header.writeUInt32LE(uint32OrInZip64(entry.uncompressedSize), 24);
  header.writeUInt16LE(entry.fileName.length, 28);
  header.writeUInt16LE(extraField.length, 30);
  header.writeUInt16LE(0, 32); // file comment length
  header.writeUInt16LE(0, 34); // disk number start
  header.writeUInt16LE(0, 36); // internal file attributes: not known to be text
  header.writeUInt32LE(isDirectory(entry) ? DIRECTORY_ATTRIBUTES : FILE_ATTRIBUTES, 38);
  header.writeUInt32LE(uint32OrInZip64(localHeaderOffset), 42);
  return Buffer.concat([header, entry.fileName, extraField]);
}
