import { InputError } from '@aero-guest-tools/diagnostics';
import type { HttpSettings } from '@aero-guest-tools/http-file';
import type { SourceIdentity } from './source-identity';
import type { RemoteLocation } from './source-location';
import type { ClaimTimes } from './store-claim';
import { lockedListSha256, publicUrl, type SourceLock } from './source-lock';

/** What it takes to have drivers from a server, besides the URL. */
export interface RemoteAccess {
  /** Absolute path of the lock, whether it is there or not. */
  readonly lockFile: string;
  /** What the lock says; undefined if there is none. */
  readonly lock: SourceLock | undefined;
  readonly http: HttpSettings;
  /** Of the claims on what several processes want; those of {@link ClaimTimes} if it is left out. */
  readonly claimTimes?: ClaimTimes | undefined;
  /** Told what is being transferred, many times a second. */
  readonly onProgress?: ((activity: string) => void) | undefined;
}

/** What to do about a server that has other bytes than the lock says. */
export const OTHER_FILE_REMEDY =
  'check what the server has there; if it is the image that you want, pin it';

const REMEDY = 'pin the image, and commit the lock that is written';

/** Access to a source whose lock is there. */
export interface PinnedAccess extends RemoteAccess {
  readonly lock: SourceLock;
}

/**
 * What a lock says of its image. Where it lists files, they are taken by that list on every machine,
 * whether or not it has the image too, so that all of them make the same media.
 */
export function lockedIdentity({ sha256, size, volumeId, contents }: SourceLock): SourceIdentity {
  const list = lockedListSha256(contents);
  return {
    kind: 'iso',
    sha256,
    size,
    volume_id: volumeId,
    ...(list === undefined ? {} : { list_sha256: list }),
  };
}

/**
 * Checks that a remote source is pinned: nothing is taken from a server without knowing its hash.
 *
 * @throws InputError if there is no lock, or one for another source.
 */
export function requirePin(
  { url, label }: RemoteLocation,
  access: RemoteAccess | undefined,
): PinnedAccess {
  if (!access) {
    throw new InputError({
      file: label,
      id: 'source.remote-not-supported',
      message: 'a remote source is not supported here',
      found: 'the URL of a server',
      expected: 'a path, or a file: URL',
      remedy: 'download it, and name the file',
    });
  }
  const { lock, lockFile } = access;
  if (!lock) {
    throw new InputError({
      file: label,
      id: 'lock.missing',
      message: 'a source on a server must be pinned',
      found: `no ${lockFile}`,
      expected: 'a lock with the SHA-256 of the image',
      remedy: REMEDY,
      action: 'update-lock',
    });
  }
  if (lock.source !== publicUrl(url)) {
    throw new InputError({
      file: lockFile,
      id: 'lock.other-source',
      message: 'the lock is for another source',
      found: lock.source,
      expected: publicUrl(url),
      remedy: `leave the source out to use that of the lock; or ${REMEDY}`,
      action: 'update-lock',
    });
  }
  return { ...access, lock };
}
