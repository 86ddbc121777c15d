import { crc32 } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { combinedCrc32 } from './crc32';
import { repetitive } from './sample-data.fixture';

const GIB = 2 ** 30;

describe('APPNOTE 4.4.7: the CRC-32 of two pieces', () => {
  const data = repetitive(3000);

  test.each([0, 1, 2, 255, 256, 257, 1500, 2999, 3000])('cut at %d', (cut) => {
    const [first, second] = [data.subarray(0, cut), data.subarray(cut)];
    expect(combinedCrc32(crc32(first), crc32(second), second.length)).toBe(crc32(data));
  });

  test('is what it is for one piece after the other, of any lengths', () => {
    // Arbitrary CRCs: the test only compares two ways to combine them.
    const [a, b, c] = [0x12345678, 0x9abcdef0, 0xfedcba98];
    for (const [lengthOfB, lengthOfC] of [
      [5 * GIB, 1],
      [1, 5 * GIB + 3],
      [2 ** 32, 2 ** 32 - 1],
      [2 ** 40 + 1, 2 ** 33],
    ] as const) {
      const oneByOne = combinedCrc32(combinedCrc32(a, b, lengthOfB), c, lengthOfC);
      const lastTwoFirst = combinedCrc32(a, combinedCrc32(b, c, lengthOfC), lengthOfB + lengthOfC);
      expect(oneByOne).toBe(lastTwoFirst);
    }
  });

  test('4 GiB of zeros have the CRC-32 of one, as powers of the polynomial repeat after 2^32 - 1', () => {
    let zeros = crc32(Buffer.alloc(1024));
    for (let size = 1024; size < 4 * GIB; size *= 2) zeros = combinedCrc32(zeros, zeros, size);
    expect(zeros).toBe(crc32(Buffer.alloc(1)));
  });
});
