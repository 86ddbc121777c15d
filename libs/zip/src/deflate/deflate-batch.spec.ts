import { crc32, inflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { incompressible, repetitive } from '../sample-data.fixture';
import { batchMemory, roomFor, SEGMENT_SIZE, type Segment } from './batch';
import { deflateBatch } from './deflate-batch';

interface Piece extends Pick<Segment, 'isFirst' | 'isLast'> {
  readonly contents: Buffer;
}

const wholeFile = (contents: Buffer): Piece => ({ contents, isFirst: true, isLast: true });

/** The results for a batch of pieces, and the contents of their places afterwards. */
function deflated(pieces: readonly Piece[]) {
  const memory = batchMemory();
  let begin = 0;
  const segments = pieces.map(({ contents, isFirst, isLast }) => {
    const segment = { begin, length: contents.length, isFirst, isLast };
    memory.set(contents, begin);
    begin += roomFor(contents.length);
    return segment;
  });
  return deflateBatch({ memory, segments }).map((result, index) => {
    const start = segments[index]?.begin ?? 0;
    return { ...result, data: memory.slice(start, start + result.dataLength) };
  });
}

describe('segments are compressed where they stand', () => {
  test('whole files: deflated, or left as they are if that is not larger', () => {
    const contents = [
      repetitive(50_000),
      incompressible(1000),
      Buffer.alloc(0),
      Buffer.from('aaa'),
    ];
    const results = deflated(contents.map(wholeFile));
    expect(results.map(({ isDeflated }) => isDeflated)).toEqual([true, false, false, false]);
    for (const [index, { crc32: crc, isDeflated, data }] of results.entries()) {
      const expected = contents[index] ?? Buffer.alloc(0);
      expect(crc).toBe(crc32(expected));
      expect(Buffer.from(isDeflated ? inflateRawSync(data) : data).equals(expected)).toBe(true);
    }
  });

  test('parts of a file: one stream, also where they get larger', () => {
    const contents = [incompressible(700_000), repetitive(700_000), incompressible(300_000)];
    const results = deflated(
      contents.map((part, index) => ({
        contents: part,
        isFirst: index === 0,
        isLast: index === contents.length - 1,
      })),
    );
    expect(results.every(({ isDeflated }) => isDeflated)).toBe(true);
    expect(results[0]?.dataLength).toBeGreaterThan(700_000);
    const stream = Buffer.concat(results.map(({ data }) => data));
    expect(inflateRawSync(stream).equals(Buffer.concat(contents))).toBe(true);
  });

  test.each([1, 2, 31, 32, 5000, 5001, 65_535, 65_536, 1_000_000, SEGMENT_SIZE])(
    'there is room for %d bytes that do not get smaller',
    (size) => {
      const part = { contents: incompressible(size), isFirst: true, isLast: false };
      const [result] = deflated([part]);
      expect(result?.dataLength).toBeGreaterThan(size);
      expect(result?.dataLength).toBeLessThanOrEqual(roomFor(size));
    },
  );
});
