const HEADER = Buffer.from('535a444488f0273341', 'hex');
const WINDOW_SIZE = 4096;
const WINDOW_START = WINDOW_SIZE - 16;
const MINIMUM_MATCH = 3;
/** Four bits could say 18, but COMPRESS.EXE looks 16 bytes ahead. */
const MAXIMUM_MATCH = 16;

/**
 * A file as COMPRESS.EXE stores it (SZDD): LZSS over a window of 4096 bytes that begins full of spaces. Matches are
 * looked for by trying each place in the window, which is good enough for the files of a test.
 *
 * @param lastCharacter Of the name, which is `_` in that of the compressed file.
 */
export function szdd(contents: Uint8Array, lastCharacter: string): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(contents.length);
  const parts: Uint8Array[] = [HEADER, Buffer.from(lastCharacter), size];
  const before = Buffer.concat([Buffer.alloc(WINDOW_SIZE, ' '), contents]);
  let position = 0;
  while (position < contents.length) {
    let flags = 0;
    const tokens: number[] = [];
    for (let bit = 0; bit < 8 && position < contents.length; bit += 1) {
      const { distance, length } = longestMatch(before, position + WINDOW_SIZE);
      if (length < MINIMUM_MATCH) {
        flags |= 1 << bit;
        tokens.push(contents[position] ?? 0);
        position += 1;
      } else {
        const start = (WINDOW_START + position - distance + 2 * WINDOW_SIZE) % WINDOW_SIZE;
        tokens.push(start & 0xff, ((start >> 4) & 0xf0) | (length - MINIMUM_MATCH));
        position += length;
      }
    }
    parts.push(Buffer.from([flags, ...tokens]));
  }
  return Buffer.concat(parts);
}

function longestMatch(
  bytes: Buffer,
  end: number,
): { readonly distance: number; readonly length: number } {
  let best = { distance: 0, length: 0 };
  for (let distance = 1; distance <= WINDOW_SIZE - MAXIMUM_MATCH; distance += 1) {
    let length = 0;
    while (
      length < MAXIMUM_MATCH &&
      end + length < bytes.length &&
      bytes[end + length - distance] === bytes[end + length]
    ) {
      length += 1;
    }
    if (length > best.length) best = { distance, length };
  }
  return best;
}
