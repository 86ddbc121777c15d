import { SECTOR_SIZE } from '../sector';
import { type Allocate, type Extent } from './extent';
import { type ImageFile } from './image-file';

/**
 * Assigns an extent to every file. Files with the same SHA-256 and size share one, in the place of
 * the first of them. Files without contents share a sector of zeros: what their records point to is
 * then inside the image and no other file's, which readers that know files by it rely on.
 *
 * @param files In the order in which their contents are to stand in the image.
 */
export function allocateFileExtents(
  files: readonly ImageFile[],
  allocate: Allocate,
): ReadonlyMap<ImageFile, Extent> {
  const extents = new Map<ImageFile, Extent>();
  const extentsByContents = new Map<string, Extent>();
  let empty: Extent | undefined;
  for (const file of files) {
    if (file.size === 0) {
      empty ??= { location: allocate(SECTOR_SIZE).location, dataLength: 0 };
      extents.set(file, empty);
      continue;
    }
    const contents = file.sha256 === undefined ? undefined : `${file.sha256} ${String(file.size)}`;
    const shared = contents === undefined ? undefined : extentsByContents.get(contents);
    const extent = shared ?? allocate(file.size);
    extents.set(file, extent);
    if (contents !== undefined) extentsByContents.set(contents, extent);
  }
  return extents;
}
