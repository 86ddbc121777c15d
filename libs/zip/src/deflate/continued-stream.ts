import { BitReader } from './bit-reader';
import { skipBlock } from './block';

/**
 * Converts a compressed stream so that another can be appended to it. The two together are one
 * stream, which decompresses to the data of both.
 *
 * A stream ends with the block whose first bit, BFINAL, is set (RFC 1951, 3.2.3), at any bit
 * position. This function clears that bit, and appends an empty block without compression, which
 * ends at a byte boundary (3.2.4). The stream that follows was compressed separately, so no match
 * in it reaches back before its own beginning.
 *
 * @param deflated A whole stream; not changed.
 * @throws Error if it is not a stream of RFC 1951.
 */
export function continuedStream(deflated: Uint8Array): Uint8Array<ArrayBuffer> {
  const { start, end } = findFinalBlock(deflated);
  // BFINAL and BTYPE of the empty block are three zeros; the rest of their byte is zero too.
  const length = Math.ceil((end + 3) / 8);
  const continued = Buffer.alloc(length + 4);
  continued.set(deflated.subarray(0, Math.ceil(end / 8)));
  clearBits(continued, start, start + 1);
  clearBits(continued, end, Math.ceil(end / 8) * 8);
  continued.writeUInt16LE(0x0000, length); // LEN
  continued.writeUInt16LE(0xffff, length + 2); // NLEN
  return continued;
}

/** The first bit of the last block of a stream, and the bit after the end of that block. */
function findFinalBlock(deflated: Uint8Array): { readonly start: number; readonly end: number } {
  const bits = new BitReader(deflated);
  for (;;) {
    const start = bits.position;
    const isFinal = bits.read(1) === 1; // BFINAL
    skipBlock(bits, bits.read(2)); // BTYPE
    if (isFinal) return { start, end: bits.position };
  }
}

function clearBits(bytes: Uint8Array, start: number, end: number): void {
  for (let bit = start; bit < end; bit++) {
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) & ~(1 << (bit & 7));
  }
}
