import { verifyDigest, type DigestedFile } from '@aero-guest-tools/file-tree';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import { driverMediaPath } from '@aero-guest-tools/driver-layout/driver-media-path';
import { setupMediaPath } from './setup-media-path';

/** The contents that were checked, to compare with what is recorded. */
export interface CheckedContents {
  /**
   * Compares a file with the contents that were checked under its path. Most files were not checked
   * and pass.
   *
   * @param file The file that is recorded, by its path on the media.
   * @throws InputError if other contents were checked.
   */
  compare(file: DigestedFile): void;
}

/**
 * The contents that validate-spec has checked. Anyone who can write to the drivers could replace a
 * file after the check, and the media would then hold contents that nobody checked.
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
