// An entry point of its own, `@aero-guest-tools/driver-layout/driver-name`.
/** The driver that is also known under another name, in specs and as a directory. */
const AEROGPU = 'aerogpu';
const AEROGPU_ALIAS = 'aero-gpu';

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
  return nameKey(name) === AEROGPU_ALIAS ? AEROGPU : name;
}

/**
 * The directories in which a driver is looked for, the first being the one that it should be in.
 * (Packager rules, 2. Driver input tree.)
 */
export function driverDirectoryNames(name: string): readonly string[] {
  return nameKey(name) === AEROGPU ? [name, AEROGPU_ALIAS] : [name];
}
