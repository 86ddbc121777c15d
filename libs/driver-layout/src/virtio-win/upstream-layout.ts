import type { Architecture } from '@aero-guest-tools/windows-target';
import type { DriverRequest } from '../driver-search';
import { equalNames, foldCase } from '../names';
import { UPSTREAM_DRIVERS, type UpstreamDriver } from './upstream-drivers';

/**
 * How the drivers of a virtio-win release are laid out. (Packager rules, 8. Where drivers come from.)
 * An image has `<driver>/<Windows version>/<architecture>/**`, and notices at the root. People have the
 * same drivers in other trees too, which are looked at where that one does not have the driver. All
 * names match case-insensitively.
 */

/** What tells where a driver is. */
export type RequestedDriver = Pick<DriverRequest, 'name' | 'upstreamFolder' | 'expectedInfFiles'>;

/** Folders of an architecture; the first that a Windows version has is taken. */
export const ARCHITECTURE_FOLDERS: Readonly<Record<Architecture, readonly string[]>> = {
  amd64: ['amd64', 'x64'],
  arm64: ['arm64'],
  x86: ['x86', 'i386'],
};

/**
 * Folders that `<driver>/<Windows version>/<architecture>` may stand in: an image; `$WinPEDriver$`, where
 * Windows Setup looks for drivers (KB2686316); the tree of the RPM, from any of its folders on.
 */
export const DRIVER_ROOTS: readonly string[] = [
  '',
  '$WinPEDriver$',
  'by-driver',
  'drivers/by-driver',
  'usr/share/virtio-win/drivers/by-driver',
];

/**
 * Folders that `<architecture>/<Windows version>` may stand in, with the files of all drivers, or of a
 * driver in a folder of its own: an image has it for storage drivers besides; the tree of the RPM. The
 * archives that releases are made of (`virtio-win-prewhql`) have `<Windows version>/<architecture>`.
 */
export const ARCHITECTURE_ROOTS: readonly string[] = [
  '',
  'by-os',
  'drivers/by-os',
  'usr/share/virtio-win/drivers/by-os',
];

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
