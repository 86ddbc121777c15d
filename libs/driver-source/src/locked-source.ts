import { Readable } from 'node:stream';
import { InputError } from '@aero-guest-tools/diagnostics';
import { compareBytes } from '@aero-guest-tools/file-tree';
import { NoRangesError } from '@aero-guest-tools/http-file';
import { downloadImage } from './download-image';
import type { DriverSource } from './driver-source';
import { fetchLockedFiles, storedFile } from './fetch-locked-files';
import { isoSource } from './iso-source';
import type { PinnedAccess } from './remote-access';
import type { SourceIdentity } from './source-identity';
import type { RemoteLocation } from './source-location';
import type { LockedContents } from './source-lock';
import { isStored, storedPath } from './source-store';
import { verifiedContents } from './verified-contents';

/** A remote image, and all that is known of it. */
export interface LockedImage {
  readonly location: RemoteLocation;
  readonly identity: SourceIdentity;
  readonly storeDirectory: string;
  readonly access: PinnedAccess;
}

/**
 * Opens an image that is on a server. If the store does not have it, and the lock lists its files,
 * nothing is asked for before they are prepared, and then only what was chosen; without such a list
 * the image is downloaded.
 *
 * @throws HttpError if the server does not give it, InputError if it is not that of the lock.
 */
export async function openLockedImage(image: LockedImage): Promise<DriverSource> {
  const { identity, storeDirectory, access } = image;
  const isThere = await isStored(storeDirectory, { kind: 'iso', sha256: identity.sha256 });
  const { contents } = access.lock;
  return isThere || !contents ? openDownloaded(image) : lockedSource(image, contents);
}

/** The files of an image, of which those that are prepared are fetched. */
function lockedSource(image: LockedImage, contents: LockedContents): DriverSource {
  const { location, identity, storeDirectory, access } = image;
  const files = new Map(contents.files.map((file) => [file.path, file]));
  let whole: DriverSource | undefined;
  return {
    identity,
    label: location.label,
    entries: [...contents.files, ...contents.otherFiles]
      .map(({ path, size }) => ({ path, kind: 'file', size }) as const)
      .toSorted((a, b) => compareBytes(a.path, b.path)),
    prepare: async (paths) => {
      const wanted = paths.flatMap((path) => files.get(path) ?? []);
      try {
        if (wanted.length < paths.length) throw new NoRangesError('a file that is not listed');
        await fetchLockedFiles(location, wanted, storeDirectory, access);
      } catch (error) {
        if (!(error instanceof NoRangesError)) throw error;
        whole = await openDownloaded(image);
      }
    },
    open: (path) => {
      if (whole) return whole.open(path);
      const file = files.get(path);
      if (!file) throw new RangeError(`${path} was not prepared`);
      if (file.size === 0) return Readable.from([]);
      return verifiedContents(storedPath(storeDirectory, storedFile(file)), file.sha256);
    },
    close: () => Promise.resolve(),
  };
}

async function openDownloaded(image: LockedImage): Promise<DriverSource> {
  const { location, identity, storeDirectory, access } = image;
  const { lock } = access;
  const { sha256, size } = identity;
  const found = await downloadImage({ location, sha256, size }, storeDirectory, access);
  if (found.size !== lock.size || found.volume_id !== lock.volumeId) {
    throw new InputError({
      file: access.lockFile,
      message: 'the lock tells size or volume id of the image wrong',
      found: `${String(lock.size)} bytes, ${JSON.stringify(lock.volumeId)}`,
      expected: `${String(found.size)} bytes, ${JSON.stringify(found.volume_id)}`,
      remedy: 'run fetch-virtio-win with --update-lock, which writes the lock anew',
    });
  }
  const path = storedPath(storeDirectory, { kind: 'iso', sha256 });
  return isoSource(path, { identity, label: location.label });
}
