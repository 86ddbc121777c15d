/** A moment in the "standard MS-DOS format" of APPNOTE 4.4.6: two 16-bit numbers. */
export interface DosDateTime {
  /** Bits 0-4 second / 2, 5-10 minute, 11-15 hour. */
  readonly time: number;
  /** Bits 0-4 day from 1, 5-8 month from 1, 9-15 year - 1980. */
  readonly date: number;
}

const FIRST_YEAR = 1980;
const LAST_YEAR = FIRST_YEAR + 127;

const EARLIEST = Date.UTC(FIRST_YEAR, 0, 1) / 1000;
const LATEST = Date.UTC(LAST_YEAR, 11, 31, 23, 59, 58) / 1000;

/**
 * Converts a time to the MS-DOS format. The format has no time zone, and readers take it for local
 * time. UTC is written, so that the result does not depend on the machine. An odd second is rounded
 * down; a time outside 1980-2107 becomes the nearest one in that range (Packager rules, 9.
 * Outputs).
 *
 * @param secondsSince1970 An integer; may be negative.
 * @throws RangeError if it is not a safe integer.
 */
export function dosDateTime(secondsSince1970: number): DosDateTime {
  if (!Number.isSafeInteger(secondsSince1970)) {
    throw new RangeError(`not a whole number of seconds: ${String(secondsSince1970)}`);
  }
  const clamped = Math.min(Math.max(secondsSince1970, EARLIEST), LATEST);
  const moment = new Date(clamped * 1000);
  return {
    time:
      (moment.getUTCHours() << 11) | (moment.getUTCMinutes() << 5) | (moment.getUTCSeconds() >> 1),
    date:
      ((moment.getUTCFullYear() - FIRST_YEAR) << 9) |
      ((moment.getUTCMonth() + 1) << 5) |
      moment.getUTCDate(),
  };
}
