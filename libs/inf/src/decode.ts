import { decodeWindows1252 } from './windows-1252';

/** The encodings of INF files that occur. Legacy code pages are all read as windows-1252. */
export type InfEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface DecodedInf {
  /** Without a byte order mark. */
  readonly text: string;
  readonly encoding: InfEncoding;
}

/**
 * How many consecutive ASCII characters identify UTF-16 without a byte order mark. A code unit like
 * U+4E00 also has a zero byte, on the other side, but four such characters in a row do not occur.
 */
const ASCII_RUN = 4;

/**
 * Decodes the text of an INF file: by its byte order mark; else as UTF-16 if the NUL bytes indicate
 * it; else as UTF-8 if it is valid; else as windows-1252, in which every byte is a character and
 * ASCII is ASCII. Source of the rule: Packager rules, 3. INF checks.
 *
 * Never throws: what is malformed in the detected encoding becomes U+FFFD.
 */
export function decodeInf(bytes: Uint8Array): DecodedInf {
  const encoding = markedEncoding(bytes) ?? utf16WithoutMark(bytes) ?? singleByteEncoding(bytes);
  if (encoding === 'windows-1252') return { text: decodeWindows1252(bytes), encoding };
  // A TextDecoder drops the byte order mark of its own encoding.
  return { text: new TextDecoder(encoding).decode(bytes), encoding };
}

/** The encoding that a byte order mark names. */
function markedEncoding(bytes: Uint8Array): InfEncoding | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

/**
 * The byte order of UTF-16 without a mark. The section names and keywords of an INF file are ASCII,
 * so its UTF-16 has runs in which every second byte is NUL: the odd bytes in little endian, the
 * even ones in big endian. No other encoding has such runs, however long the string tables around
 * them are.
 */
function utf16WithoutMark(bytes: Uint8Array): InfEncoding | undefined {
  if (!bytes.includes(0)) return undefined;
  const littleEndian = charactersInAsciiRuns(bytes, 0);
  const bigEndian = charactersInAsciiRuns(bytes, 1);
  if (littleEndian === 0 && bigEndian === 0) return undefined;
  return littleEndian >= bigEndian ? 'utf-16le' : 'utf-16be';
}

/** @param low Which byte of a code unit holds the ASCII character: 0 or 1. The other one is NUL. */
function charactersInAsciiRuns(bytes: Uint8Array, low: 0 | 1): number {
  let total = 0;
  let run = 0;
  for (let unit = 0; unit + 1 < bytes.length; unit += 2) {
    if (isAsciiText(bytes[unit + low]) && bytes[unit + 1 - low] === 0) {
      run += 1;
      if (run === ASCII_RUN) total += run;
      else if (run > ASCII_RUN) total += 1;
    } else {
      run = 0;
    }
  }
  return total;
}

/** Tab, line feed, carriage return, and the printable characters. */
function isAsciiText(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

function singleByteEncoding(bytes: Uint8Array): InfEncoding {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}
