import type { DriverRequest } from '../search/driver-search';
import {
  FOLDER_NAMES,
  type ArchitectureFolders,
  type UpstreamDriver,
} from '../folder-names/folder-names';
import { equalNames, foldCase } from '../entries/names';

/**
 * The layout of the drivers of a virtio-win release. (Packager rules, 8. Where drivers come from.)
 * An image has `<driver>/<Windows version>/<architecture>/**`, and notices at the root. People have
 * the same drivers in other trees too, which are searched if that layout does not have the driver.
 * All names match case-insensitively.
 */

/** The fields that determine where a driver is. */
export type RequestedDriver = Pick<DriverRequest, 'name' | 'upstreamFolder' | 'expectedInfFiles'>;

const { architectures, driver_roots, architecture_roots, drivers } = FOLDER_NAMES.virtio_win;

/** Folder names of each architecture; the first one in the folder of a Windows version is taken. */
export const ARCHITECTURE_FOLDERS: ArchitectureFolders = architectures;

/** Folders that may contain `<driver>/<Windows version>/<architecture>`. */
export const DRIVER_ROOTS: readonly string[] = driver_roots;

/**
 * Folders that may contain `<architecture>/<Windows version>` or
 * `<Windows version>/<architecture>`, with the files of all drivers together or with a folder for
 * each driver.
 */
export const ARCHITECTURE_ROOTS: readonly string[] = architecture_roots;

/**
 * The drivers of virtio-win releases. A spec can also ask for others, by the name of their folder
 * or with `upstream_folder`.
 */
export const UPSTREAM_DRIVERS: readonly UpstreamDriver[] = drivers;

/**
 * The folder of a driver as upstream spells it. An unknown driver has the folder that its spec
 * names, or else one of its own name.
 */
export function upstreamFolder({ name, upstreamFolder: folder }: RequestedDriver): string {
  return knownDriver(folder ?? name)?.folder ?? folder ?? name;
}

/**
 * The INF file of a driver, in lower case. It identifies the driver where the files of several are
 * together.
 */
export function infName({
  name,
  upstreamFolder: folder,
  expectedInfFiles,
}: RequestedDriver): string {
  return knownDriver(folder ?? name)?.inf ?? foldCase(expectedInfFiles?.[0] ?? `${name}.inf`);
}

/** The driver that an INF file belongs to, by the name that specs use. */
export function driverOfInf(file: string): string {
  const inf = foldCase(file);
  const known = UPSTREAM_DRIVERS.find((driver) => driver.inf === inf);
  return known ? foldCase(known.folder) : inf.replace(/\.inf$/, '');
}

function knownDriver(name: string): UpstreamDriver | undefined {
  return UPSTREAM_DRIVERS.find(({ folder }) => equalNames(folder, name));
}
