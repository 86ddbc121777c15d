import { SECTOR_SIZE } from '../sector';
import { readUint16BothEndian, readUint32BothEndian } from './both-endian';
import { parseDirectoryRecord, isSelf, type DirectoryRecord } from './directory-record';
import { Iso9660Error, malformed, type Place } from './iso9660-error';
import { foreignFormat } from './foreign-format';
import { isJoliet } from './joliet-name';
import { readExactly, type RandomAccessSource } from './random-access-source';
import { decodeText } from './text';
import { announcesUdf } from './volume-recognition';

/**
 * The sectors before this one are the system area, which belongs to boot loaders (ECMA-119, 6.2.1).
 */
export const FIRST_VOLUME_DESCRIPTOR = 16;

/** Real images have three to five. More than this would only keep the reader busy. */
const MAXIMUM_VOLUME_DESCRIPTORS = 64;

const STANDARD_IDENTIFIER = 'CD001';

/** Volume descriptor types (ECMA-119, 8.1.1). */
const TYPE_PRIMARY = 1;
const TYPE_SUPPLEMENTARY = 2;
const TYPE_TERMINATOR = 255;

/** Version of an enhanced volume descriptor (ECMA-119 4th edition, 8.5.2), whose type is also 2. */
const VERSION_ENHANCED = 2;

/** Bytes of the directory record for the root directory (ECMA-119, 8.4.18). */
const ROOT_RECORD_LENGTH = 34;

const LOGICAL_BLOCK_SIZES = new Set([512, 1024, 2048]);

/** The fields of a primary, supplementary or enhanced volume descriptor that reading needs. */
export interface VolumeDescriptor {
  /** Volume identifier without trailing filler. */
  readonly volumeId: string;
  /** Logical blocks in the volume. */
  readonly volumeSpaceSize: number;
  /** Bytes in a logical block. */
  readonly logicalBlockSize: number;
  /** The record of the root directory. */
  readonly root: DirectoryRecord;
}

/** The volume descriptors of an image, the first of each kind. */
export interface VolumeDescriptorSet {
  readonly primary: VolumeDescriptor;
  readonly joliet: VolumeDescriptor | undefined;
  readonly enhanced: VolumeDescriptor | undefined;
  /** Whether the image is a bridge, which also has a UDF file system (ECMA-167, 2/8.3). */
  readonly hasUdf: boolean;
}

/**
 * Reads the volume descriptor set, from sector 16 to its terminator (ECMA-119, 6.7.1).
 *
 * @throws Iso9660Error if the image is not an ISO 9660 image, the set has no end or no primary
 *   volume descriptor, or one of the descriptors is malformed.
 */
export async function readVolumeDescriptorSet(
  source: RandomAccessSource,
): Promise<VolumeDescriptorSet> {
  let primary: VolumeDescriptor | undefined;
  let joliet: VolumeDescriptor | undefined;
  let enhanced: VolumeDescriptor | undefined;
  for (let index = 0; index < MAXIMUM_VOLUME_DESCRIPTORS; index += 1) {
    const place = {
      file: source.name,
      structure: 'volume descriptor',
      offset: (FIRST_VOLUME_DESCRIPTOR + index) * SECTOR_SIZE,
    };
    if (index === 0 && source.size < place.offset + SECTOR_SIZE) {
      throw await notAnImage(source, undefined);
    }
    const sector = await readExactly(source, place.offset, SECTOR_SIZE, 'the volume descriptors');
    if (sector.toString('latin1', 1, 6) !== STANDARD_IDENTIFIER) {
      throw index === 0 ? await notAnImage(source, sector) : noTerminator(place, sector);
    }
    const type = sector.readUInt8(0);
    const version = sector.readUInt8(6);
    if (type === TYPE_PRIMARY) {
      primary ??= parseVolumeDescriptor(sector, place);
    } else if (type === TYPE_SUPPLEMENTARY && version === VERSION_ENHANCED) {
      enhanced ??= parseVolumeDescriptor(sector, place);
    } else if (type === TYPE_SUPPLEMENTARY && isJoliet(sector.subarray(88, 120))) {
      joliet ??= parseVolumeDescriptor(sector, place);
    } else if (type === TYPE_TERMINATOR) {
      if (primary !== undefined) {
        const next = FIRST_VOLUME_DESCRIPTOR + index + 1;
        return { primary, joliet, enhanced, hasUdf: await announcesUdf(source, next) };
      }
      throw malformed(place, 'the volume descriptor set has no primary volume descriptor', {
        found: `${String(index)} other descriptors`,
        expected: 'a descriptor of type 1',
      });
    }
  }
  throw malformed(
    { file: source.name, structure: 'volume descriptor set', offset: 16 * SECTOR_SIZE },
    'it does not end',
    {
      found: `${String(MAXIMUM_VOLUME_DESCRIPTORS)} descriptors`,
      expected: 'a volume descriptor set terminator before that',
    },
  );
}

