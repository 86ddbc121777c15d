import type { BitReader } from './bit-reader';
import { huffmanCode, readSymbol, type HuffmanCode } from './huffman-code';

/** The two codes of a compressed block (RFC 1951, 3.2.5). */
interface BlockCodes {
  readonly literalsAndLengths: HuffmanCode;
  readonly distances: HuffmanCode;
}

/**
 * Skips the rest of a block, after its first three bits (RFC 1951, 3.2.3).
 *
 * @param type BTYPE.
 * @throws Error if it is not the rest of a block.
 */
export function skipBlock(bits: BitReader, type: number): void {
  if (type === 0b00) skipStored(bits);
  else if (type === 0b01) skipCompressed(bits, FIXED_CODES);
  else if (type === 0b10) skipCompressed(bits, readDynamicCodes(bits));
  else throw new Error('not a stream of RFC 1951: a block of type 3');
}

/** 3.2.4: non-compressed blocks. */
function skipStored(bits: BitReader): void {
  bits.skip(-bits.position & 7);
  const length = bits.read(16);
  if (bits.read(16) !== (~length & 0xffff)) {
    throw new Error('not a stream of RFC 1951: LEN and NLEN of a block do not agree');
  }
  bits.skip(length * 8);
}

const END_OF_BLOCK = 256;

/** 3.2.5: compressed blocks. */
function skipCompressed(bits: BitReader, { literalsAndLengths, distances }: BlockCodes): void {
  for (;;) {
    const symbol = readSymbol(bits, literalsAndLengths);
    if (symbol === END_OF_BLOCK) return;
    if (symbol > END_OF_BLOCK) {
      bits.skip(extraBitsOfLength(symbol));
      bits.skip(extraBitsOfDistance(readSymbol(bits, distances)));
    }
  }
}

/**
 * The first table of 3.2.5: none for 257-264 and 285; otherwise one more for every four symbols.
 */
function extraBitsOfLength(symbol: number): number {
  return symbol < 265 || symbol === 285 ? 0 : (symbol - 261) >> 2;
}

/** The second table of 3.2.5: none for 0-3; after that one more for every two symbols. */
function extraBitsOfDistance(symbol: number): number {
  return symbol < 4 ? 0 : (symbol - 2) >> 1;
}

/** 3.2.6: compression with fixed Huffman codes. */
const FIXED_CODES: BlockCodes = {
  literalsAndLengths: huffmanCode([
    ...Array<number>(144).fill(8),
    ...Array<number>(112).fill(9),
    ...Array<number>(24).fill(7),
    ...Array<number>(8).fill(8),
  ]),
  distances: huffmanCode(Array<number>(30).fill(5)),
};

/** 3.2.7: the order of the lengths of the code length code. */
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** 3.2.7: compression with dynamic Huffman codes, which come before the data. */
function readDynamicCodes(bits: BitReader): BlockCodes {
  const literalsAndLengths = bits.read(5) + 257; // HLIT
  const distances = bits.read(5) + 1; // HDIST
  const codeLengths = bits.read(4) + 4; // HCLEN
  const lengths = Array<number>(CODE_LENGTH_ORDER.length).fill(0);
  for (const symbol of CODE_LENGTH_ORDER.slice(0, codeLengths)) lengths[symbol] = bits.read(3);
  // The lengths of both codes are one sequence, and a repetition may span both.
  const both = readCodeLengths(bits, huffmanCode(lengths), literalsAndLengths + distances);
  return {
    literalsAndLengths: huffmanCode(both.slice(0, literalsAndLengths)),
    distances: huffmanCode(both.slice(literalsAndLengths)),
  };
}

/** 3.2.7: the alphabet for code lengths. */
function readCodeLengths(bits: BitReader, code: HuffmanCode, count: number): readonly number[] {
  const lengths: number[] = [];
  while (lengths.length < count) {
    const symbol = readSymbol(bits, code);
    if (symbol < 16) {
      lengths.push(symbol);
    } else {
      const repeated = symbol === 16 ? (lengths.at(-1) ?? 0) : 0;
      const times =
        symbol === 16 ? 3 + bits.read(2) : symbol === 17 ? 3 + bits.read(3) : 11 + bits.read(7);
      for (let time = 0; time < times; time++) lengths.push(repeated);
    }
  }
  return lengths;
}
