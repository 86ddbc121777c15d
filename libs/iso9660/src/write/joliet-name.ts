/** UTF-16 code units in the longest name that the Joliet specification allows: 128 bytes. */
export const JOLIET_NAME_LENGTH = 64;

/**
 * UTF-16 code units in the longest name that fits a directory record: 33 bytes of fields, 220 of
 * name and one of padding are 254, and a record's length is even and recorded in one byte. Of the
 * readers that this is tested with, only libarchive (bsdtar) cuts such names, after 103.
 */
export const LONG_JOLIET_NAME_LENGTH = 110;

/** Text of the Basic Multilingual Plane in UCS-2, most significant byte first (Joliet, wide character byte ordering). */
export function ucs2(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16();
}
