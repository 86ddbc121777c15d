import type { Acceptance } from './windows-7-verdict';

/** The verdict of Windows 8 or newer, installed from its medium, on a driver. */
export interface SecureBootVerdict {
  /** The id of the Windows: `w11`. */
  readonly windows: string;
  /** With Secure Boot, nobody can turn test signing on. */
  readonly secureBootOn: Acceptance;
  readonly secureBootOff: Acceptance;
  /** When the acceptance ends, in seconds since 1970, inclusive, as for Windows 7. */
  readonly until?: number;
}
