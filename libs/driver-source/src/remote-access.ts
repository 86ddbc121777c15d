import { InputError } from '@aero-guest-tools/diagnostics';
import type { HttpSettings } from '@aero-guest-tools/http-file';
import type { SourceIdentity } from './source-identity';
import type { RemoteLocation } from './source-location';
import type { ClaimTimes } from './store-claim';
import { lockedListSha256, publicUrl, type SourceLock } from './source-lock';

/** What is needed besides the URL to get drivers from a server. */
export interface RemoteAccess {
  /** Absolute path of the lock, whether it exists or not. */
  readonly lockFile: string;
  /** What the lock says; undefined if there is none. */
  readonly lock: SourceLock | undefined;
  readonly http: HttpSettings;
  /**
   * Timing of the claims that let one process download while others wait. Default: see
   * {@link ClaimTimes}.
   */
  readonly claimTimes?: ClaimTimes | undefined;
  /** Called many times a second with a description of the current transfer. */
  readonly onProgress?: ((activity: string) => void) | undefined;
}

/** The remedy if a server has other bytes than the lock says. */
export const OTHER_FILE_REMEDY =
  'check what the server has there; if it is the image that you want, pin it';

const REMEDY = 'pin the image, and commit the lock that is written';

/** Access to a source that has a lock. */
export interface PinnedAccess extends RemoteAccess {
  readonly lock: SourceLock;
}

/**
 * The identity of an image according to its lock. If the lock lists files, they are taken by that
 * list on every machine, whether or not it also has the image, so that all machines make the same
 * media.
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
