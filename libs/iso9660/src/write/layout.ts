import { throwIfErrors, type Diagnostic } from '@aero-guest-tools/diagnostics';
import { SECTOR_SIZE } from '../sector';
import { compareInByteOrder } from './byte-order';
import { recordingDateAndTime } from './date-time';
import { directoryContents } from './directory';
import { directoryTree } from './directory-tree';
import { sectorsOf, type Allocate, type Extent, type ImageExtent } from './extent';
import { allocateFileExtents } from './file-extents';
import { allocateHierarchy, type Hierarchy } from './hierarchy';
import { type ImageFile, type ImageOptions } from './image-file';
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
 * An image's size is a multiple of 16 sectors, 32 KiB: the unit in which DVDs are recorded. There
 * are no 150 sectors of padding, which writers of CDs add for the sake of drives that read ahead
 * into the run-out of a track; virtual drives and DVDs have none.
 */
const IMAGE_SECTOR_MULTIPLE = 16;

/** Where everything stands in an image that has not been written yet. */
export interface ImageLayout {
  /** Bytes of the whole image. */
  readonly sizeInBytes: number;
  /** The volume identifier as it is recorded in the primary volume descriptor. */
  readonly volumeId: string;
  /** What is recorded, in the order of locations; all else is zero. */
  readonly extents: readonly ImageExtent[];
  /** One for each name that is longer than the Joliet specification allows. */
  readonly warnings: readonly Diagnostic[];
}

/**
 * Assigns every extent of an image that holds the files in an ISO 9660 and in a Joliet hierarchy.
 * In this order: system area, volume descriptors, path tables and directories of the one hierarchy
 * and then of the other, files in byte order of their paths. The layout depends on the arguments
 * alone, and not on the order of the files and directories in them.
 *
 * @throws InputError if paths cannot be recorded or are listed twice, files have 4 GiB or more, or
 *   the date is not a whole number; all such problems are reported together. Also if there are more
 *   directories or sectors than ISO 9660 has numbers for.
 */
export function layoutImage(files: readonly ImageFile[], options: ImageOptions): ImageLayout {
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
  const fileExtents = allocateFileExtents(sortedFiles, allocate);
  const volumeSpaceSize = Math.ceil(sectors / IMAGE_SECTOR_MULTIPLE) * IMAGE_SECTOR_MULTIPLE;
  throwIfErrors(overflowErrors(primary.directories.length, volumeSpaceSize));

  const volume = {
    volumeIdentifier: volumeIdentifier(options.volumeId),
    volumeSpaceSize,
    created: options.sourceDateEpoch,
  };
  const recorded = recordingDateAndTime(options.sourceDateEpoch);
  return {
    sizeInBytes: volumeSpaceSize * SECTOR_SIZE,
    volumeId: volume.volumeIdentifier,
    extents: [
      { ...primaryDescriptor, contents: () => primaryVolumeDescriptor(volume, primary) },
      { ...supplementaryDescriptor, contents: () => supplementaryVolumeDescriptor(volume, joliet) },
      { ...terminator, contents: volumeDescriptorSetTerminator },
      ...hierarchyExtents(primary, fileExtents, recorded),
      ...hierarchyExtents(joliet, fileExtents, recorded),
      ...contentsExtents(fileExtents),
    ],
    warnings,
  };
}

function hierarchyExtents(
  { directories, typeLPathTable, typeMPathTable }: Hierarchy,
  fileExtents: ReadonlyMap<ImageFile, Extent>,
  recorded: Uint8Array,
): ImageExtent[] {
  return [
    { ...typeLPathTable, contents: () => pathTable(directories, 'L') },
    { ...typeMPathTable, contents: () => pathTable(directories, 'M') },
    ...directories.map((directory) => ({
      ...directory.extent,
      contents: () => directoryContents(directory, directories, fileExtents, recorded),
    })),
  ];
}

/** One for each extent, with the first of the files that share it. */
function contentsExtents(fileExtents: ReadonlyMap<ImageFile, Extent>): ImageExtent[] {
  const recorded = new Set<Extent>();
  return [...fileExtents].flatMap(([file, extent]) => {
    if (file.size === 0 || recorded.has(extent)) return [];
    recorded.add(extent);
    return [{ ...extent, contents: file }];
  });
}
