/** SZDD, 88h F0h 27h 33h. */
const SIGNATURE = Buffer.from('535a444488f02733', 'hex');
/** The signature, the mode, the last character of the file's name, and the size of the expanded file. */
const HEADER_SIZE = 14;
/** The only mode that exists. */
const MODE_A = 0x41;

const WINDOW_SIZE = 4096;
/** Position in the window at which the file begins. */
const WINDOW_START = WINDOW_SIZE - 16;
const SPACE = 0x20;
/** The shortest match. Matches have four bits for the length above it. */
const MINIMUM_MATCH = 3;
/** One byte of flags and eight matches of two bytes give eight times 18 bytes. */
const MAXIMUM_RATIO = 9;

/** Whether COMPRESS.EXE made a file, by its signature. */
export function isSzdd(bytes: Uint8Array): boolean {
  return Buffer.compare(bytes.subarray(0, SIGNATURE.length), SIGNATURE) === 0;
}

/**
 * Expands a file that COMPRESS.EXE made, as EXPAND.EXE and Setup do: LZSS over a window of 4096
 * bytes that initially holds spaces. A byte of flags, from the least significant bit on, announces
 * eight literals (1) or matches (0). A match takes two bytes: twelve bits for a position in the
 * window and four for a length.
 *
 * No npm package reads the format.
 *
 * @param maximumSize Of the expanded file, in bytes.
 * @returns Undefined if the file is truncated, malformed or too large. Bytes after the contents are
 *   ignored.
 */
export function expandSzdd(bytes: Uint8Array, maximumSize: number): Uint8Array | undefined {
  if (!isSzdd(bytes) || bytes.length < HEADER_SIZE || bytes[8] !== MODE_A) return undefined;
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(10, true);
  if (size > maximumSize || size > bytes.length * MAXIMUM_RATIO) return undefined;
  const expanded = new Uint8Array(size);
  let written = 0;
  let position = HEADER_SIZE;
  let flags = 0;
  for (let token = 0; written < size; token += 1) {
    flags = token % 8 === 0 ? (bytes[position++] ?? 0) : flags >> 1;
    const low = bytes[position++];
    if (low === undefined) return undefined;
    if (flags & 1) {
      expanded[written++] = low;
      continue;
    }
    const high = bytes[position++];
    if (high === undefined) return undefined;
    const start = low | ((high & 0xf0) << 4);
    const end = Math.min(written + (high & 0x0f) + MINIMUM_MATCH, size);
    // The window holds the last bytes written, and spaces before them.
    const behind = (WINDOW_START + written - start) % WINDOW_SIZE;
    const distance = behind > 0 ? behind : behind + WINDOW_SIZE;
    while (written < end) {
      expanded[written] = written < distance ? SPACE : (expanded[written - distance] ?? SPACE);
      written += 1;
    }
  }
  return expanded;
}
