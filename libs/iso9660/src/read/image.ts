import type { Iso9660Entry } from './entry';
import { Iso9660Error } from './iso9660-error';
import { NAME_SPACES, type NameSpace } from './name-space';
import type { RandomAccessSource } from './random-access-source';
import { readBudget } from './read-budget';
import { announcesRockRidge } from './rock-ridge';
import { readSelfRecord } from './self-record';
import { readSystemUseEntries } from './system-use-entry';
import { readVolumeDescriptorSet, type VolumeDescriptor } from './volume-descriptor';

/** An open ISO 9660 image, which {@link readDirectory} and similar functions read. */
export interface Iso9660Image {
  readonly source: RandomAccessSource;
  /** From the primary volume descriptor, without trailing spaces. */
  readonly volumeId: string;
  /** Logical blocks in the volume. */
  readonly volumeSpaceSize: number;
  /** Bytes in a logical block: 512, 1024 or, nearly always, 2048. */
  readonly logicalBlockSize: number;
  /** The name space of the names of entries. */
  readonly nameSpace: NameSpace;
  /** The name spaces that the image has, best first. */
  readonly nameSpaces: readonly NameSpace[];
  readonly root: Iso9660Entry;
  /** How many bytes the source is shorter than its volume; 0 if it is complete. */
  readonly missingBytes: number;
  /** Whether there is also a UDF file system, with which {@link listImage} compares. */
  readonly hasUdf: boolean;
  /** Bytes to skip in each system use field before its first entry (SUSP 1.12, 5.3, `LEN_SKP`). */
  readonly systemUseSkip: number;
}

/**
 * Opens an image. Reads only the volume descriptors and the root directory's own record. The caller
 * closes the source.
 *
 * @param options.nameSpace Selects this name space instead of the best one.
 * @throws Iso9660Error if the source is not an ISO 9660 image, has a malformed descriptor, or does
 *   not have the name space that was asked for. A source shorter than its volume is not refused
 *   here: usually only padding is missing, which listing finds out.
 */
export async function openIso9660Image(
  source: RandomAccessSource,
  options: { readonly nameSpace?: NameSpace } = {},
): Promise<Iso9660Image> {
  const { primary, joliet, enhanced, hasUdf } = await readVolumeDescriptorSet(source);
  const volumeSize = primary.volumeSpaceSize * primary.logicalBlockSize;
  const systemUseSkip = await findRockRidge(source, primary);
  const volumes: Readonly<Record<NameSpace, VolumeDescriptor | undefined>> = {
    'rock-ridge': systemUseSkip === undefined ? undefined : primary,
    joliet,
    'iso9660-1999': enhanced,
    iso9660: primary,
  };
  const nameSpaces = NAME_SPACES.filter((nameSpace) => volumes[nameSpace] !== undefined);
  const nameSpace = options.nameSpace ?? nameSpaces[0] ?? 'iso9660';
  const volume = volumes[nameSpace];
  if (volume === undefined) {
    throw new Iso9660Error({
      file: source.name,
      id: 'iso.no-such-names',
      message: `the image has no ${nameSpace} names`,
      found: nameSpaces.join(', '),
      expected: nameSpace,
      remedy: 'ask for one of the name spaces that the image has, or for none',
    });
  }
  return {
    source,
    volumeId: primary.volumeId,
    volumeSpaceSize: primary.volumeSpaceSize,
    logicalBlockSize: volume.logicalBlockSize,
    nameSpace,
    nameSpaces,
    root: rootEntry(volume),
    missingBytes: Math.max(volumeSize - source.size, 0),
    hasUdf,
    systemUseSkip: systemUseSkip ?? 0,
  };
}

function rootEntry({ root }: VolumeDescriptor): Iso9660Entry {
  return {
    path: '',
    name: '',
    kind: 'directory',
    size: root.extent.length,
    extents: [root.extent],
    modified: root.recorded,
    linkTarget: undefined,
    unreadable: undefined,
  };
}

/** Where an entry SP can begin: at the start, or after the fields of a CD-ROM XA. */
const SHARING_PROTOCOL_OFFSETS = [0, 14];

/**
 * Looks for Rock Ridge in the root directory of the primary volume.
 *
 * @returns The bytes to skip in each other system use field; `undefined` if there is no Rock Ridge.
 */
async function findRockRidge(
  source: RandomAccessSource,
  { root, logicalBlockSize }: VolumeDescriptor,
): Promise<number | undefined> {
  const self = await readSelfRecord(source, {
    file: source.name,
    structure: 'root directory',
    offset: root.extent.sector * logicalBlockSize,
  });
  for (const offset of SHARING_PROTOCOL_OFFSETS) {
    const systemUse = self.systemUse.subarray(offset);
    // Entry SP of version 1 with its check bytes (SUSP 1.12, 5.3).
    if (systemUse.toString('latin1', 0, 6) === 'SP\x07\x01\xbe\xef') {
      const entries = await readSystemUseEntries(systemUse, self.place, {
        source,
        logicalBlockSize,
        budget: readBudget(source),
      });
      if (announcesRockRidge(entries)) return systemUse.readUInt8(6);
    }
  }
  return undefined;
}
