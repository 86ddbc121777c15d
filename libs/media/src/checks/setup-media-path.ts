import { DRIVERS_PREFIX } from '@aero-guest-tools/driver-layout/driver-media-path';

/**
 * The folder at the root of a drive in which Windows Setup looks for drivers. Setup searches every
 * drive that it finds, and reads every INF file in the folder and its subfolders. (KB2686316,
 * "Limitations of $WinPeDriver$ when used in conjunction with other driver injection methods")
 */
export const SETUP_DRIVERS_DIRECTORY = '$WinPEDriver$';

/**
 * Where Windows Setup finds a file of a driver.
 *
 * @param mediaPath Its path on the media, from `driverMediaPath`.
 */
export function setupMediaPath(mediaPath: string): string {
  return `${SETUP_DRIVERS_DIRECTORY}/${mediaPath.slice(DRIVERS_PREFIX.length)}`;
}
