/** Bytes of a recording date in a directory record and in the short form of a TF entry. */
export const RECORDING_DATE_LENGTH = 7;

/** Bytes of a date in a volume descriptor and in the long form of a TF entry. */
export const LONG_DATE_LENGTH = 17;

/**
 * A recording date (ECMA-119, 9.1.5): years since 1900, month, day, hour, minute, second, and the
 * offset from Greenwich in steps of 15 minutes.
 *
 * @returns Seconds since 1970; `undefined` if no date is recorded (all zero), or if it is invalid.
 *   A wrong date does no harm, so it does not make the image unreadable.
 */
export function parseRecordingDate(bytes: Buffer): number | undefined {
  return secondsSince1970(
    1900 + bytes.readUInt8(0),
    bytes.readUInt8(1),
    bytes.readUInt8(2),
    bytes.readUInt8(3),
    bytes.readUInt8(4),
    bytes.readUInt8(5),
    bytes.readInt8(6),
  );
}

/**
 * A date in digits (ECMA-119, 8.4.26.1): `YYYYMMDDHHMMSScc`, where cc is hundredths of a second,
 * and the offset from Greenwich in steps of 15 minutes.
 *
 * @returns As {@link parseRecordingDate}; hundredths are dropped.
 */
export function parseLongDate(bytes: Buffer): number | undefined {
  const digits = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)\d\d$/.exec(
    bytes.toString('latin1', 0, 16),
  );
  if (digits === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = digits
    .slice(1)
    .map(Number);
  return secondsSince1970(year, month, day, hour, minute, second, bytes.readInt8(16));
}

function secondsSince1970(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  quartersOfAnHour: number,
): number | undefined {
  // Uses setUTCFullYear, because Date.UTC takes the years 0 to 99 for 1900 to 1999.
  const date = new Date(Date.UTC(2000, 0, 1, hour, minute, second));
  date.setUTCFullYear(year, month - 1, day);
  const asRecorded =
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    date.getUTCMinutes() === minute &&
    date.getUTCSeconds() === second;
  if (!asRecorded || quartersOfAnHour < -48 || quartersOfAnHour > 52) return undefined;
  return date.getTime() / 1000 - quartersOfAnHour * 15 * 60;
}
