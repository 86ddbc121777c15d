// A separate entry point, `@aero-guest-tools/driver-layout/driver-media-path`.
import { ARCHITECTURES, type Architecture } from '@aero-guest-tools/windows-target';

/** A driver on the media. */
export interface MediaDriver {
  readonly name: string;
  readonly architecture: Architecture;
}

/** A file of a driver on the media. */
export interface DriverMediaPath extends MediaDriver {
  /** The driver's directory on the media. */
  readonly directory: string;
  /** Path below that directory, components joined by `/`. */
  readonly path: string;
}

/** The prefix of the paths of all drivers, on the media and in a driver pack. */
export const DRIVERS_PREFIX = 'drivers/';

/**
 * The directory of a driver on the media, `drivers/x86/viostor`. (Packager rules, 2. Driver input tree: the
 * output always says x86 and amd64.)
 */
export function driverMediaDirectory({ name, architecture }: MediaDriver): string {
  return `${DRIVERS_PREFIX}${architecture}/${name}`;
}

/**
 * The path of a driver's file on the media.
 *
 * @param path Relative to the directory of the driver, components joined by `/`.
 */
export function driverMediaPath(driver: MediaDriver, path: string): string {
  return `${driverMediaDirectory(driver)}/${path}`;
}

/**
 * The driver that a file of the media belongs to, and its path in the driver; undefined if it
 * belongs to none.
 */
export function parseDriverMediaPath(path: string): DriverMediaPath | undefined {
  const [folder, name, ...rest] = path.startsWith(DRIVERS_PREFIX)
    ? path.slice(DRIVERS_PREFIX.length).split('/')
    : [];
  const architecture = ARCHITECTURES.find((one) => one === folder);
  if (architecture === undefined || name === undefined || rest.length === 0) return undefined;
  const driver = { name, architecture };
  return { ...driver, directory: driverMediaDirectory(driver), path: rest.join('/') };
}
