// A separate entry point, `@aero-guest-tools/driver-layout/driver-name`.
import { posix } from 'node:path';
import { FOLDER_NAMES } from './folder-names';

/** A key that is equal for two names of drivers or directories if Windows treats them as one. */
export function nameKey(name: string): string {
  return name.toLowerCase();
}

/** Names without duplicates, ignoring case: the first of each, in order. */
export function distinctNames(names: readonly string[]): readonly string[] {
  const first = new Map<string, string>();
  for (const name of names) {
    if (!first.has(nameKey(name))) first.set(nameKey(name), name);
  }
  return [...first.values()];
}

/**
 * The canonical name of a driver: `aero-gpu` means `aerogpu`. (Packager rules, 1. Packaging spec.)
 */
export function canonicalDriverName(name: string): string {
  const key = nameKey(name);
  return FOLDER_NAMES.other_names.find(({ folder }) => folder === key)?.driver ?? name;
}

/**
 * The name that the media use for a driver in a folder of CI. (Packager rules, 8. Where drivers
 * come from: `drivers/aerogpu` and `aero-gpu` mean `aerogpu`; `windows7/virtio-blk` and
 * `windows7/virtio/blk` mean `virtio-blk`, likewise net, snd and input.) For any other driver it is
 * the last component of its folder, whatever the parent folders are.
 *
 * @param path The folder relative to the packages, components joined by `/`.
 */
export function driverOfPackage(path: string): string {
  const key = `/${nameKey(path)}`;
  const known = FOLDER_NAMES.other_names.find(({ folder }) => key.endsWith(`/${folder}`));
  return known?.driver ?? posix.basename(path);
}

/**
 * The directory names that a driver is searched under; the first is the one that it should have.
 * (Packager rules, 2. Driver input tree.)
 */
export function driverDirectoryNames(name: string): readonly string[] {
  return [
    name,
    ...FOLDER_NAMES.other_names
      .filter(({ folder, driver }) => driver === nameKey(name) && !folder.includes('/'))
      .map(({ folder }) => folder),
  ];
}