function parseVolumeDescriptor(sector: Buffer, place: Place): VolumeDescriptor {
  const logicalBlockSize = readUint16BothEndian(sector, 128);
  if (!LOGICAL_BLOCK_SIZES.has(logicalBlockSize)) {
    throw malformed(place, 'the logical block size is not one that the standard allows', {
      found: `${String(logicalBlockSize)} bytes`,
      expected: '512, 1024 or 2048 bytes',
    });
  }
  // The field has 34 bytes (ECMA-119, 8.4.18), whatever its length byte says: some programs write
  // the length of the record with its system use field, or zero.
  const rootRecord = Buffer.from(sector.subarray(156, 156 + ROOT_RECORD_LENGTH));
  rootRecord.writeUInt8(ROOT_RECORD_LENGTH, 0);
  const root = parseDirectoryRecord(rootRecord, {
    ...place,
    structure: 'root directory record',
    offset: place.offset + 156,
  });
  if (!isSelf(root) || !root.isDirectory) {
    throw malformed(root.place, 'the root directory is not a directory', {
      found: root.isDirectory ? 'a directory with a name' : 'a file',
      expected: 'a directory without a name',
    });
  }
  return {
    volumeId: trimmed(decodeText(sector.subarray(40, 72))),
    volumeSpaceSize: readUint32BothEndian(sector, 80),
    logicalBlockSize,
    root,
  };
}

/** Removes the filler at the end: spaces, or NUL by some programs. */
function trimmed(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\0')) end -= 1;
  return text.slice(0, end);
}

function noTerminator(place: Place, sector: Buffer): Iso9660Error {
  return malformed(place, 'the volume descriptor set has no terminator', {
    found: `${quoted(sector.subarray(1, 6))} at sector ${String(place.offset / SECTOR_SIZE)}`,
    expected: `"${STANDARD_IDENTIFIER}", up to a descriptor of type 255`,
  });
}

/**
 * The error for a file that is not an ISO 9660 image: an image or archive of another kind, or
 * something else.
 */
async function notAnImage(
  source: RandomAccessSource,
  sector: Buffer | undefined,
): Promise<Iso9660Error> {
  const format = await foreignFormat(source);
  const beginning = Buffer.from(await source.read(0, Math.min(16, source.size)));
  const atDescriptor =
    sector === undefined ? 'it ends before sector 16' : `${quoted(sector.subarray(1, 6))} there`;
  return new Iso9660Error({
    file: source.name,
    id: 'iso.not-iso-9660',
    message:
      format === undefined
        ? 'this is not an ISO 9660 image'
        : `this is not an ISO 9660 image, but ${format.what}`,
    found: `${atDescriptor}; ${String(source.size)} bytes that begin with ${quoted(beginning)}`,
    expected: `"${STANDARD_IDENTIFIER}" at sector 16, byte 1 (byte 32769 of the image)`,
    remedy:
      format?.remedy ??
      'check that the file is what it should be and that its download was complete',
  });
}

function quoted(bytes: Buffer): string {
  return JSON.stringify(bytes.toString('latin1'));
}
