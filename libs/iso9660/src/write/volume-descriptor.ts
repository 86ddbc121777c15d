import { SECTOR_SIZE } from '../sector';
import { writeBothEndian16, writeBothEndian32 } from './both-endian';
import { recordingDateAndTime, UNSPECIFIED_DATE_AND_TIME, volumeDateAndTime } from './date-time';
import { type Directory } from './directory';
import { directoryRecordLength, writeDirectoryRecord } from './directory-record';
import { type Hierarchy } from './hierarchy';
import { SELF_IDENTIFIER } from './identifier';

/**
 * Recorded in every image without a version number, so that the bytes depend only on the contents.
 */
const APPLICATION_IDENTIFIER = 'AERO GUEST TOOLS PACKAGER';

/** The facts about an image that all its volume descriptors record. */
export interface Volume {
  readonly volumeIdentifier: string;
  /** Sectors of the whole image. */
  readonly volumeSpaceSize: number;
  /** Whole seconds since 1970. */
  readonly created: number;
}

/** Fills a field of a given length in bytes with left-justified text (ECMA-119, 7.4.3 and 8.4). */
export type TextField = (text: string, length: number) => Uint8Array;

/**
 * The first bytes of every volume descriptor (ECMA-119, 8.1), in a zeroed sector.
 *
 * @param type Volume Descriptor Type (ECMA-119, 8.1.1).
 */
export function volumeDescriptor(type: number): Buffer {
  const sector = Buffer.alloc(SECTOR_SIZE);
  sector.writeUInt8(type, 0); // Volume Descriptor Type
  sector.write('CD001', 1, 'latin1'); // Standard Identifier
  sector.writeUInt8(1, 6); // Volume Descriptor Version
  return sector;
}

/**
 * Writes the fields that have the same position in the primary and in the supplementary volume
 * descriptor (ECMA-119, 8.4 and 8.5). Fields without contents are filled as the standard says:
 * identifiers with spaces, numbers and unused fields with zeros.
 */
export function writeVolumeDescription(
  sector: Buffer,
  volume: Volume,
  hierarchy: Hierarchy,
  textField: TextField,
): void {
  const { directories, typeLPathTable, typeMPathTable } = hierarchy;
  const created = volumeDateAndTime(volume.created);
  sector.set(textField('', 32), 8); // System Identifier
  sector.set(textField(volume.volumeIdentifier, 32), 40); // Volume Identifier
  writeBothEndian32(sector, volume.volumeSpaceSize, 80); // Volume Space Size
  writeBothEndian16(sector, 1, 120); // Volume Set Size
  writeBothEndian16(sector, 1, 124); // Volume Sequence Number
  writeBothEndian16(sector, SECTOR_SIZE, 128); // Logical Block Size
  writeBothEndian32(sector, typeLPathTable.dataLength, 132); // Path Table Size
  sector.writeUInt32LE(typeLPathTable.location, 140); // Location of Occurrence of Type L Path Table
  sector.writeUInt32LE(0, 144); // Location of Optional Occurrence of Type L Path Table
  sector.writeUInt32BE(typeMPathTable.location, 148); // Location of Occurrence of Type M Path Table
  sector.writeUInt32BE(0, 152); // Location of Optional Occurrence of Type M Path Table
  sector.set(rootDirectoryRecord(directories, volume.created), 156); // Directory Record for Root Directory
  sector.set(textField('', 128), 190); // Volume Set Identifier
  sector.set(textField('', 128), 318); // Publisher Identifier
  sector.set(textField('', 128), 446); // Data Preparer Identifier
  sector.set(textField(APPLICATION_IDENTIFIER, 128), 574); // Application Identifier
  sector.set(textField('', 37), 702); // Copyright File Identifier
  sector.set(textField('', 37), 739); // Abstract File Identifier
  sector.set(textField('', 37), 776); // Bibliographic File Identifier
  sector.set(created, 813); // Volume Creation Date and Time
  sector.set(created, 830); // Volume Modification Date and Time
  sector.set(UNSPECIFIED_DATE_AND_TIME, 847); // Volume Expiration Date and Time
  sector.set(UNSPECIFIED_DATE_AND_TIME, 864); // Volume Effective Date and Time
  sector.writeUInt8(1, 881); // File Structure Version
}

/**
 * Renders the root directory's record, which is also the first one in that directory (ECMA-119,
 * 8.4.18).
 */
function rootDirectoryRecord([root]: readonly Directory[], created: number): Buffer {
  if (root === undefined) throw new Error('a hierarchy has no root directory');
  const { characterLength } = root;
  const record = Buffer.alloc(directoryRecordLength(SELF_IDENTIFIER, characterLength));
  writeDirectoryRecord(
    record,
    {
      identifier: SELF_IDENTIFIER,
      characterLength,
      isDirectory: true,
      extent: root.extent,
      recorded: recordingDateAndTime(created),
    },
    0,
  );
  return record;
}
