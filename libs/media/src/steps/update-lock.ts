import { writeFileAtomically } from '@aero-guest-tools/atomic-output';
import { InputError } from '@aero-guest-tools/diagnostics';
import { chooseFiles } from '@aero-guest-tools/driver-pack';
import { expectedHash, resolveSource, sourceLockText } from '@aero-guest-tools/driver-source';
import { lockImage, type MadeLock } from '@aero-guest-tools/driver-source/lock-image';
import { imageRelease, releaseText } from '@aero-guest-tools/virtio-win';
import { DEFAULT_WINDOWS_TARGET, windowsTarget } from '@aero-guest-tools/windows-target';
import type { DriversLocation } from '../drivers/drivers-location';

export interface UpdateLockOptions extends DriversLocation {
  /** The SHA-256 that the image must have, if that is known. */
  readonly expectedSha256?: string | undefined;
  /** The ids of the versions of Windows whose drivers the lock lists; Windows 7 if it is left out. */
  readonly windows?: readonly string[] | undefined;
}

/** A lock that was written. */
export interface UpdatedLock extends MadeLock {
  /** The known release of the image, as a sentence without a full stop; undefined if unknown. */
  readonly release: string | undefined;
}

/**
 * An optional part of the task `fetch-virtio-win`: downloads a remote virtio-win image, and writes
 * the lock that pins it.
 *
 * @throws InputError if the source is not remote, or is not a virtio-win image that can be
 *   downloaded. The lock then stays as it was.
 */
export async function updateLock(options: UpdateLockOptions): Promise<UpdatedLock> {
  const { remote, layout, storeDirectory, expectedSha256 } = options;
  const systems = (options.windows ?? [DEFAULT_WINDOWS_TARGET.id]).map((id) => windowsTarget(id));
  const location = resolveSource(options.source, options.baseDirectory);
  if (!remote || layout !== 'virtio-win' || location.kind !== 'remote') {
    throw new InputError({
      file: location.label,
      id: 'lock.nothing-to-lock',
      message: 'there is nothing to lock',
      found: remote ? 'a source on a file system' : 'a configuration without a lock',
      expected: 'the https: URL of a virtio-win image',
      remedy: 'name the URL of an image; a local source needs no lock',
    });
  }
  const image = { location, sha256: expectedHash(expectedSha256) };
  const made = await lockImage(image, storeDirectory, remote, (entries) =>
    chooseFiles(entries, systems),
  );
  await writeFileAtomically(remote.lockFile, sourceLockText(made.lock));
  const { sha256, volumeId } = made.lock;
  const release = imageRelease({ sha256, volume_id: volumeId });
  return {
    ...made,
    release: release && releaseText(release, systems.includes(DEFAULT_WINDOWS_TARGET)),
  };
}
