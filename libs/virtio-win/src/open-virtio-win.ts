import { readFile } from 'node:fs/promises';
import { directorySource } from './directory-source';
import type { DriverSource } from './driver-source';
import { parseListing, type ListedFile } from './extracted-image';
import { fetchVirtioWin } from './fetch-virtio-win';
import { isImageStored, storedImagePath, storedListingPath } from './image-store';
import { isoSource } from './iso-image';
import type { PinnedImage } from './pinned-image';
import { resolveSource } from './source-location';

/** Which image to open, and where it may be. */
export interface OpenOptions {
  readonly image: PinnedImage;
  /** Absolute, as for {@link fetchVirtioWin}. */
  readonly storeDirectory: string;
  /**
   * Where to get the image from if the store does not have it, as for {@link fetchVirtioWin}; a
   * directory is always read where it is.
   */
  readonly source: string;
  /** Absolute; what a relative source is relative to. */
  readonly baseDirectory: string;
}

/**
 * Opens a virtio-win image that {@link fetchVirtioWin} identified: the ISO image in the store, which
 * is fetched again if it is not there any more, or the directory.
 *
 * @throws InputError if the image cannot be had any more, or is another one by now.
 */
export async function openVirtioWin(options: OpenOptions): Promise<DriverSource> {
  return options.image.kind === 'iso' ? openIso(options) : openDirectory(options);
}

async function openIso(options: OpenOptions): Promise<DriverSource> {
  const { image, source, storeDirectory } = options;
  if (!(await isImageStored(storeDirectory, image.sha256))) await fetchAgain(options);
  return isoSource(storedImagePath(storeDirectory, image.sha256), { image, label: source });
}

async function openDirectory(options: OpenOptions): Promise<DriverSource> {
  const { image, source, baseDirectory } = options;
  let files = await readListing(options);
  if (!files) {
    await fetchAgain(options);
    files = await readListing(options);
  }
  const { path } = resolveSource(source, baseDirectory);
  return directorySource(path, { image, label: source }, files ?? []);
}

async function fetchAgain(options: OpenOptions): Promise<void> {
  const { image, source, baseDirectory, storeDirectory } = options;
  await fetchVirtioWin({ source, baseDirectory, storeDirectory, expectedSha256: image.sha256 });
}

async function readListing(options: OpenOptions): Promise<readonly ListedFile[] | undefined> {
  const { image, storeDirectory } = options;
  try {
    const text = await readFile(storedListingPath(storeDirectory, image.sha256), 'utf8');
    return parseListing(text, image.sha256);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
