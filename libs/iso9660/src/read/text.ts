const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Decodes text whose encoding the image does not record: Rock Ridge names, ISO 9660:1999 names,
 * volume identifiers. It is UTF-8 if the bytes are valid UTF-8; otherwise ISO 8859-1, in which
 * every byte is a character, so that different names stay different.
 */
export function decodeText(bytes: Buffer): string {
  try {
    return UTF_8.decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}
