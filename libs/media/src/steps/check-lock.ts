import { InputError } from '@aero-guest-tools/diagnostics';
import { chooseFiles } from '@aero-guest-tools/driver-pack';
import type { SourceLock } from '@aero-guest-tools/driver-source';
import { checkLock } from '@aero-guest-tools/driver-source/check-lock';
import { windowsTarget } from '@aero-guest-tools/windows-target';
import type { DriversLocation } from '../drivers/drivers-location';

/**
 * An optional part of the task `fetch-virtio-win`: compares the lock with the whole image that it
 * pins. The image is downloaded for it unless the source is on a file system.
 *
 * @returns The lock.
 * @throws InputError with everything that the lock says of the image and is not so; or if there is
 *   no lock.
 */
export async function checkVirtioWinLock(options: DriversLocation): Promise<SourceLock> {
  const { remote } = options;
  if (!remote?.lock) {
    throw new InputError({
      file: remote?.lockFile,
      id: 'lock.nothing-to-check',
      message: 'there is no lock to check',
      found: remote ? 'no such file' : 'a configuration without a lock',
      expected: 'a lock, and the image that it pins',
      remedy: 'write one',
      action: 'update-lock',
    });
  }
  await checkLock({ ...options, remote: { ...remote, lock: remote.lock } }, (entries) =>
    chooseFiles(
      entries,
      (remote.lock?.contents?.listedFor ?? []).map((id) => windowsTarget(id)),
    ),
  );
  return remote.lock;
}
