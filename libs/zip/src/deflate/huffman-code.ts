import type { BitReader } from './bit-reader';

/** A Huffman code of RFC 1951, 3.2.2, as a table indexed by the next bits. */
export interface HuffmanCode {
  /**
   * For each value of the next `bits` bits: symbol << 4 | length, for the symbol that they begin
   * with.
   */
  readonly table: Uint16Array;
  /** The length of the longest symbol. */
  readonly bits: number;
}

/** RFC 1951, 3.2.7: lengths are written as numbers of 4 bits. */
const LONGEST = 15;

/**
 * The code that the lengths of its symbols define (RFC 1951, 3.2.2).
 *
 * @param lengths In bits, 0 to 15, of each symbol from 0; a symbol of length 0 does not occur.
 */
export function huffmanCode(lengths: readonly number[]): HuffmanCode {
  const bits = Math.max(...lengths);
  const table = new Uint16Array(1 << bits);
  let code = 0;
  for (let length = 1; length <= bits; length++) {
    for (const [symbol, lengthOfSymbol] of lengths.entries()) {
      if (lengthOfSymbol !== length) continue;
      // 3.1.1: unlike everything else, a code is packed with its most significant bit first.
      for (let next = reverse(code, length); next < table.length; next += 1 << length) {
        table[next] = (symbol << 4) | length;
      }
      code++;
    }
    code <<= 1;
  }
  return { table, bits };
}

function reverse(code: number, length: number): number {
  let reversed = 0;
  for (let bit = 0; bit < length; bit++) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
  return reversed;
}

/**
 * Consumes the next symbol.
 *
 * @throws Error if no symbol begins with the next bits.
 */
export function readSymbol(bits: BitReader, code: HuffmanCode): number {
  const entry = code.table[bits.peek() & ((1 << code.bits) - 1)] ?? 0;
  const length = entry & LONGEST;
  if (length === 0) throw new Error('not a stream of RFC 1951: a code that no symbol has');
  bits.skip(length);
  return entry >> 4;
}
