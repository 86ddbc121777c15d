import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { incompressible, repetitive } from '../sample-data.fixture';
import { continuedStream } from './continued-stream';
import { deflate } from './deflate';

/** Compressors that together produce all types of blocks of RFC 1951, 3.2.3. */
const COMPRESSORS: readonly {
  readonly name: string;
  readonly compress: (data: Uint8Array) => Uint8Array;
}[] = [
  { name: 'deflate', compress: deflate },
  { name: 'stored blocks', compress: (data) => deflateRawSync(data, { level: 0 }) },
  {
    name: 'fixed codes',
    compress: (data) => deflateRawSync(data, { strategy: constants.Z_FIXED }),
  },
  { name: 'dynamic codes', compress: (data) => deflateRawSync(data, { level: 9 }) },
  {
    name: 'literals only',
    compress: (data) => deflateRawSync(data, { strategy: constants.Z_HUFFMAN_ONLY }),
  },
  {
    name: 'distance 1 only',
    compress: (data) => deflateRawSync(data, { strategy: constants.Z_RLE }),
  },
  { name: 'many short blocks', compress: (data) => deflateRawSync(data, { memLevel: 1 }) },
];

const PIECES: readonly Buffer[] = [
  repetitive(60_000),
  repetitive(30_000, 256),
  incompressible(70_000),
  Buffer.alloc(40_000),
  Buffer.from('short'),
  Buffer.alloc(0),
];

describe.each(COMPRESSORS)('RFC 1951: a continued stream of $name', ({ compress }) => {
  test('and another are one that decompresses to both', () => {
    for (const first of PIECES) {
      for (const second of PIECES) {
        const joined = Buffer.concat([continuedStream(compress(first)), compress(second)]);
        expect(inflateRawSync(joined).equals(Buffer.concat([first, second]))).toBe(true);
      }
    }
  });

  test('can be continued any number of times', () => {
    const continued = PIECES.map((piece) => continuedStream(compress(piece)));
    const joined = Buffer.concat([...continued, compress(Buffer.from('end'))]);
    expect(inflateRawSync(joined)).toEqual(Buffer.concat([...PIECES, Buffer.from('end')]));
  });

  test('is not the end', () => {
    for (const piece of PIECES) {
      const continued = continuedStream(compress(piece));
      expect(() => inflateRawSync(continued)).toThrow('unexpected end of file');
      // 3.2.4: an empty block without compression: LEN and NLEN are the last bytes.
      expect(Buffer.from(continued.subarray(-4)).toString('hex')).toBe('0000ffff');
      expect(continued.length - compress(piece).length).toBeLessThanOrEqual(5);
    }
  });
});

test('3.2.3: a stream may end at any of the eight bits of a byte', () => {
  // In fixed codes, literals below 144 have 8 bits and the others 9: a block of n of the latter has
  // 3 + 9n + 7 bits.
  for (let count = 0; count < 8; count++) {
    const data = Buffer.alloc(count).map((_, index) => 0xf0 + index);
    const stream = deflateRawSync(data, { strategy: constants.Z_FIXED });
    expect(stream.length).toBe(Math.ceil((10 + 9 * count) / 8));
    const continued = continuedStream(stream);
    // Three more bits, which may need one more byte; then four bytes.
    expect(continued.length).toBe(Math.ceil((10 + 9 * count + 3) / 8) + 4);
    const joined = Buffer.concat([continued, deflate(Buffer.from('end'))]);
    expect(inflateRawSync(joined)).toEqual(Buffer.concat([data, Buffer.from('end')]));
  }
});

test('field by field', () => {
  // 'a' with fixed codes: BFINAL 1, BTYPE 01, literal 0x61 as 10010001, end of block as 0000000,
  // packed from the lowest bit: 01001011 00000100 000000-- (18 bits, and zeros up to the byte).
  const stream = deflateRawSync('a', { strategy: constants.Z_FIXED });
  expect(stream.toString('hex')).toBe('4b0400');
  // BFINAL 0; then BFINAL 0 and BTYPE 00 in bits 18 to 20, and from the next byte on LEN and NLEN.
  expect(Buffer.from(continuedStream(stream)).toString('hex')).toBe('4a04000000ffff');
});

describe('what is not a stream of RFC 1951 is refused', () => {
  test('if it ends anywhere before its end', () => {
    for (const { compress } of COMPRESSORS) {
      const stream = compress(repetitive(500));
      for (let length = 0; length < stream.length; length++) {
        expect(() => continuedStream(stream.subarray(0, length))).toThrow(
          'not a stream of RFC 1951',
        );
      }
    }
  });

  test.each([
    ['a block of type 3', [0b111]],
    ['LEN and NLEN that do not agree', [0b001, 0x01, 0x00, 0xff, 0xff, 0x61]],
    ['a code that no symbol has', [0b0000_0101, 0x00, 0x00, 0x00]],
  ])('if it has %s', (_what, bytes) => {
    expect(() => continuedStream(Buffer.from(bytes))).toThrow('not a stream of RFC 1951');
  });
});
