import type { DriverReport } from '@aero-guest-tools/packaging-spec';

/** The folder of the media that holds the drivers. */
const DRIVERS_DIRECTORY = 'drivers/';

/**
 * Where a file of a driver stands on the media. (Packager rules, 2. Driver input tree: the output always
 * says x86 and amd64.)
 *
 * @param path Relative to the driver directory, components joined by `/`.
 */
export function driverMediaPath(
  { name, architecture }: Pick<DriverReport, 'name' | 'architecture'>,
  path: string,
): string {
  return `${DRIVERS_DIRECTORY}${architecture}/${name}/${path}`;
}

/**
 * The folder at the root of a drive in which Windows Setup looks for drivers: it searches every drive that it finds, and
 * in the folder, with all folders in it, every INF file. (KB2686316, "Limitations of $WinPeDriver$ when used in
 * conjunction with other driver injection methods")
 */
export const SETUP_DRIVERS_DIRECTORY = '$WinPEDriver$';

/**
 * Where Windows Setup finds a file of a driver.
 *
 * @param mediaPath Where {@link driverMediaPath} says that it stands.
 */
export function setupMediaPath(mediaPath: string): string {
  return `${SETUP_DRIVERS_DIRECTORY}/${mediaPath.slice(DRIVERS_DIRECTORY.length)}`;
}
