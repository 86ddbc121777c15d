import type { Acceptance } from './windows-7-verdict';

/** What Windows 8 or newer says to a driver, as it is installed from its medium. */
export interface SecureBootVerdict {
  /** The id of the Windows: `w11`. */
  readonly windows: string;
  /** Under Secure Boot nobody can turn test signing on. */
  readonly secureBootOn: Acceptance;
  readonly secureBootOff: Acceptance;
  /** When the acceptance ends, in seconds since 1970, inclusive: as of Windows 7. */
  readonly until?: number;
}
