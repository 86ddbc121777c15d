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
 * The guests of a Windows and some of its architectures; without any, those that it is installed for most.
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

/** The guests of specs that name none: Windows 7, x86 and amd64. */
export const DEFAULT_GUEST_TARGET: GuestTarget = guestTarget(DEFAULT_WINDOWS_TARGET);
