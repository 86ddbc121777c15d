import type { Architecture } from './architecture';
import type { WindowsTarget } from './windows-target';
import { DEFAULT_WINDOWS_TARGET } from './windows-targets';

/** The guests that media are for. */
export interface GuestTarget {
  readonly windows: WindowsTarget;
  /** At least one, each once, in the order of reports: x86, amd64, arm64. */
  readonly architectures: readonly Architecture[];
}

/** In the order of reports. */
export const REPORTED_ARCHITECTURES: readonly Architecture[] = ['x86', 'amd64', 'arm64'];

/**
 * The guests of a Windows and some of its architectures; by default, those on which it is usually
 * installed.
 */
export function guestTarget(
  windows: WindowsTarget,
  architectures: readonly Architecture[] = windows.defaultArchitectures,
): GuestTarget {
  return {
    windows,
    architectures: REPORTED_ARCHITECTURES.filter((one) => architectures.includes(one)),
  };
}

/** The default target of specs: Windows 7, x86 and amd64. */
export const DEFAULT_GUEST_TARGET: GuestTarget = guestTarget(DEFAULT_WINDOWS_TARGET);
