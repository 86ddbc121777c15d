import { describe, expect, test } from '@jest/globals';
import { InputError } from '@aero-guest-tools/diagnostics';
import { type ImageFile } from './image-file';
import { layoutImage, type ImageLayout } from './layout';
import { writeImage } from './write-image';

const OPTIONS = { volumeId: 'TEST', sourceDateEpoch: 0 };
const MIB = 1024 * 1024;

async function collect(layout: ImageLayout): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeImage(layout)) chunks.push(chunk);
  return chunks;
}

/** A file with a stated size that yields these pieces. */
function file(size: number, pieces: readonly Uint8Array[], path = 'driver.sys'): ImageFile {
  return { path, size, open: () => pieces };
}

/** A file of the given size in pieces of 1 MiB, which are all the same buffer. */
function synthetic(size: number): ImageFile {
  const piece = new Uint8Array(MIB).fill(7);
  return {
    path: 'large.bin',
    size,
    *open() {
      for (let left = size; left > 0; left -= MIB) yield piece.subarray(0, left);
    },
  };
}

describe('a file that changed since the layout was made', () => {
  test.each([
    ['yields more', [new Uint8Array(3), new Uint8Array(2)], 'more than 4 bytes'],
    ['yields fewer', [new Uint8Array(3)], '3 bytes'],
    ['yields nothing', [], '0 bytes'],
  ])('is refused if it %s', async (_, pieces, found) => {
    const error: unknown = await collect(layoutImage([file(4, pieces)], OPTIONS)).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).diagnostics).toMatchObject([
      {
        file: 'driver.sys',
        message: 'the file changed while it was being read',
        found,
        expected: '4 bytes',
      },
    ]);
  });

  test('is closed as soon as it has yielded too much', async () => {
    const events: string[] = [];
    const endless: ImageFile = {
      path: 'endless',
      size: 4,
      *open() {
        try {
          for (;;) {
            events.push('read');
            yield new Uint8Array(3);
          }
        } finally {
          events.push('closed');
        }
      },
    };
    await expect(collect(layoutImage([endless], OPTIONS))).rejects.toThrow(InputError);
    expect(events).toEqual(['read', 'read', 'closed']);
  });

  test('an error of the source is passed on as it is', async () => {
    const failure = new Error('EIO');
    const broken: ImageFile = {
      path: 'broken',
      size: 4,
      open: () => {
        throw failure;
      },
    };
    await expect(collect(layoutImage([broken], OPTIONS))).rejects.toBe(failure);
  });
});

describe('files are read when the image has been written up to them', () => {
  test('in byte order of their paths, once for each extent, and empty ones not at all', async () => {
    const opened: string[] = [];
    const recording = (path: string, size: number, sha256?: string): ImageFile => ({
      path,
      size,
      sha256,
      async *open() {
        opened.push(path);
        yield await Promise.resolve(new Uint8Array(size));
      },
    });
    const layout = layoutImage(
      [
        recording('c', 2 * MIB, 'x'),
        recording('a', 2 * MIB),
        recording('b', 2 * MIB, 'x'),
        recording('empty', 0),
      ],
      OPTIONS,
    );
    expect(opened).toEqual([]);
    const chunks = writeImage(layout);
    await chunks.next();
    expect(opened).toEqual(['a']);
    let done = false;
    while (!done) ({ done = false } = await chunks.next());
    expect(opened).toEqual(['a', 'b']);
  });

  test('a source is closed when the caller stops', async () => {
    let closed = false;
    const source: ImageFile = {
      path: 'a',
      size: 8 * MIB,
      *open() {
        try {
          for (;;) yield new Uint8Array(MIB);
        } finally {
          closed = true;
        }
      },
    };
    const chunks = writeImage(layoutImage([source], OPTIONS));
    await chunks.next();
    expect(closed).toBe(false);
    await chunks.return();
    expect(closed).toBe(true);
  });
});

describe('chunks', () => {
  test('have 1 MiB each, however small or large the pieces of the files are', async () => {
    const pieces = [new Uint8Array(0), new Uint8Array(3 * MIB), new Uint8Array(1)];
    const layout = layoutImage(
      [
        file(3 * MIB + 1, pieces),
        ...Array.from({ length: 100 }, (_, index) =>
          file(1, [new Uint8Array(1)], `${String(index)}.inf`),
        ),
      ],
      OPTIONS,
    );
    const lengths = (await collect(layout)).map(({ length }) => length);
    expect(lengths.slice(0, -1)).toEqual([MIB, MIB, MIB]);
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(layout.sizeInBytes);
  });

  test('are copies: the source may use its buffer again, and the caller keep the chunk', async () => {
    const buffer = new Uint8Array(MIB);
    const counting: ImageFile = {
      path: 'a',
      size: 3 * MIB,
      *open() {
        for (const value of [1, 2, 3]) yield buffer.fill(value);
      },
    };
    const image = Buffer.concat(await collect(layoutImage([counting], OPTIONS)));
    const start = image.indexOf(1, 25 * 2048);
    expect([0, 1, 2].map((index) => image.at(start + (index + 1) * MIB - 1))).toEqual([1, 2, 3]);
  });

  test('that are handed back are filled again', async () => {
    const layout = layoutImage([synthetic(5 * MIB)], OPTIONS);
    const kept = Buffer.concat(await collect(layout));
    const chunks = writeImage(layout);
    const seen = new Set<ArrayBufferLike>();
    const copies: Uint8Array[] = [];
    for (let next = await chunks.next(); !next.done; next = await chunks.next(next.value)) {
      seen.add(next.value.buffer);
      copies.push(Uint8Array.from(next.value));
    }
    expect(Buffer.concat(copies).equals(kept)).toBe(true);
    expect(seen.size).toBe(1);
  });

  test('of another length that are handed back are not used', async () => {
    const layout = layoutImage([synthetic(3 * MIB)], OPTIONS);
    const chunks = writeImage(layout);
    await chunks.next();
    const second = await chunks.next(new Uint8Array(5));
    expect(second.value).toHaveLength(MIB);
  });
});

describe('memory does not grow with file size', () => {
  const SIZE = 1536 * MIB;

  test('a file of 1.5 GiB takes less than 16 MiB if chunks are handed back', async () => {
    const layout = layoutImage([synthetic(SIZE)], OPTIONS);
    const before = process.memoryUsage().arrayBuffers;
    const chunks = writeImage(layout);
    let [written, peak] = [0, 0];
    for (let next = await chunks.next(); !next.done; next = await chunks.next(next.value)) {
      written += next.value.length;
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
    }
    expect(written).toBe(layout.sizeInBytes);
    expect(peak).toBeLessThan(16 * MIB);
  });

  test('and less than 192 MiB, uncollected garbage included, if not', async () => {
    const layout = layoutImage([synthetic(SIZE)], OPTIONS);
    const inUse = () => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
    const before = inUse();
    let [written, peak] = [0, 0];
    for await (const chunk of writeImage(layout)) {
      written += chunk.length;
      peak = Math.max(peak, inUse() - before);
    }
    expect(written).toBe(layout.sizeInBytes);
    expect(peak).toBeLessThan(192 * MIB);
  });
});
