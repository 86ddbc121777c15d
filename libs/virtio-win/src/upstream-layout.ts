/**
 * How a virtio-win image is laid out: `<driver>/<Windows version>/<architecture>/**`, and notices at
 * the root. (Packager rules, 8. Where drivers come from.) All names match case-insensitively.
 */

/** Architectures as the media name them. */
export type Architecture = 'amd64' | 'x86';

export const ARCHITECTURES: readonly Architecture[] = ['amd64', 'x86'];

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

const NOTICE_PREFIXES: readonly string[] = [
  'license',
  'copying',
  'notice',
  'eula',
  'authors',
  'credits',
  'readme',
];

/** Whether a file at the root of the image is a notice that travels with the drivers. */
export function isNotice(name: string): boolean {
  const folded = foldCase(name);
  return (
    NOTICE_PREFIXES.some((prefix) => folded.startsWith(prefix)) ||
    (folded.includes('license') && folded.endsWith('.txt'))
  );
}

const VERSION_MARKERS: readonly string[] = ['VERSION', 'version.txt', 'virtio-win-version.txt'];

/** Whether a file at the root of the image tells its version. */
export function isVersionMarker(name: string): boolean {
  return VERSION_MARKERS.some((marker) => equalNames(marker, name));
}

/** Whether two names are equal when the case of ASCII letters is ignored. */
export function equalNames(a: string, b: string): boolean {
  return foldCase(a) === foldCase(b);
}

/** Makes ASCII letters lower-case. Unlike `toLowerCase` it never changes the length. */
export function foldCase(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
