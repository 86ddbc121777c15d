/**
 * Both formats can hold the years 1900 to 2155: a directory record counts them from 1900 in one
 * byte.
 */
const EARLIEST = Date.UTC(1900, 0, 1) / 1000;
const LATEST = Date.UTC(2155, 11, 31, 23, 59, 59) / 1000;

/** Greenwich Mean Time: the offset from it, in the 15-minute intervals of ECMA-119. */
const GMT_OFFSET = 0;

/**
 * The Recording Date and Time of a directory record: 7 bytes, in UTC (ECMA-119, 9.1.5).
 *
 * @param secondsSinceEpoch Whole seconds since 1970; clamped to the years 1900 to 2155.
 */
export function recordingDateAndTime(secondsSinceEpoch: number): Uint8Array {
  const date = clampedDate(secondsSinceEpoch);
  return Uint8Array.of(
    date.getUTCFullYear() - 1900,
    date.getUTCMonth() + 1,
    date.getUTCDate(),
    date.getUTCHours(),
    date.getUTCMinutes(),
    date.getUTCSeconds(),
    GMT_OFFSET,
  );
}

/**
 * The date and time format of a volume descriptor: 16 digits and an offset, 17 bytes, in UTC
 * (ECMA-119, 8.4.26.1).
 *
 * @param secondsSinceEpoch Whole seconds since 1970; clamped to the years 1900 to 2155.
 */
export function volumeDateAndTime(secondsSinceEpoch: number): Uint8Array {
  const digits = clampedDate(secondsSinceEpoch)
    .toISOString()
    .slice(0, '1970-01-01T00:00:00'.length)
    .replaceAll(/\D/g, '');
  const hundredths = '00';
  return Buffer.from(`${digits}${hundredths}\0`, 'latin1');
}

/**
 * The value for an unspecified date and time in a volume descriptor: 16 digits zero and a zero byte
 * (ECMA-119, 8.4.26.1).
 */
export const UNSPECIFIED_DATE_AND_TIME: Uint8Array = Buffer.from(`${'0'.repeat(16)}\0`, 'latin1');

function clampedDate(secondsSinceEpoch: number): Date {
  return new Date(Math.min(Math.max(secondsSinceEpoch, EARLIEST), LATEST) * 1000);
}
