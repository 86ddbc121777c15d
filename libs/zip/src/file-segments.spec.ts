import { describe, expect, test } from '@jest/globals';
import { startDeflater } from './deflate/start-deflater';
import { deflatedFileSegments } from './file-segments';
import { quick } from './sample-data.fixture';
import type { ZipFile } from './zip-file';

const MIB = 2 ** 20;

/** Files that each fill a batch. */
function filesOf(count: number): ZipFile[] {
  return Array.from({ length: count }, (_, index) => ({
    path: String(index),
    size: 1.5 * MIB,
    async *open() {
      yield quick(1.5 * MIB, index);
    },
  }));
}

describe('the memory of a batch is used again', () => {
  test.each([0, 2])('with %d workers', async (workers) => {
    const compressor = startDeflater(workers, 1024 * MIB);
    const memories = new Set<unknown>();
    const paths: string[] = [];
    try {
      for await (const { file, data } of deflatedFileSegments(filesOf(30), compressor)) {
        memories.add(data.buffer);
        paths.push(file.path);
      }
    } finally {
      await compressor.close();
    }
    expect(paths).toEqual(filesOf(30).map(({ path }) => path));
    // Those ahead, the one that is being taken, and the one that is being filled.
    expect(memories.size).toBeLessThanOrEqual(compressor.batchesAhead + 2);
  });
});
