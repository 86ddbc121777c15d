// An entry point of its own, `@aero-guest-tools/driver-layout/driver-name`.
import { posix } from 'node:path';
import { FOLDER_NAMES } from './folder-names';

/** What two names of drivers or directories have in common if Windows takes them for one. */
export function nameKey(name: string): string {
  return name.toLowerCase();
}

/** The first of those names that are equal when case is ignored, in their order. */
export function distinctNames(names: readonly string[]): readonly string[] {
  const first = new Map<string, string>();
  for (const name of names) {
    if (!first.has(nameKey(name))) first.set(nameKey(name), name);
  }
  return [...first.values()];
}

/** The name that a driver goes by: `aero-gpu` means `aerogpu`. (Packager rules, 1. Packaging spec.) */
export function canonicalDriverName(name: string): string {
  const key = nameKey(name);
  return FOLDER_NAMES.other_names.find(({ folder }) => folder === key)?.driver ?? name;
}

/**
 * The name that the media know a driver by which CI keeps in a folder. (Packager rules, 8. Where drivers
 * come from: `drivers/aerogpu` and `aero-gpu` mean `aerogpu`; `windows7/virtio-blk` and
 * `windows7/virtio/blk` mean `virtio-blk`, likewise net, snd and input.) Any other driver goes by the
 * last component of its folder, whatever stands above it.
 *
 * @param path The folder relative to the packages, components joined by `/`.
 */
export function driverOfPackage(path: string): string {
  const key = `/${nameKey(path)}`;
  const known = FOLDER_NAMES.other_names.find(({ folder }) => key.endsWith(`/${folder}`));
  return known?.driver ?? posix.basename(path);
}

/**
 * The directories in which a driver is looked for, the first being the one that it should be in.
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
