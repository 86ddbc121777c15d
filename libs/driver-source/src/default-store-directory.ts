import { posix, win32 } from 'node:path';

/** The facts of a machine that decide where programs keep their caches. */
export interface Machine {
  /** As `process.platform`. */
  readonly platform: NodeJS.Platform;
  /** As `process.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** As `os.homedir()`. */
  readonly homeDirectory: string;
}

/**
 * The default store of a user: in the platform's directory for caches (XDG Base Directory
 * Specification, `Library/Caches`, `%LOCALAPPDATA%`).
 */
export function defaultStoreDirectory({ platform, environment, homeDirectory }: Machine): string {
  if (platform === 'win32') {
    const local = environment['LOCALAPPDATA'] ?? win32.join(homeDirectory, 'AppData', 'Local');
    return win32.join(local, 'aero-guest-tools');
  }
  const caches =
    platform === 'darwin'
      ? posix.join(homeDirectory, 'Library', 'Caches')
      : xdgCacheHome(environment['XDG_CACHE_HOME'], homeDirectory);
  return posix.join(caches, 'aero-guest-tools');
}

/** The specification says to ignore empty and relative values. */
function xdgCacheHome(value: string | undefined, homeDirectory: string): string {
  return value?.startsWith('/') === true ? value : posix.join(homeDirectory, '.cache');
}
