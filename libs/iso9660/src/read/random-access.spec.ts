import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { readDirectory } from './directory';
import { createFileReadStream } from './file-stream';
import { openIso9660Image } from './image';
import { listImage } from './image-listing';
import {
  alternateName,
  continuation,
  directory,
  directoryRecord,
  image,
  memorySource,
  record,
  ROOT,
  ROOT_SYSTEM_USE,
  SECTOR,
} from './image-builder.fixture';

const AREA = alternateName('continued');

/** Sectors: 16 and 17 descriptors, 20 root, 21 and 22 directories, 23 continuation, 24 to 27 files. */
const IMAGE = image({
  [ROOT]: directory(
    ROOT,
    ROOT,
    [
      directoryRecord('A', 21),
      directoryRecord('B', 22),
      record({ identifier: 'C', sector: 24, length: 100 }),
    ],
    ROOT_SYSTEM_USE,
  ),
  21: directory(21, ROOT, [record({ identifier: 'D', sector: 25, length: SECTOR + 1 })]),
  22: directory(22, ROOT, [
    record({ identifier: 'E', systemUse: [continuation(23, 0, AREA.length)] }),
    record({ identifier: 'F', sector: 27, length: 1 }),
  ]),
  23: AREA,
  27: Buffer.alloc(SECTOR),
});

const sectorsOf = (reads: readonly { offset: number; length: number }[]) =>
  reads.flatMap(({ offset, length }) =>
    Array.from({ length: Math.ceil(length / SECTOR) }, (_, index) => offset / SECTOR + index),
  );

describe('only what is asked for is read', () => {
  test('opening reads the descriptors, the sector behind them, and the beginning of the root directory', async () => {
    const source = memorySource(IMAGE);
    await openIso9660Image(source);
    // A UDF file system would be announced after the descriptors.
    expect(sectorsOf(source.reads)).toEqual([16, 17, 18, ROOT]);
  });

  test('listing reads directories and continuation areas, each once', async () => {
    const source = memorySource(IMAGE);
    const opened = await openIso9660Image(source);
    source.reads.length = 0;
    const paths: string[] = [];
    for await (const { path } of listImage(opened)) paths.push(path);
    expect(paths).toEqual(['A', 'A/D', 'B', 'B/F', 'B/continued', 'C']);
    expect(sectorsOf(source.reads)).toEqual([ROOT, 21, 22, 23]);
  });

  test('a listing that is not read to its end reads no further', async () => {
    const source = memorySource(IMAGE);
    const opened = await openIso9660Image(source);
    source.reads.length = 0;
    for await (const { path } of listImage(opened)) {
      if (path === 'A') break;
    }
    expect(sectorsOf(source.reads)).toEqual([ROOT]);
  });

  test('reading one directory and one file reads their extents', async () => {
    const source = memorySource(IMAGE);
    const opened = await openIso9660Image(source);
    const [first] = await readDirectory(opened, opened.root);
    if (first === undefined) throw new Error('an empty image');
    source.reads.length = 0;
    const [file] = await readDirectory(opened, first);
    if (file === undefined) throw new Error('an empty directory');
    expect((await buffer(createFileReadStream(opened, file))).length).toBe(SECTOR + 1);
    expect(source.reads).toEqual([
      { offset: 21 * SECTOR, length: SECTOR },
      { offset: 25 * SECTOR, length: SECTOR + 1 },
    ]);
  });
});
