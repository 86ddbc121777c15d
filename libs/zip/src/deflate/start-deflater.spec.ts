import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { repetitive } from '../sample-data.fixture';
import { batchMemory, roomFor, type Batch } from './batch';
import type { Deflater } from './deflater';
import { startDeflater } from './start-deflater';

const MIB = 2 ** 20;

/** A batch of two files, different for each seed. */
function batchOf(seed: number): Batch {
  const memory = batchMemory();
  const contents = [repetitive(20_000 + seed), repetitive(100 * seed)];
  let begin = 0;
  const segments = contents.map((data) => {
    const segment = { begin, length: data.length, isFirst: true, isLast: true };
    memory.set(data, begin);
    begin += roomFor(data.length);
    return segment;
  });
  return { memory, segments };
}

let opened: Deflater[] = [];

function open(workers: number, size: number): Deflater {
  const made = startDeflater(workers, size);
  opened.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(opened.map((made) => made.close()));
  opened = [];
});

describe('the bytes do not depend on how many threads compress', () => {
  test.each([0, 1, 2, 3, 8])('%d workers', async (workers) => {
    const { deflate } = open(workers, 1024 * MIB);
    const expected = open(0, 0);
    const seeds = Array.from({ length: 20 }, (_, seed) => seed);
    // All at once, so that every thread gets some.
    const results = await Promise.all(
      seeds.map(async (seed) => {
        const batch = batchOf(seed);
        return { results: await deflate(batch), memory: batch.memory };
      }),
    );
    for (const seed of seeds) {
      const batch = batchOf(seed);
      expect(results[seed]?.results).toEqual(await expected.deflate(batch));
      expect(Buffer.from(results[seed]?.memory ?? []).equals(batch.memory)).toBe(true);
    }
  });
});

describe('threads are started for much data only', () => {
  test.each([
    [0, 1024 * MIB, false],
    [1, 1024 * MIB, false],
    [2, 8 * MIB - 1, false], // less than two threads of 4 MiB each
    [2, 8 * MIB, true],
    [64, 8 * MIB, true],
    [64, 0, false],
  ])('%d workers, %d bytes: %p', (workers, size, expected) => {
    // Without threads, each batch is awaited: nothing else could work on the next one.
    expect(open(workers, size).batchesAhead > 0).toBe(expected);
  });

  test('no more of them than there are batches', () => {
    const script = `
      const { startDeflater } = require(${JSON.stringify(resolve(__dirname, '../../dist/deflate/start-deflater.js'))});
      const threads = () => process.getActiveResourcesInfo().filter((name) => name === 'MessagePort').length;
      const { deflate, close } = startDeflater(4, 1e9);
      const before = threads();
      const empty = { memory: new Uint8Array(new SharedArrayBuffer(0)), segments: [] };
      const both = [deflate(empty), deflate(empty)];
      const during = threads();
      Promise.all(both).then(close).then(() => console.log(before, during, threads()));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout).toBe('0 2 0\n');
  });
});

describe('failures', () => {
  /** A segment beyond the memory of its batch, so that the compressor gets too little memory. */
  const impossible = (): Batch => ({
    memory: new Uint8Array(new SharedArrayBuffer(10)),
    segments: [{ begin: 0, length: 10, isFirst: true, isLast: false }],
  });

  test.each([0, 2])(
    'an error where it is compressed comes through, with %d workers',
    async (workers) => {
      await expect(open(workers, 1024 * MIB).deflate(impossible())).rejects.toThrow(
        /offset is out of bounds|failed/,
      );
    },
  );

  test('one of a thread is the error of all that it had and of what comes after', async () => {
    const { deflate } = open(2, 1024 * MIB);
    const failures = await Promise.allSettled([
      deflate(impossible()),
      deflate(impossible()),
      deflate(batchOf(1)),
    ]);
    expect(failures.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    const error = await deflate(batchOf(2)).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      message: 'a thread that compresses failed',
      cause: { name: 'RangeError' },
    });
  });

  test('what is not compressed when it is closed fails, and so does what comes after', async () => {
    const { deflate, close } = open(2, 1024 * MIB);
    const pending = deflate(batchOf(1)).catch((reason: unknown) => reason);
    await close();
    expect(await pending).toMatchObject({ message: 'the compressor was closed' });
    await expect(deflate(batchOf(1))).rejects.toThrow('the compressor was closed');
  });
});
