import type { DriverRequest } from '../search/driver-search';
import {
  FOLDER_NAMES,
  type ArchitectureFolders,
  type UpstreamDriver,
} from '../folder-names/folder-names';
import { equalNames, foldCase } from '../entries/names';

/**
 * How the drivers of a virtio-win release are laid out. (Packager rules, 8. Where drivers come from.)
 * An image has `<driver>/<Windows version>/<architecture>/**`, and notices at the root. People have the
 * same drivers in other trees too, which are looked at where that one does not have the driver. All
 * names match case-insensitively.
 */

/** What tells where a driver is. */
export type RequestedDriver = Pick<DriverRequest, 'name' | 'upstreamFolder' | 'expectedInfFiles'>;

const { architectures, driver_roots, architecture_roots, drivers } = FOLDER_NAMES.virtio_win;

/** Folders of an architecture; the first that a Windows version has is taken. */
export const ARCHITECTURE_FOLDERS: ArchitectureFolders = architectures;

/** Folders that `<driver>/<Windows version>/<architecture>` may stand in. */
export const DRIVER_ROOTS: readonly string[] = driver_roots;

/**
 * Folders that `<architecture>/<Windows version>` may stand in, or `<Windows version>/<architecture>`, with the
 * files of all drivers or of a driver in a folder of its own.
 */
export const ARCHITECTURE_ROOTS: readonly string[] = architecture_roots;

/**
 * The drivers that releases of virtio-win have had. A spec can ask for others, too: by the name of their
 * folder, or with `upstream_folder`.
 */
export const UPSTREAM_DRIVERS: readonly UpstreamDriver[] = drivers;

/** The folder of a driver as upstream spells it; a driver that is not known goes by its own name. */
export function upstreamFolder({ name, upstreamFolder: folder }: RequestedDriver): string {
  return knownDriver(folder ?? name)?.folder ?? folder ?? name;
}

/** The INF file of a driver, by which it is known where the files of several stand together. */
export function infName({
  name,
  upstreamFolder: folder,
  expectedInfFiles,
}: RequestedDriver): string {
  return knownDriver(folder ?? name)?.inf ?? foldCase(expectedInfFiles?.[0] ?? `${name}.inf`);
}

/** The driver that an INF file is of: the name by which it is asked for. */
export function driverOfInf(file: string): string {
  const inf = foldCase(file);
  const known = UPSTREAM_DRIVERS.find((driver) => driver.inf === inf);
  return known ? foldCase(known.folder) : inf.replace(/\.inf$/, '');
}

function knownDriver(name: string): UpstreamDriver | undefined {
  return UPSTREAM_DRIVERS.find(({ folder }) => equalNames(folder, name));
}
