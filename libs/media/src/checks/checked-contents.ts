import { verifyDigest, type DigestedFile } from '@aero-guest-tools/file-tree';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import { driverMediaPath } from '@aero-guest-tools/driver-layout/driver-media-path';
import { setupMediaPath } from './setup-media-path';

/** What was checked before it is recorded. */
export interface CheckedContents {
  /**
   * Compares a file with what was checked under its path; nothing is known of most files.
   *
   * @param file What is recorded, by its path on the media.
   * @throws InputError if other contents were checked.
   */
  compare(file: DigestedFile): void;
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
    compare: (file) => {
      verifyDigest({ ...file, sha256: digests.get(file.path) }, file);
    },
  };
}
