import { changedSinceChecked, InputError } from '@aero-guest-tools/diagnostics';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import { driverMediaPath, setupMediaPath } from './driver-media-path';

/** What was checked before it is recorded. */
export interface CheckedContents {
  /**
   * Compares a file with what was checked under its path; nothing is known of most files.
   *
   * @param path On the media, components joined by `/`.
   * @param sha256 Of what is recorded, in lower-case hexadecimal.
   * @throws InputError if other contents were checked.
   */
  compare(path: string, sha256: string): void;
}

/**
 * What validate-spec has checked: whoever can write to the drivers may replace a file after that, and the
 * media would hold what nobody has looked at.
 *
 * @param drivers As validate-spec has found them.
 */
export function checkedContents(drivers: readonly DriverReport[]): CheckedContents {
  const digests = new Map(
    drivers.flatMap((driver) =>
      driver.files.flatMap(({ path, sha256 }) => {
        const onMedia = driverMediaPath(driver, path);
        return [[onMedia, sha256] as const, [setupMediaPath(onMedia), sha256] as const];
      }),
    ),
  );
  return {
    compare: (path, sha256) => {
      const expected = digests.get(path) ?? sha256;
      if (expected === sha256) return;
      throw new InputError(
        changedSinceChecked(path, { found: `sha256 ${sha256}`, expected: `sha256 ${expected}` }),
      );
    },
  };
}
