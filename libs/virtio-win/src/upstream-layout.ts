import { equalNames, foldCase, type Architecture } from '@aero-guest-tools/driver-pack';

/**
 * How the drivers of a virtio-win release are laid out. (Packager rules, 8. Where drivers come from.)
 * An image has `<driver>/<Windows version>/<architecture>/**`, and notices at the root. People have the
 * same drivers in other trees too, which are looked at where that one does not have the driver. All
 * names match case-insensitively.
 */

/** Folders of Windows 7 drivers; the first that a driver has is taken. */
export const WINDOWS_7_FOLDERS: readonly string[] = ['w7.1', 'w7_1', 'w7', 'win7'];

/** Folders of an architecture; the first that a Windows version has is taken. */
export const ARCHITECTURE_FOLDERS: Readonly<Record<Architecture, readonly string[]>> = {
  amd64: ['amd64', 'x64'],
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

const UPSTREAM_FOLDERS: readonly string[] = ['viostor', 'NetKVM', 'viosnd', 'vioinput'];

/** The folder of a driver as upstream spells it; a driver that is not known goes by its own name. */
export function upstreamFolder(driver: string): string {
  return UPSTREAM_FOLDERS.find((folder) => equalNames(folder, driver)) ?? driver;
}

/** INF files that are not called after the folder of their driver, without the extension. */
const INF_NAMES: ReadonlyMap<string, string> = new Map([['vioserial', 'vioser']]);

/** The INF file of a driver, by which it is known where the files of several stand together. */
export function infName(driver: string): string {
  const name = foldCase(driver);
  return `${INF_NAMES.get(name) ?? name}.inf`;
}

/** The driver that an INF file is of: the name by which it is asked for. */
export function driverOfInf(file: string): string {
  const name = foldCase(file).replace(/\.inf$/, '');
  return [...INF_NAMES].find(([, inf]) => inf === name)?.[0] ?? name;
}
