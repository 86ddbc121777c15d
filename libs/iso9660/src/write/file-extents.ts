import { SECTOR_SIZE } from '../sector';
import { type Allocate, type Extent } from './extent';
import { type FileDescription } from './image-file';

/** The extents of an image's files, assigned one file after the other. */
export interface FileExtents {
  readonly extents: ReadonlyMap<FileDescription, Extent>;
  /**
   * Assigns an extent to the next file, in the order of contents in the image. Files with the same
   * SHA-256 and size share the extent of the first of them. Files without contents share a sector
   * of zeros, so that their records point inside the image and at no other file's contents: some
   * readers identify files by location.
   *
   * @param sha256 Undefined if no other file is to share the extent.
   * @returns Where to record the contents; undefined if there are none, or if they are recorded
   *   already.
   */
  readonly assign: (file: FileDescription, sha256: string | undefined) => Extent | undefined;
}

/** Prepares to assign extents. */
export function fileExtents(allocate: Allocate): FileExtents {
  const extents = new Map<FileDescription, Extent>();
  const extentsByContents = new Map<string, Extent>();
  let empty: Extent | undefined;
  return {
    extents,
    assign: (file, sha256) => {
      if (file.size === 0) {
        empty ??= { location: allocate(SECTOR_SIZE).location, dataLength: 0 };
        extents.set(file, empty);
        return undefined;
      }
      const contents = sha256 === undefined ? undefined : `${sha256} ${String(file.size)}`;
      const shared = contents === undefined ? undefined : extentsByContents.get(contents);
      const extent = shared ?? allocate(file.size);
      extents.set(file, extent);
      if (shared !== undefined) return undefined;
      if (contents !== undefined) extentsByContents.set(contents, extent);
      return extent;
    },
  };
}
