import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { readDirectory } from './directory';
import { createFileReadStream } from './file-stream';
import { openIso9660Image } from './image';
import {
  directory,
  directoryRecord,
  FLAGS,
  image,
  listAll,
  memorySource,
  openBytes,
  pathsIn,
  record,
  ROOT,
  SECTOR,
  TERMINATOR,
  volumeDescriptor,
  type RecordFields,
} from './image-builder.fixture';
import type { RandomAccessSource } from './random-access-source';

/** An image whose root directory holds these files; sector 22 holds `abc`. */
function imageOf(...files: readonly RecordFields[]): Buffer {
  return image({
    [ROOT]: directory(
      ROOT,
      ROOT,
      files.map((file) => record({ sector: 22, length: 3, ...file })),
    ),
    22: Buffer.from('abc'),
  });
}

async function contentsOf(bytes: Buffer, path: string): Promise<string> {
  const opened = await openBytes(bytes);
  const found = (await listAll(opened)).find((candidate) => candidate.path === path);
  if (found === undefined) throw new Error(`${path} is missing`);
  return (await buffer(createFileReadStream(opened, found))).toString();
}

describe('a plain ISO 9660 image', () => {
  const bytes = image(
    {
      [ROOT]: directory(ROOT, ROOT, [
        record({ identifier: 'EMPTY.;1', sector: 0, length: 0 }),
        record({ identifier: 'README.TXT;1', sector: 22, length: 3 }),
        directoryRecord('SUB.DIR', 21),
      ]),
      21: directory(21, ROOT, [record({ identifier: 'A.;1', sector: 22, length: 2 })]),
      22: Buffer.from('abc'),
    },
    [volumeDescriptor({ volumeId: 'MY_VOLUME', volumeSpaceSize: 23 }), TERMINATOR],
  );

  test('tells its volume', async () => {
    expect(await openBytes(bytes)).toMatchObject({
      volumeId: 'MY_VOLUME',
      volumeSpaceSize: 23,
      logicalBlockSize: 2048,
      nameSpace: 'iso9660',
      nameSpaces: ['iso9660'],
      root: { path: '', kind: 'directory', extents: [{ sector: ROOT, length: SECTOR }] },
    });
  });

  test('lists its tree, names without version and final dot', async () => {
    const modified = Date.parse('2001-09-09T01:46:40Z') / 1000;
    expect(await listAll(await openBytes(bytes))).toEqual([
      { path: 'EMPTY', name: 'EMPTY', kind: 'file', size: 0, extents: [], modified },
      {
        path: 'README.TXT',
        name: 'README.TXT',
        kind: 'file',
        size: 3,
        extents: [{ sector: 22, length: 3 }],
        modified,
      },
      {
        path: 'SUB.DIR',
        name: 'SUB.DIR',
        kind: 'directory',
        size: SECTOR,
        extents: [{ sector: 21, length: SECTOR }],
        modified,
      },
      {
        path: 'SUB.DIR/A',
        name: 'A',
        kind: 'file',
        size: 2,
        extents: [{ sector: 22, length: 2 }],
        modified,
      },
    ]);
  });

  test('holds its files', async () => {
    expect(await contentsOf(bytes, 'README.TXT')).toBe('abc');
    expect(await contentsOf(bytes, 'SUB.DIR/A')).toBe('ab');
    expect(await contentsOf(bytes, 'EMPTY')).toBe('');
  });
});

describe('names', () => {
  test('are sorted by their UTF-8 bytes, whatever the order on the image', async () => {
    const names = ['b', 'a.b', 'a', 'B', '\u00e9', '_'];
    expect(await pathsIn(imageOf(...names.map((identifier) => ({ identifier }))))).toEqual([
      'B',
      '_',
      'a',
      'a.b',
      'b',
      '\u00e9',
    ]);
  });

  test.each([
    ['A;1', 'A'],
    ['A.;1', 'A'],
    ['A.B;32767', 'A.B'],
    ['A.B', 'A.B'],
    ['A..;1', 'A.'],
    ['A;B', 'A;B'],
    ['A;1;2', 'A;1;2'],
    ['\u00c4.TXT;1', '\u00c4.TXT'],
  ])('the identifier %s is the name %s', async (identifier, name) => {
    expect(await pathsIn(imageOf({ identifier }))).toEqual([name]);
  });

  test('of several versions of a file the highest stands for it', async () => {
    const versions = imageOf(
      { identifier: 'A.;2', length: 2 },
      { identifier: 'A.;10', length: 3 },
      { identifier: 'A.;1', length: 1 },
    );
    expect(await contentsOf(versions, 'A')).toBe('abc');
    expect(await pathsIn(versions)).toEqual(['A']);
  });
});

