import { equalNames, type Architecture } from '@aero-guest-tools/driver-pack';

/**
 * How a virtio-win image is laid out: `<driver>/<Windows version>/<architecture>/**`, and notices at
 * the root. (Packager rules, 8. Where drivers come from.) All names match case-insensitively.
 */

/** Folders of Windows 7 drivers; the first that a driver has is taken. */
export const WINDOWS_7_FOLDERS: readonly string[] = ['w7.1', 'w7_1', 'w7', 'win7'];

/** Folders of an architecture; the first that a Windows version has is taken. */
export const ARCHITECTURE_FOLDERS: Readonly<Record<Architecture, readonly string[]>> = {
  amd64: ['amd64', 'x64'],
  x86: ['x86', 'i386'],
};

const UPSTREAM_FOLDERS: readonly string[] = ['viostor', 'NetKVM', 'viosnd', 'vioinput'];

/** The folder of a driver as upstream spells it; a driver that is not known goes by its own name. */
export function upstreamFolder(driver: string): string {
  return UPSTREAM_FOLDERS.find((folder) => equalNames(folder, driver)) ?? driver;
}
