import { Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { describe, expect, test } from '@jest/globals';
import { readDirectory } from './directory';
import type { Iso9660Entry } from './entry';
import { createFileReadStream } from './file-stream';
import { openIso9660Image, type Iso9660Image } from './image';
import {
  directory,
  directoryRecord,
  image,
  memorySource,
  record,
  ROOT,
  SECTOR,
  type MemorySource,
} from './image-builder.fixture';
import { Iso9660Error } from './iso9660-error';

const MEBIBYTE = 1024 * 1024;
const CONTENTS = Buffer.alloc(8 * MEBIBYTE + 5, 'a long file, ');

async function openImage(): Promise<{
  opened: Iso9660Image;
  source: MemorySource;
  file: Iso9660Entry;
}> {
  const source = memorySource(
    image({
      [ROOT]: directory(ROOT, ROOT, [
        record({ identifier: 'BIG', sector: 22, length: CONTENTS.length }),
        directoryRecord('DIR', 21),
      ]),
      21: directory(21, ROOT, []),
      22: CONTENTS,
    }),
  );
  const opened = await openIso9660Image(source);
  const [file] = await readDirectory(opened, opened.root);
  if (file === undefined) throw new Error('an empty image');
  source.reads.length = 0;
  return { opened, source, file };
}

describe('a stream of the contents of a file', () => {
  test('reads its extent, all of it and nothing else', async () => {
    const { opened, source, file } = await openImage();
    expect((await buffer(createFileReadStream(opened, file))).equals(CONTENTS)).toBe(true);
    expect(source.reads).toEqual(
      Array.from({ length: 9 }, (_, index) => ({
        offset: 22 * SECTOR + index * MEBIBYTE,
        length: index === 8 ? 5 : MEBIBYTE,
      })),
    );
  });

  test('waits for a slow sink', async () => {
    const { opened, source, file } = await openImage();
    const ahead: number[] = [];
    let taken = 0;
    await pipeline(
      createFileReadStream(opened, file),
      new Writable({
        highWaterMark: 1,
        write(chunk: Buffer, _encoding, done) {
          taken += chunk.length;
          setImmediate(() => {
            ahead.push(source.reads.length * MEBIBYTE - taken);
            done();
          });
        },
      }),
    );
    expect(taken).toBe(CONTENTS.length);
    expect(Math.max(...ahead)).toBeLessThanOrEqual(2 * MEBIBYTE);
  });

  test('reads no more when it is destroyed', async () => {
    const { opened, source, file } = await openImage();
    for await (const chunk of createFileReadStream(opened, file)) {
      expect(chunk).toHaveLength(MEBIBYTE);
      break;
    }
    expect(source.reads.length).toBeLessThanOrEqual(3);
  });

  test('fails where the source becomes shorter', async () => {
    const { opened, source, file } = await openImage();
    const shrinking = {
      ...opened,
      source: {
        ...source,
        read: async (offset: number, length: number) => {
          const bytes = await source.read(offset, length);
          return offset > 3 * MEBIBYTE ? bytes.subarray(0, 100) : bytes;
        },
      },
    };
    const reading = buffer(createFileReadStream(shrinking, file));
    await expect(reading).rejects.toBeInstanceOf(Iso9660Error);
    await expect(reading).rejects.toThrow(
      'the image is truncated: it ends before the end of "BIG"\n  found:    3,190,884 bytes\n  expected: at least 4,239,360 bytes',
    );
  });

  test('fails before the first byte if the last one is outside the image', async () => {
    const { opened, source, file } = await openImage();
    const beyond = { ...file, extents: [...file.extents, { sector: 5000, length: 1 }] };
    await expect(buffer(createFileReadStream(opened, beyond))).rejects.toThrow('truncated');
    expect(source.reads).toEqual([]);
  });

  test('refuses what is not a file', async () => {
    const { opened } = await openImage();
    await expect(buffer(createFileReadStream(opened, opened.root))).rejects.toThrow(
      '"" cannot be read as a file\n  found:    directory\n  expected: a file',
    );
  });

  test('and a file cannot be read as a directory', async () => {
    const { opened, file } = await openImage();
    await expect(readDirectory(opened, file)).rejects.toThrow(
      '"BIG" cannot be read as a directory\n  found:    file',
    );
  });
});
