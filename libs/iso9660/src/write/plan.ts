import { throwIfErrors, type Diagnostic } from '@aero-guest-tools/diagnostics';
import { SECTOR_SIZE } from '../sector';
import { compareInByteOrder } from './byte-order';
import { recordingDateAndTime } from './date-time';
import { directoryContents } from './directory';
import { directoryTree } from './directory-tree';
import { sectorsOf, type Allocate, type Extent, type Structure } from './extent';
import { allocateHierarchy, type Hierarchy } from './hierarchy';
import { type FileDescription, type ImageOptions } from './image-file';
import { isoNameSpace } from './iso-name-space';
import { jolietNameSpace } from './joliet-name-space';
import { dateErrors, overflowErrors, sizeErrors } from './limits';
import { pathTable } from './path-table';
import { primaryVolumeDescriptor } from './primary-volume-descriptor';
import { supplementaryVolumeDescriptor } from './supplementary-volume-descriptor';
import { volumeDescriptorSetTerminator } from './volume-descriptor-set-terminator';
import { volumeIdentifier } from './volume-identifier';

/** Sectors of the System Area, which is not used (ECMA-119, 6.2.1). */
const SYSTEM_AREA_SECTORS = 16;

/**
 * The size of an image is a multiple of 16 sectors, 32 KiB: the unit in which DVDs are recorded.
 * The 150 sectors of padding that CD writers add are left out: they are for drives that read ahead
 * into the run-out of a track, which virtual drives and DVDs do not have.
 */
const IMAGE_SECTOR_MULTIPLE = 16;

/**
 * An image with everything decided except the extents of its files: names, directories, and their
 * positions, none of which depend on contents.
 */
export interface ImagePlan<File extends FileDescription> {
  /** In the order of their contents in the image. */
  readonly files: readonly File[];
  /** The volume identifier as it is recorded in the primary volume descriptor. */
  readonly volumeId: string;
  /** One for each name that is longer than the Joliet specification allows. */
  readonly warnings: readonly Diagnostic[];
  /** Reserves the next sectors for a file. */
  readonly allocate: Allocate;
  /** Bytes of the image up to the end of the last reserved extent. */
  allocatedBytes(): number;
  /**
   * Everything that is recorded besides contents, once every file has its extent.
   *
   * @throws InputError if there are more sectors than ISO 9660 has numbers for.
   */
  complete(fileExtents: ReadonlyMap<FileDescription, Extent>): CompleteStructures;
}

/** Everything in an image except the contents of its files. */
export interface CompleteStructures {
  /** Bytes of the whole image. */
  readonly sizeInBytes: number;
  /** In the order of locations. */
  readonly structures: readonly Structure[];
}

/**
 * Plans an image that holds the files in an ISO 9660 and in a Joliet hierarchy. The order is:
 * system area, volume descriptors, path tables and directories of the first hierarchy and then of
 * the second, files in byte order of their paths. Nothing depends on the order of the arguments.
 *
 * @throws InputError if paths cannot be recorded or are listed twice, files have 4 GiB or more, or
 *   the date is not a whole number; all such problems are reported together. Also if there are more
 *   directories than ISO 9660 has numbers for.
 */
export function planImage<File extends FileDescription>(
  files: readonly File[],
  options: ImageOptions,
): ImagePlan<File> {
  const sortedFiles = files.toSorted((left, right) => compareInByteOrder(left.path, right.path));
  const { root, diagnostics } = directoryTree(sortedFiles, options.directories?.toSorted() ?? []);
  const warnings = throwIfErrors([
    ...dateErrors(options.sourceDateEpoch),
    ...sizeErrors(sortedFiles),
    ...diagnostics,
  ]);

  let sectors = SYSTEM_AREA_SECTORS;
  const allocate: Allocate = (dataLength) => {
    const location = sectors;
    sectors += sectorsOf(dataLength);
    return { location, dataLength };
  };
  const primaryDescriptor = allocate(SECTOR_SIZE);
  const supplementaryDescriptor = allocate(SECTOR_SIZE);
  const terminator = allocate(SECTOR_SIZE);
  const primary = allocateHierarchy(root, isoNameSpace, allocate);
  const joliet = allocateHierarchy(root, jolietNameSpace, allocate);
  const recorded = recordingDateAndTime(options.sourceDateEpoch);
  const volumeId = volumeIdentifier(options.volumeId);

  return {
    files: sortedFiles,
    volumeId,
    warnings,
    allocate,
    allocatedBytes: () => sectors * SECTOR_SIZE,
    complete: (fileExtents) => {
      const volumeSpaceSize = Math.ceil(sectors / IMAGE_SECTOR_MULTIPLE) * IMAGE_SECTOR_MULTIPLE;
      throwIfErrors(overflowErrors(primary.directories.length, volumeSpaceSize));
      const volume = {
        volumeIdentifier: volumeId,
        volumeSpaceSize,
        created: options.sourceDateEpoch,
      };
      return {
        sizeInBytes: volumeSpaceSize * SECTOR_SIZE,
        structures: [
          { ...primaryDescriptor, contents: () => primaryVolumeDescriptor(volume, primary) },
          {
            ...supplementaryDescriptor,
            contents: () => supplementaryVolumeDescriptor(volume, joliet),
          },
          { ...terminator, contents: volumeDescriptorSetTerminator },
          ...hierarchyStructures(primary, fileExtents, recorded),
          ...hierarchyStructures(joliet, fileExtents, recorded),
        ],
      };
    },
  };
}

function hierarchyStructures(
  { directories, typeLPathTable, typeMPathTable }: Hierarchy,
  fileExtents: ReadonlyMap<FileDescription, Extent>,
  recorded: Uint8Array,
): Structure[] {
  return [
    { ...typeLPathTable, contents: () => pathTable(directories, 'L') },
    { ...typeMPathTable, contents: () => pathTable(directories, 'M') },
    ...directories.map((directory) => ({
      ...directory.extent,
      contents: () => directoryContents(directory, directories, fileExtents, recorded),
    })),
  ];
}