describe('flags of a directory record', () => {
  test('hidden files are listed, associated files are not', async () => {
    expect(
      await pathsIn(
        imageOf(
          { identifier: 'A.;1', flags: FLAGS.associated },
          { identifier: 'A.;1' },
          { identifier: 'B.;1', flags: FLAGS.hidden },
        ),
      ),
    ).toEqual(['A', 'B']);
  });

  test('an interleaved file is listed and refused to read', async () => {
    await expect(contentsOf(imageOf({ identifier: 'A', fileUnitSize: 1 }), 'A')).rejects.toThrow(
      '"A" cannot be read: it is interleaved with other files',
    );
  });

  test('an extended attribute record stands before the contents', async () => {
    const file = { identifier: 'A', sector: 21, extendedAttributeLength: 1 };
    expect(await contentsOf(imageOf(file), 'A')).toBe('abc');
  });
});

describe('a directory of several sectors', () => {
  test('no record crosses a sector, the rest of which is zero', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `FILE${String(1000 + index)}`);
    const extent = directory(
      ROOT,
      ROOT,
      names.map((identifier) => record({ identifier })),
    );
    expect(extent.length).toBe(3 * SECTOR);
    const root = record({ identifier: '\0', sector: ROOT, length: extent.length, flags: 2 });
    expect(
      await pathsIn(image({ [ROOT]: extent }, [volumeDescriptor({ root }), TERMINATOR])),
    ).toEqual(names);
  });
});

describe('logical blocks smaller than a sector', () => {
  test.each([512, 1024])('of %d bytes', async (logicalBlockSize) => {
    const blocks = SECTOR / logicalBlockSize;
    const root = directoryRecord('\0', ROOT * blocks);
    const bytes = image(
      {
        [ROOT]: directory(ROOT * blocks, ROOT * blocks, [
          record({ identifier: 'A', sector: 22 * blocks + 1, length: 3 }),
        ]),
        22: Buffer.concat([Buffer.alloc(logicalBlockSize), Buffer.from('abc')]),
      },
      [volumeDescriptor({ logicalBlockSize, root, volumeSpaceSize: 23 * blocks }), TERMINATOR],
    );
    expect(await contentsOf(bytes, 'A')).toBe('abc');
  });
});

describe('a file of several extents (ECMA-119, 6.5.1)', () => {
  test('is one file', async () => {
    const bytes = image({
      [ROOT]: directory(ROOT, ROOT, [
        record({ identifier: 'A.;1', sector: 23, length: 2, flags: FLAGS.continued }),
        record({ identifier: 'A.;1', sector: 24, length: 0, flags: FLAGS.continued }),
        record({ identifier: 'A.;1', sector: 22, length: 3 }),
      ]),
      22: Buffer.from('cde'),
      23: Buffer.from('ab'),
    });
    expect(await contentsOf(bytes, 'A')).toBe('abcde');
    expect(await listAll(await openBytes(bytes))).toMatchObject([
      {
        path: 'A',
        size: 5,
        extents: [
          { sector: 23, length: 2 },
          { sector: 22, length: 3 },
        ],
      },
    ]);
  });

  test('can be larger than 4 GiB', async () => {
    const first = 4 * 1024 ** 3 - SECTOR;
    const head = image(
      {
        [ROOT]: directory(ROOT, ROOT, [
          record({ identifier: 'BIG.;1', sector: 22, length: first, flags: FLAGS.continued }),
          record({ identifier: 'BIG.;1', sector: 22 + first / SECTOR, length: 5 }),
        ]),
      },
      [volumeDescriptor({ volumeSpaceSize: 22 + first / SECTOR + 1 }), TERMINATOR],
    );
    const size = 22 * SECTOR + first + SECTOR;
    const source: RandomAccessSource = {
      ...memorySource(head),
      size,
      read: (offset, length) => {
        const bytes = Buffer.alloc(length, offset >= 22 * SECTOR + first ? 'z' : 'a');
        head.copy(bytes, 0, Math.min(offset, head.length), offset + length);
        return Promise.resolve(bytes);
      },
    };
    const opened = await openIso9660Image(source);
    const [file] = await readDirectory(opened, opened.root);
    expect(file).toMatchObject({ path: 'BIG', size: first + 5 });
    if (file === undefined) return;
    const lastExtent = { ...file, extents: file.extents.slice(1) };
    expect((await buffer(createFileReadStream(opened, lastExtent))).toString()).toBe('zzzzz');
  });
});
