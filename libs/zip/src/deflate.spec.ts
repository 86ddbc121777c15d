import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { deflate } from './deflate';

const BLOCK_SIZE = 512 * 1024;

async function deflated(data: Uint8Array, chunkSize = data.length): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for (let start = 0; start < data.length; start += chunkSize) {
    chunks.push(data.subarray(start, start + chunkSize));
  }
  const output: Uint8Array[] = [];
  for await (const chunk of deflate(chunks, data.length)) output.push(chunk);
  return Buffer.concat(output);
}

/** Bytes that repeat at many distances, from a fixed linear congruential generator. */
function sample(size: number, alphabet: number): Buffer {
  const data = Buffer.alloc(size);
  let state = size + 1;
  for (let index = 0; index < size; index++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    const copies = index > 40_000 && (state >> 8) % 4 === 0;
    data[index] = copies ? (data[index - (state % 40_000)] ?? 0) : (state >> 16) % alphabet;
  }
  return data;
}

/** The shortest data that was found over the bytes 0-2 for which a bare `new Deflate()` of fflate 0.8.3 is wrong. */
const MATCHES_BEFORE_ITS_BEGINNING = [2, 2, 1, 2, 0, 2, 2, 1, 0, 0, 2, 2, 1, 2, 0, 1];

/** Data that is quick to compress, and differs at the end from what came before. */
function large(size: number): Buffer {
  const data = Buffer.alloc(size, 'driver files repeat themselves; ');
  data.set(MATCHES_BEFORE_ITS_BEGINNING);
  data.set(sample(1000, 256), size - 1000);
  return data;
}

const WHOLE_MAXIMUM = 8 * 1024 * 1024;

describe('RFC 1951: what is compressed can be inflated', () => {
  test.each([0, 1, 2, 3, 259, 32_767, 32_768, 65_537, 300_000])('%d bytes', async (size) => {
    for (const alphabet of [1, 3, 64, 256]) {
      const data = sample(size, alphabet);
      expect(inflateRawSync(await deflated(data)).equals(data)).toBe(true);
    }
  });

  test.each([0, 1, BLOCK_SIZE, BLOCK_SIZE + 40_000])(
    '8 MiB and %d bytes, where compression goes block by block',
    async (more) => {
      const data = large(WHOLE_MAXIMUM + more);
      const output = await deflated(data);
      expect(inflateRawSync(output).equals(data)).toBe(true);
      expect(output.length).toBeLessThan(data.length / 20);
    },
  );
});

describe('rules 9: the bytes depend on the contents alone', () => {
  test.each([100_000, WHOLE_MAXIMUM + 1000])(
    'not on how the source cuts %d bytes into chunks',
    async (size) => {
      const data = large(size);
      const expected = await deflated(data);
      for (const chunkSize of [1021, 65_537, BLOCK_SIZE, BLOCK_SIZE + 1]) {
        expect((await deflated(data, chunkSize)).equals(expected)).toBe(true);
      }
    },
  );
});
