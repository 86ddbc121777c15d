/**
 * The characters of the bytes 0x80 to 0x9F; every other byte is the character of its own number.
 * The five that the code page leaves undefined (0x81, 0x8D, 0x8F, 0x90, 0x9D) are control
 * characters, as Windows converts them. Source: Microsoft's mapping `bestfit1252.txt`, published by
 * Unicode.
 */
const FROM_0X80 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

/**
 * Decodes windows-1252, in which every byte is a character. `TextDecoder` is not used: some
 * versions of Node read these bytes as ISO 8859-1, and the text of an INF file reaches the
 * manifest.
 */
export function decodeWindows1252(bytes: Uint8Array): string {
  const { buffer, byteOffset, byteLength } = bytes;
  return Buffer.from(buffer, byteOffset, byteLength)
    .toString('latin1')
    .replaceAll(/[\u0080-\u009f]/g, (character) => FROM_0X80[character.charCodeAt(0) - 0x80] ?? '');
}
