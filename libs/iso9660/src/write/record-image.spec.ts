import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { InputError } from '@aero-guest-tools/diagnostics';
import { type FileReader } from './image-file';
import { layoutImage } from './layout';
import { recordImage } from './record-image';
import {
  bytes,
  file,
  memoryOutput,
  MIB,
  open,
  OPTIONS,
  type MemoryFile,
} from './recording.fixture';
import { type ImageOutput } from './sequential-output';
import { writeImage } from './write-image';

async function recorded(files: readonly MemoryFile[]): Promise<Buffer> {
  const output = memoryOutput();
  const { sizeInBytes } = await recordImage(files, open, OPTIONS, output);
  const image = output.bytes();
  expect(image).toHaveLength(sizeInBytes);
  return image;
}

/** The image that is written if the hashes are known beforehand. */
async function written(files: readonly MemoryFile[]): Promise<Buffer> {
  const layout = layoutImage(
    files.map(({ path, size, contents }) => ({
      path,
      size,
      sha256: createHash('sha256').update(contents).digest('hex'),
      open: () => [contents],
    })),
    OPTIONS,
  );
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeImage(layout)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const SHAPES: Readonly<Record<string, readonly MemoryFile[]>> = {
  'no file': [],
  'one file': [file('a.sys', bytes(5, 1))],
  'files in directories, not in order': [
    file('drivers/x86/b.inf', bytes(3000, 1)),
    file('drivers/amd64/b.inf', bytes(4000, 2)),
    file('a.txt', bytes(10, 3)),
  ],
  'whole sectors': [
    file('a', bytes(2048, 1)),
    file('b', bytes(4096, 2)),
    file('c', bytes(2049, 3)),
    file('d', bytes(2047, 4)),
  ],
  'empty files first, between others, and last': ['a', 'c', 'e']
    .map((path) => file(path, new Uint8Array(0)))
    .concat(file('b', bytes(1, 1)), file('d', bytes(2, 2))),
  'equal contents': ['a', 'b', 'c', 'd'].map((path, index) =>
    file(path, bytes(5000, 1, index % 2)),
  ),
  'equal sizes, other contents': [file('a', bytes(7, 1)), file('b', bytes(7, 2))],
  'a file of exactly one piece': [file('a', bytes(MIB, 1)), file('b', bytes(1, 2))],
  'a file of one byte more': [file('a', bytes(MIB + 1, 1)), file('b', bytes(1, 2))],
  'large files of equal contents': [
    file('a', bytes(3 * MIB - 5, 1)),
    file('b', bytes(9, 1)),
    file('c', bytes(3 * MIB - 5, 1)),
    file('d', bytes(3 * MIB - 5, 1, 2)),
  ],
  'a large file last that stands there already': ['a', 'z'].map((path) =>
    file(path, bytes(3 * MIB + 1, 1)),
  ),
  'more small files than fit in a piece': Array.from({ length: 700 }, (_, index) =>
    file(`${String(index)}.inf`, bytes(1 + ((index * 37) % 5000), index % 256)),
  ),
};

describe('an image that is recorded in one pass', () => {
  test.each(Object.entries(SHAPES))('is the one that is written: %s', async (_, files) => {
    expect((await recorded(files)).equals(await written(files))).toBe(true);
  });

  test('tells its size, its volume identifier, and the names that are too long for Joliet', async () => {
    const long = file('n'.repeat(65), bytes(1, 1));
    const options = { volumeId: 'my disk', sourceDateEpoch: 0, directories: ['empty'] };
    const image = await recordImage([long], open, options, memoryOutput());
    expect(image).toMatchObject({
      sizeInBytes: layoutImage([], options).sizeInBytes,
      volumeId: 'MY_DISK',
      warnings: [{ severity: 'warning', file: long.path }],
    });
  });
});

describe('how often a file is read', () => {
  test.each([
    ['small, of whatever contents', [bytes(9, 1), bytes(9, 1), bytes(9, 2), bytes(3, 3)]],
    ['empty', [new Uint8Array(0)]],
    ['large, no other of its size', [bytes(2 * MIB, 1), bytes(2 * MIB + 1, 1)]],
    ['large, others of its size', [bytes(2 * MIB, 1), bytes(2 * MIB, 2)]],
    ['large, recorded already', [bytes(2 * MIB, 1), bytes(2 * MIB, 1)]],
  ])('once: %s', async (_, contents) => {
    const files = contents.map((content, index) => file(`${String(index)}.sys`, content));
    await recorded(files);
    expect(files.map(({ events }) => events)).toEqual(files.map(() => ['opened', 'closed']));
  });
});

describe('what ends the recording', () => {
  test.each([5, 2 * MIB])('a file that has fewer bytes than its size of %d', async (size) => {
    const short = file('driver.sys', bytes(size - 2, 1), size);
    const error: unknown = await recorded([short]).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).diagnostics).toMatchObject([
      {
        file: 'driver.sys',
        message: 'the file changed while it was being read',
        found: `${String(size - 2)} bytes`,
        expected: `${String(size)} bytes`,
      },
    ]);
    expect(short.events).toEqual(['opened', 'closed']);
  });

  test.each([5, 2 * MIB])(
    'what the reader says when a file of %d bytes is closed',
    async (size) => {
      const changed = new Error('changed');
      const source = file('a', bytes(size, 1));
      const suspicious = (): FileReader => ({
        ...open(source),
        close: () => {
          throw changed;
        },
      });
      await expect(recordImage([source], suspicious, OPTIONS, memoryOutput())).rejects.toBe(
        changed,
      );
    },
  );

  test.each([1, 2, 3])('an output that fails at write %d', async (which) => {
    let writes = 0;
    const full = new Error('ENOSPC');
    const files = [file('a', bytes(2 * MIB, 1))];
    const output: ImageOutput = {
      write: () => {
        writes += 1;
        return writes === which ? Promise.reject(full) : Promise.resolve();
      },
      truncate: () => Promise.resolve(),
    };
    await expect(recordImage(files, open, OPTIONS, output)).rejects.toBe(full);
  });

  test('paths that cannot be recorded, before anything is read', async () => {
    const refused = file('a*', bytes(1, 1));
    await expect(recorded([refused])).rejects.toThrow(InputError);
    expect(refused.events).toEqual([]);
  });
});

describe('memory', () => {
  test('does not grow with the size of files', async () => {
    const piece = bytes(MIB, 7);
    const large = { path: 'large.bin', size: 512 * MIB };
    const reader: FileReader = {
      read: (target) => {
        target.set(piece.subarray(0, target.length));
        return target.length;
      },
      close: () => {},
    };
    const before = process.memoryUsage().arrayBuffers;
    let peak = 0;
    await recordImage([large], () => reader, OPTIONS, {
      write: () => {
        peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
        return Promise.resolve();
      },
      truncate: () => Promise.resolve(),
    });
    expect(peak).toBeLessThan(8 * MIB);
  });
});
