import { InputError } from '@aero-guest-tools/diagnostics';
import {
  compareBytes,
  fileInMemory,
  fileOnDisk,
  verifiedContents,
} from '@aero-guest-tools/file-tree';
import { NoRangesError } from '@aero-guest-tools/http-file';
import { openFileSource, openIso9660Image } from '@aero-guest-tools/iso9660/read';
import { downloadLocked, imageIdentity, requireSizeAndVolume } from './download-image';
import type { DriverSource } from './driver-source';
import { fetchLockedFiles, storedFile } from './fetch-locked-files';
import { isoSource } from './iso-source';
import { listProblems } from './locked-contents';
import type { PinnedAccess } from './remote-access';
import type { SourceIdentity } from './source-identity';
import type { RemoteLocation } from './source-location';
import type { LockedContents } from './source-lock';
import { isStored, seemsStored, storedPath } from './source-store';

/** A remote image, and everything that is known about it. */
export interface LockedImage {
  readonly location: RemoteLocation;
  readonly identity: SourceIdentity;
  readonly storeDirectory: string;
  readonly access: PinnedAccess;
}

/**
 * Opens an image on a server. If the lock lists its files, the entries are those. If the store does
 * not have the image either, nothing is requested until files are prepared, and then only those
 * files. Without such a list the image is downloaded.
 *
 * @throws HttpError if the server does not deliver it, InputError if it does not match the lock or
 *   its list.
 */
export async function openLockedImage(image: LockedImage): Promise<DriverSource> {
  const { storeDirectory, access } = image;
  const { contents } = access.lock;
  if (!contents) {
    await downloadLocked(image.location, storeDirectory, access);
    return openStored(image);
  }
  return lockedSource(image, contents, await openIfStored(image, contents));
}

/**
 * The whole image, if the store has it. The list says what the files are, so the image need not be
 * read whole, unless it and the list contradict each other: then either may be wrong.
 */
async function openIfStored(
  image: LockedImage,
  contents: LockedContents,
): Promise<DriverSource | undefined> {
  const { identity, storeDirectory } = image;
  const stored = { kind: 'iso', sha256: identity.sha256 } as const;
  if (!(await seemsStored(storeDirectory, stored))) return undefined;
  try {
    return await openListed(image, contents);
  } catch (error) {
    if (await isStored(storeDirectory, stored)) throw error;
    return undefined;
  }
}

/**
 * The files that a lock lists; those that are prepared are fetched.
 *
 * @param whole The image that they are in, if it need not be fetched.
 */
function lockedSource(
  image: LockedImage,
  contents: LockedContents,
  whole: DriverSource | undefined,
): DriverSource {
  const { location, identity, storeDirectory, access } = image;
  const files = new Map(contents.files.map((file) => [file.path, file]));
  return {
    identity,
    label: location.label,
    listedFor: contents.listedFor,
    entries: [
      ...contents.files.map(({ path, size, sha256 }) => ({ path, size, sha256 })),
      ...contents.otherFiles.map(({ path, size }) => ({ path, size })),
    ]
      .map((file) => ({ ...file, kind: 'file' }) as const)
      .toSorted((a, b) => compareBytes(a.path, b.path)),
    prepare: async (paths) => {
      if (whole) return;
      const wanted = paths.flatMap((path) => files.get(path) ?? []);
      try {
        if (wanted.length < paths.length) throw new NoRangesError('a file that is not listed');
        await fetchLockedFiles(location, wanted, storeDirectory, access);
      } catch (error) {
        if (!(error instanceof NoRangesError)) throw error;
        await downloadLocked(location, storeDirectory, access);
        whole = await openListed(image, contents);
      }
    },
    open: (path) => {
      const opened = whole;
      const file = files.get(path);
      if (opened) {
        const open = () => opened.open(path);
        return file ? verifiedContents({ ...file, open }, `${location.label}: ${path}`) : open();
      }
      if (!file) throw new RangeError(`${path} was not prepared`);
      if (file.size === 0) return fileInMemory(path, new Uint8Array()).open();
      const absolutePath = storedPath(storeDirectory, storedFile(file));
      return fileOnDisk({ ...file, absolutePath }).open();
    },
    close: () => Promise.resolve(),
  };
}

/**
 * The whole image, which the store has, once it is verified against the lock, and its files and
 * their locations against the list.
 */
async function openListed(image: LockedImage, contents: LockedContents): Promise<DriverSource> {
  const { lockFile, lock } = image.access;
  const path = storedPath(image.storeDirectory, { kind: 'iso', sha256: lock.sha256 });
  requireSizeAndVolume(await imageIdentity(lock.sha256, path), image.access);
  const source = await openStored(image);
  const file = await openFileSource(path);
  try {
    const problems = await listProblems(contents, await openIso9660Image(file), lockFile);
    if (problems.length > 0) throw new InputError(problems);
  } finally {
    await file.close();
  }
  return source;
}

function openStored({ location, identity, storeDirectory }: LockedImage): Promise<DriverSource> {
  const path = storedPath(storeDirectory, { kind: 'iso', sha256: identity.sha256 });
  return isoSource(path, { identity, label: location.label });
}
