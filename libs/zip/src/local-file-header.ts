import { GENERAL_PURPOSE_BIT_FLAG, versionNeededToExtract, type Entry } from './entry';
import { needsZip64, zip64ExtendedInformation } from './zip64-extended-information';

/**
 * The local file header (APPNOTE 4.3.7), which comes before the data of a file: 30 bytes, the name,
 * and 20 bytes of extra field if a size does not fit into 32 bits.
 */
export function localFileHeader(entry: Entry): Buffer {
  const zip64 = needsZip64(entry.compressedSize) || needsZip64(entry.uncompressedSize);
  // 4.5.3: the local header has both sizes, even if one of them would fit.
  const extraField = zip64ExtendedInformation(
    zip64 ? [entry.uncompressedSize, entry.compressedSize] : [],
  );

  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0); // local file header signature
  header.writeUInt16LE(versionNeededToExtract(zip64), 4);
  header.writeUInt16LE(GENERAL_PURPOSE_BIT_FLAG, 6);
  header.writeUInt16LE(entry.compressionMethod, 8);
  header.writeUInt16LE(entry.lastModified.time, 10);
  header.writeUInt16LE(entry.lastModified.date, 12);
  header.writeUInt32LE(entry.crc32, 14);
  header.writeUInt32LE(zip64 ? 0xffff_ffff : entry.compressedSize, 18);
  header.writeUInt32LE(zip64 ? 0xffff_ffff : entry.uncompressedSize, 22);
  header.writeUInt16LE(entry.fileName.length, 26);
  header.writeUInt16LE(extraField.length, 28);
  return Buffer.concat([header, entry.fileName, extraField]);
}
