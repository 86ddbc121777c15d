import { isUtf8 } from 'node:buffer';

/** Universal tags of character strings (X.680, 8.6). */
const UTF8_STRING = 12;
const UNIVERSAL_STRING = 28;
const BMP_STRING = 30;
/** NumericString, PrintableString, TeletexString, VideotexString, IA5String, GraphicString, VisibleString, GeneralString. */
const SINGLE_OCTET_STRINGS = new Set([18, 19, 20, 21, 22, 25, 26, 27]);

const UTC_TIME = 23;
const GENERALIZED_TIME = 24;
/** Universal tags of times. */
export const TIME_TAGS: ReadonlySet<number> = new Set([UTC_TIME, GENERALIZED_TIME]);

/** In octets: no name in a certificate comes near. */
const MAXIMUM_TEXT_LENGTH = 64 * 1024;

/**
 * Whether octets are valid contents of a character string, that is, whole characters (X.690, 8.23).
 *
 * @param tag Universal; contents of other types are not examined.
 */
export function isCharacterString(tag: number, octets: Uint8Array): boolean {
  if (tag === BMP_STRING) return octets.length % 2 === 0;
  return tag !== UNIVERSAL_STRING || octets.length % 4 === 0;
}

/**
 * The text of a character string; undefined for any other type. TeletexString and the like can
 * switch their character sets; their octets are read as Latin-1, as Windows and OpenSSL do.
 *
 * @param tag Universal.
 */
export function characterStringText(tag: number, octets: Uint8Array): string | undefined {
  const bytes = Buffer.from(octets.buffer, octets.byteOffset, octets.length).subarray(
    0,
    MAXIMUM_TEXT_LENGTH,
  );
  if (tag === UTF8_STRING) return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
  if (tag === BMP_STRING) return Buffer.from(bytes).swap16().toString('utf16le');
  if (tag === UNIVERSAL_STRING) return utf32(bytes);
  return SINGLE_OCTET_STRINGS.has(tag) ? bytes.toString('latin1') : undefined;
}

/** Code points in four octets each; invalid ones become the replacement character. */
function utf32(bytes: Buffer): string {
  let text = '';
  for (let offset = 0; offset < bytes.length; offset += 4) {
    const codePoint = bytes.readUInt32BE(offset);
    text += codePoint > 0x10_ffff ? '\ufffd' : String.fromCodePoint(codePoint);
  }
  return text;
}

const UTC_TIME_FORM =
  /^(?<year>\d\d)(?<month>\d\d)(?<day>\d\d)(?<hour>\d\d)(?<minute>\d\d)(?<second>\d\d)?(?<zone>Z|[+-]\d{4})$/;
const GENERALIZED_TIME_FORM =
  /^(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)(?<hour>\d\d)(?:(?<minute>\d\d)(?:(?<second>\d\d)(?:[.,]\d{1,9})?)?)?(?<zone>Z|[+-]\d{4})$/;

/**
 * The time of a UTCTime (X.680, 47) or a GeneralizedTime (X.680, 46), in whole seconds since 1970.
 * Two-digit years are those from 1950 to 2049 (RFC 5280, 4.1.2.5.1).
 *
 * @param tag One of {@link TIME_TAGS}.
 * @returns NaN if it is not a time, or a local time without a zone.
 */
export function timeOfString(tag: number, octets: Uint8Array): number {
  const form = tag === UTC_TIME ? UTC_TIME_FORM : GENERALIZED_TIME_FORM;
  const parts = form.exec(Buffer.from(octets.subarray(0, 64)).toString('latin1'))?.groups;
  if (parts === undefined) return NaN;
  const number = (name: string): number => Number(parts[name] ?? 0);
  const year = number('year') + (tag === UTC_TIME ? (number('year') < 50 ? 2000 : 1900) : 0);
  const [month, day] = [number('month'), number('day')];
  const [hour, minute, second] = [number('hour'), number('minute'), number('second')];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isInCalendar = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  // A leap second counts as the first second of the next minute.
  if (!isInCalendar || hour > 23 || minute > 59 || second > 60) return NaN;
  return (
    date.getTime() / 1000 + hour * 3600 + minute * 60 + second - zoneOffset(parts['zone'] ?? '')
  );
}

/** In seconds east of Greenwich. */
function zoneOffset(zone: string): number {
  if (zone === 'Z') return 0;
  const seconds = Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(3)) * 60;
  return zone.startsWith('-') ? -seconds : seconds;
}
