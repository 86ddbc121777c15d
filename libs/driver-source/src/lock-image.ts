import { InputError } from '@aero-guest-tools/diagnostics';
import { openFileSource, openIso9660Image } from '@aero-guest-tools/iso9660/read';
import { downloadImage, type RemoteImage } from './download-image';
import { listContents, type ChooseFiles } from './locked-contents';
import type { RemoteAccess } from './remote-access';
import type { RemoteLocation } from './source-location';
import { publicUrl, type SourceLock } from './source-lock';
import { storedPath } from './source-store';

/** A lock that was made from an image. */
export interface MadeLock {
  readonly lock: SourceLock;
  /** Why the lock does not list files, as a sentence without a full stop; undefined if it does. */
  readonly unlisted: string | undefined;
}

/**
 * Makes a lock for a remote image. The image is downloaded for it, and stays in the store.
 *
 * @param choose Chooses among the entries of the image.
 * @throws HttpError if the server does not deliver it. InputError if it is not the expected image,
 *   or not an ISO image. Also InputError if no hash is known and it comes from another machine by
 *   `http:`, since anyone on the way could have it pinned to other bytes.
 */
export async function lockImage(
  image: RemoteImage,
  storeDirectory: string,
  access: RemoteAccess,
  choose: ChooseFiles,
): Promise<MadeLock> {
  const { url, label } = image.location;
  if (url.protocol === 'http:' && image.sha256 === undefined && !isLoopback(url.hostname)) {
    throw new InputError({
      file: label,
      id: 'lock.http-without-hash',
      message: 'an image without a known SHA-256 cannot be pinned over http:',
      found: 'http:',
      expected: 'an https: URL, or the SHA-256 that the image must have',
      remedy: 'use an https: URL, or give the SHA-256 that the publisher names',
      action: 'expect-sha256',
    });
  }
  const { sha256, size, volume_id } = await downloadImage(image, storeDirectory, access);
  const source = await openFileSource(storedPath(storeDirectory, { kind: 'iso', sha256 }));
  try {
    const { contents, unlisted } = await listContents(await openIso9660Image(source), choose);
    const lock = { source: publicUrl(url), sha256, size, volumeId: volume_id ?? '', contents };
    return { lock, unlisted };
  } finally {
    await source.close();
  }
}

/**
 * Downloads an image whose hash is known into the store, unless it is there, and pins it for the
 * life of the process: the lock is not in a file, and lists nothing.
 *
 * @param sha256 Lower-case hexadecimal.
 * @throws HttpError if the server does not deliver it. InputError if it is another one, or not an
 *   ISO image.
 */
export async function pinByHash(
  location: RemoteLocation,
  sha256: string,
  storeDirectory: string,
  access: RemoteAccess,
): Promise<SourceLock> {
  const { size, volume_id } = await downloadImage({ location, sha256 }, storeDirectory, access);
  const source = publicUrl(location.url);
  return { source, sha256, size, volumeId: volume_id ?? '', contents: undefined };
}

/** RFC 6761, 6.3, and the addresses of RFC 6890. */
function isLoopback(hostname: string): boolean {
  return /^(?:(?:.*\.)?localhost|127\.[0-9.]+|\[::1\])$/.test(hostname);
}
