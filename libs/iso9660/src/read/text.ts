const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Text in bytes whose encoding the image does not record: Rock Ridge names, ISO 9660:1999 names,
 * volume identifiers. UTF-8 if the bytes are valid UTF-8, else ISO 8859-1, under which every byte is
 * a character, so that no two names become one.
 */
export function decodeText(bytes: Buffer): string {
  try {
    return UTF_8.decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
