import { describe, expect, test } from '@jest/globals';
import { batchMemory, SEGMENT_SIZE } from './deflate/batch';
import { readBatches } from './read-batches';
import { chunksOf, quick } from './sample-data.fixture';
import type { ZipFile } from './zip-file';

function fileOf(path: string, data: Uint8Array, chunkSize = 65_536): ZipFile {
  return {
    path,
    size: data.length,
    async *open() {
      yield* chunksOf(data, chunkSize);
    },
  };
}

interface ReadSegment {
  readonly path: string;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly data: Buffer;
}

/** The segments of each batch. */
async function read(files: readonly ZipFile[]): Promise<readonly (readonly ReadSegment[])[]> {
  const batches: ReadSegment[][] = [];
  for await (const { memory, segments } of readBatches(files, batchMemory)) {
    batches.push(
      segments.map(({ file, begin, length, isFirst, isLast }) => ({
        path: file.path,
        isFirst,
        isLast,
        data: Buffer.from(memory.subarray(begin, begin + length)),
      })),
    );
  }
  return batches;
}

describe('files are cut at multiples of the segment size, however their source cuts them', () => {
  test.each([
    [0, [0]],
    [1, [1]],
    [SEGMENT_SIZE - 1, [SEGMENT_SIZE - 1]],
    [SEGMENT_SIZE, [SEGMENT_SIZE]],
    [SEGMENT_SIZE + 1, [SEGMENT_SIZE, 1]],
    [2 * SEGMENT_SIZE, [SEGMENT_SIZE, SEGMENT_SIZE]],
    [2 * SEGMENT_SIZE + 1, [SEGMENT_SIZE, SEGMENT_SIZE, 1]],
  ])('%d bytes', async (size, lengths) => {
    const data = size === 0 ? Buffer.alloc(0) : quick(size);
    for (const chunkSize of [65_536, 1_000_003, SEGMENT_SIZE, 3 * SEGMENT_SIZE]) {
      const segments = (await read([fileOf('a', data, chunkSize)])).flat();
      expect(segments.map((segment) => segment.data.length)).toEqual(lengths);
      expect(Buffer.concat(segments.map((segment) => segment.data)).equals(data)).toBe(true);
      expect(segments.map(({ isFirst }) => isFirst)).toEqual(lengths.map((_, at) => at === 0));
      expect(segments.map(({ isLast }) => isLast)).toEqual(
        lengths.map((_, at) => at === lengths.length - 1),
      );
    }
  });
});

test('small files share a batch, as many as it has room for', async () => {
  const sizes = [1000, 0, 2000, SEGMENT_SIZE - 100_000, 200_000, 1];
  const files = sizes.map((size, index) => fileOf(String(index), Buffer.alloc(size, index)));
  const batches = await read(files);
  expect(batches.map((batch) => batch.map(({ path }) => path))).toEqual([
    ['0', '1', '2', '3'],
    ['4', '5'],
  ]);
  for (const { path, data } of batches.flat()) {
    expect(data.equals(Buffer.alloc(sizes[Number(path)] ?? 0, Number(path)))).toBe(true);
  }
});

describe('a source is closed', () => {
  /** A file of two chunks that reports when it is closed. */
  function watched(size: number, closed: () => void): ZipFile {
    return {
      path: 'a',
      size,
      async *open() {
        try {
          yield Buffer.alloc(SEGMENT_SIZE);
          yield Buffer.alloc(SEGMENT_SIZE);
        } finally {
          closed();
        }
      },
    };
  }

  test.each([
    ['at its end', 2 * SEGMENT_SIZE],
    ['when it has too few bytes', 2 * SEGMENT_SIZE + 1],
    ['when it has too many', 2 * SEGMENT_SIZE - 1],
    ['when it should be empty', 0],
  ])('%s', async (_when, size) => {
    let count = 0;
    await read([watched(size, () => (count += 1))]).catch(() => undefined);
    expect(count).toBe(1);
  });

  test('when nobody wants the batches any more', async () => {
    let count = 0;
    const batches = readBatches([watched(2 * SEGMENT_SIZE, () => (count += 1))], batchMemory);
    await batches.next();
    await batches.return(undefined);
    expect(count).toBe(1);
  });
});
