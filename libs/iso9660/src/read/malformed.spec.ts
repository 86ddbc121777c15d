import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { createFileReadStream } from './file-stream';
import { readDirectory } from './directory';
import {
  alternateName,
  bothEndian32,
  continuation,
  directory,
  directoryRecord,
  entry,
  FLAGS,
  image,
  JOLIET_ESCAPE_SEQUENCE,
  listAll,
  memorySource,
  openBytes,
  pathsIn,
  posixAttributes,
  record,
  rockRidgeImage,
  ROOT,
  ROOT_SYSTEM_USE,
  SECTOR,
  TERMINATOR,
  volumeDescriptor,
  type DescriptorFields,
} from './image-builder.fixture';
import { openIso9660Image } from './image';
import { Iso9660Error } from './iso9660-error';

/**
 * Each way in which the bytes can be wrong: a description, the bytes, and the words of the error.
 */
type Case = readonly [wrong: string, bytes: Buffer, message: string];

/** Opens the image, lists it and reads all files. */
async function readEverything(bytes: Buffer): Promise<void> {
  const opened = await openIso9660Image(memorySource(bytes, 1000));
  for (const found of await listAll(opened)) {
    if (found.kind === 'file') await buffer(createFileReadStream(opened, found));
  }
}

async function expectRefused([, bytes, message]: Case): Promise<void> {
  const error: unknown = await readEverything(bytes).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Iso9660Error);
  if (!(error instanceof Iso9660Error)) return;
  expect(error.message).toContain(message);
  const [diagnostic] = error.diagnostics;
  expect(diagnostic).toMatchObject({ file: 'test.iso' });
  expect(diagnostic?.found).toBeTruthy();
  expect(diagnostic?.expected).toBeTruthy();
  expect(diagnostic?.remedy).toBeTruthy();
}

/** An image whose root directory holds these records. */
const withRecords = (...records: readonly Buffer[]) =>
  image({ [ROOT]: directory(ROOT, ROOT, records), 22: Buffer.from('abc') });

/** `bytes` with some of them replaced. */
function patched(bytes: Buffer, offset: number, ...values: readonly number[]): Buffer {
  const copy = Buffer.from(bytes);
  copy.set(values, offset);
  return copy;
}

const FILE = record({ identifier: 'A.;1', sector: 22, length: 3 });
const SOUND = withRecords(FILE);
/** Offset of the file's record in {@link SOUND}: two records of 34 bytes come before it. */
const FILE_OFFSET = ROOT * SECTOR + 68;

const systemUseCase = (
  wrong: string,
  systemUse: readonly Buffer[],
  message: string,
  more: Readonly<Record<number, Buffer>> = {},
): Case => [wrong, rockRidgeImage(systemUse, more), message];

test('the image that the cases spoil is sound', async () => {
  await expect(readEverything(SOUND)).resolves.toBeUndefined();
});

describe('volume descriptors', () => {
  const root = { [ROOT]: directory(ROOT, ROOT, []), 21: Buffer.alloc(SECTOR) };
  const primary = (fields: DescriptorFields) => image(root, [volumeDescriptor(fields), TERMINATOR]);
  const primaries = (count: number) => Array.from({ length: count }, () => volumeDescriptor());
  test.each<Case>([
    [
      'not an image at all, and too short for one',
      Buffer.from('<!DOCTYPE html>'),
      'this is not an ISO 9660 image, but a web page, often one that says why there is nothing to download\n  found:    it ends before sector 16; 15 bytes that begin with "<!DOCTYPE html>"',
    ],
    [
      'not an image at all',
      Buffer.alloc(17 * SECTOR, 'MZ'),
      'found:    "ZMZMZ" there; 34,816 bytes that begin with "MZMZMZMZMZMZMZMZ"\n  expected: "CD001" at sector 16',
    ],
    [
      'no terminator',
      image(root, [volumeDescriptor()]),
      'volume descriptor at byte 34816: the volume descriptor set has no terminator\n  found:    "\\u0000\\u0000\\u0000\\u0000\\u0000" at sector 17',
    ],
    [
      'the image ends in the volume descriptors',
      image({}, primaries(2)),
      'the image is truncated: it ends before the end of the volume descriptors',
    ],
    [
      'too many of them',
      image({}, primaries(100)),
      'volume descriptor set at byte 32768: it does not end\n  found:    64 descriptors',
    ],
    ['no primary one', image(root, [TERMINATOR]), 'has no primary volume descriptor'],
    [
      'logical blocks larger than a sector',
      primary({ logicalBlockSize: 4096 }),
      'found:    4,096 bytes\n  expected: 512, 1024 or 2,048 bytes',
    ],
    [
      'a root that is a file',
      primary({ root: record({ identifier: '\0', sector: ROOT }) }),
      'the root directory is not a directory\n  found:    a file',
    ],
    [
      'a root with a name',
      primary({ root: directoryRecord('A', ROOT) }),
      'the root directory is not a directory\n  found:    a directory with a name',
    ],
    [
      'a root outside the image',
      primary({ root: directoryRecord('\0', 0xffffffff) }),
      'the image is truncated: it ends before the end of root directory',
    ],
    [
      'a root that is no directory but zeros',
      primary({ root: directoryRecord('\0', 21) }),
      'root directory at byte 43008: a directory record is too short',
    ],
    [
      'a volume that is larger than the image, which lacks a file',
      image(
        { [ROOT]: directory(ROOT, ROOT, [record({ identifier: 'A', sector: 900, length: 3 })]) },
        [volumeDescriptor({ volumeSpaceSize: 1000 }), TERMINATOR],
      ),
      'the image is truncated: it ends before the end of "A"\n  found:    43,008 bytes\n  expected: at least 1,843,203 bytes',
    ],
  ])('%s', async (...malformedCase) => {
    await expectRefused(malformedCase);
  });
});

describe('directories and their records', () => {
  test.each<Case>([
    [
      'a record of length one',
      patched(SOUND, FILE_OFFSET, 1),
      `root directory at byte ${String(FILE_OFFSET)}: a directory record is too short\n  found:    1 bytes`,
    ],
    [
      'a record that crosses a sector',
      // 68 bytes for the first two records and 48 records of 40 bytes leave 60 bytes.
      withRecords(
        ...Array.from({ length: 48 }, (_, index) =>
          record({ identifier: `FILE_${String(10 + index)}` }),
        ),
        Buffer.from([61]),
      ),
      'a directory record runs past the end of its sector\n  found:    61 bytes\n  expected: at most 60 bytes',
    ],
    ['an identifier of no bytes', patched(SOUND, FILE_OFFSET + 32, 0), 'found:    0 bytes'],
    [
      'an identifier that runs past its record',
      patched(SOUND, FILE_OFFSET + 32, 200),
      'an identifier does not fit its directory record\n  found:    200 bytes\n  expected: 1 to 5 bytes',
    ],
    [
      'a directory that begins with something else',
      image({ [ROOT]: directory(ROOT, ROOT, [directoryRecord('D', 21)]), 21: FILE }),
      'directory "D" at byte 43008: there is no directory\n  found:    a record for something else',
    ],
    [
      'a directory of zeros',
      image({
        [ROOT]: directory(ROOT, ROOT, [directoryRecord('D', 21)]),
        21: Buffer.alloc(SECTOR),
      }),
      'directory "D" at byte 43008: there is no directory\n  found:    no directory record',
    ],
    [
      'a directory of no length',
      withRecords(record({ identifier: 'D', sector: 22, flags: FLAGS.directory })),
      'there is no directory',
    ],
    [
      'a directory outside the image',
      withRecords(directoryRecord('D', 0x7fffffff)),
      'the image is truncated: it ends before the end of directory "D"',
    ],
    [
      'a directory of an absurd size',
      withRecords(record({ identifier: 'D', sector: 22, length: 0xffffffff, flags: 2 })),
      'the directory is too large\n  found:    4,294,967,295 bytes\n  expected: at most 33,554,432 bytes',
    ],
    [
      'a directory in several extents',
      withRecords(
        record({
          identifier: 'D',
          sector: 22,
          length: SECTOR,
          flags: FLAGS.directory | FLAGS.continued,
        }),
        directoryRecord('D', 22),
      ),
      'a directory has several extents\n  found:    2',
    ],
    [
      'a file whose last section is missing',
      withRecords(record({ identifier: 'A', sector: 22, length: 3, flags: FLAGS.continued })),
      'the last section of a file is missing\n  found:    "A" without a record that ends it',
    ],
    [
      'a section followed by another file',
      withRecords(
        record({ identifier: 'A', sector: 22, length: 3, flags: FLAGS.continued }),
        record({ identifier: 'B', sector: 22, length: 3 }),
      ),
      'the last section of a file is missing\n  found:    "A" without a record that ends it',
    ],
    [
      'a file outside the image',
      withRecords(record({ identifier: 'A', sector: 22, length: SECTOR + 1 })),
      'the image is truncated: it ends before the end of "A"',
    ],
    [
      'a file larger than the image, in extents that overlap',
      withRecords(
        ...Array.from({ length: 30 }, () =>
          record({ identifier: 'A', sector: 20, length: 2 * SECTOR, flags: FLAGS.continued }),
        ),
        record({ identifier: 'A', sector: 20, length: 2 * SECTOR }),
      ),
      '"A" is larger than the image\n  found:    126,976 bytes',
    ],
  ])('%s', async (...malformedCase) => {
    await expectRefused(malformedCase);
  });

  test('both halves of a number disagree: the little-endian one counts', async () => {
    expect(await pathsIn(patched(SOUND, FILE_OFFSET + 6, 1, 2, 3, 4))).toEqual(['A']);
  });
});

describe('names', () => {
  const named = (name: string) => rockRidgeImage([alternateName(name)]);
  const refusal = 'a name that no file can have';
  test.each<Case>([
    ['with a separator', named('../../etc/passwd'), `${refusal}\n  found:    "../../etc/passwd"`],
    ['with NUL', named('a\0b'), `${refusal}\n  found:    "a\\u0000b"`],
    ['.', named('.'), `${refusal}\n  found:    "."`],
    ['..', named('..'), `${refusal}\n  found:    ".."`],
    ['empty', named(''), `${refusal}\n  found:    ""`],
    ['. by its flag', rockRidgeImage([alternateName('', 2)]), `${refusal}\n  found:    "."`],
    ['.. by its flag', rockRidgeImage([alternateName('', 4)]), `${refusal}\n  found:    ".."`],
    ['plain ..', withRecords(record({ identifier: '..' })), refusal],
    ['plain, empty but for the version', withRecords(record({ identifier: ';1' })), refusal],
    ['plain, a dot and a version', withRecords(record({ identifier: '.;1' })), refusal],
    ['plain, with a separator', withRecords(record({ identifier: 'A/B' })), refusal],
    [
      'twice the same',
      withRecords(FILE, FILE),
      'two entries have the same name\n  found:    "A" twice',
    ],
    [
      'the same without version',
      withRecords(FILE, record({ identifier: 'A' })),
      'two entries have the same name',
    ],
  ])('%s', async (...malformedCase) => {
    await expectRefused(malformedCase);
  });

  describe('in Joliet', () => {
    const joliet = (identifier: Buffer) =>
      image(
        { [ROOT]: directory(ROOT, ROOT, []), 21: directory(21, 21, [record({ identifier })]) },
        [
          volumeDescriptor(),
          volumeDescriptor({
            type: 2,
            escapeSequences: JOLIET_ESCAPE_SEQUENCE,
            root: directoryRecord('\0', 21),
          }),
          TERMINATOR,
        ],
      );
    test.each<Case>([
      [
        'of an odd length',
        joliet(Buffer.from('\0a\0')),
        'a Joliet name of an odd length\n  found:    3 bytes',
      ],
      [
        'with half a surrogate pair',
        joliet(Buffer.from([0xd8, 0x3d, 0, 0x61])),
        'a Joliet name that is not UTF-16',
      ],
      ['with a separator', joliet(Buffer.from('\0.\0.\0/')), refusal],
      ['..', joliet(Buffer.from('\0.\0.')), refusal],
    ])('%s', async (...malformedCase) => {
      await expectRefused(malformedCase);
    });
  });
});

describe('system use entries', () => {
  const CONTINUED = alternateName('a', 1);
  test.each<Case>([
    systemUseCase(
      'shorter than their header',
      [Buffer.from('NM\u0003\u0001')],
      'a system use entry does not fit its area\n  found:    3 bytes',
    ),
    systemUseCase(
      'longer than their area',
      [Buffer.from('NM\u00ff\u0001', 'latin1')],
      'a system use entry does not fit its area\n  found:    255 bytes',
    ),
    systemUseCase(
      'NM without flags',
      [entry('NM')],
      'an entry NM is too short\n  found:    0 bytes of data',
    ),
    systemUseCase('NM without an end', [CONTINUED], 'a name has no end'),
    systemUseCase('PX too short', [entry('PX', [1])], 'an entry PX is too short'),
    systemUseCase(
      'TF too short for its time',
      [entry('TF', [2, 1, 1, 1])],
      'an entry TF is too short',
    ),
    systemUseCase('CL too short', [entry('CL', [1])], 'an entry CL is too short'),
    systemUseCase('CE too short', [entry('CE', [1])], 'an entry CE is too short'),
    systemUseCase('SL without flags', [entry('SL')], 'an entry SL is too short'),
    systemUseCase(
      'SL with a component that runs past it',
      [entry('SL', [0, 0, 9, 65])],
      'a component of a link target runs past its entry\n  found:    11 bytes\n  expected: at most 3 bytes',
    ),
    systemUseCase(
      'SL with half a component',
      [entry('SL', [0, 0])],
      'a component of a link target runs past its entry',
    ),
    systemUseCase('SL without an end', [entry('SL', [1, 0, 1, 65])], 'a link target has no end'),
    systemUseCase(
      'a component without an end',
      [entry('SL', [0, 1, 1, 65])],
      'a link target has no end',
    ),
    systemUseCase(
      'a symbolic link without a target',
      [posixAttributes(0o120777)],
      'a symbolic link has no target',
    ),
    systemUseCase(
      'a continuation area outside the image',
      [continuation(999, 0, 10)],
      'the image is truncated: it ends before the end of a continuation area of root directory',
    ),
    systemUseCase(
      'a continuation area at an absurd offset',
      [continuation(22, 0xffffffff, 10)],
      'the image is truncated',
    ),
    systemUseCase(
      'a continuation area of an absurd size',
      [continuation(22, 0, 0x7fffffff)],
      'a continuation area is too large',
    ),
    systemUseCase(
      'a continuation area that leads to itself',
      [continuation(23, 0, 28)],
      'the continuation areas of a directory record do not end',
      { 23: continuation(23, 0, 28) },
    ),
    systemUseCase(
      'a cycle of continuation areas',
      [continuation(23, 0, 28)],
      'the continuation areas of a directory record do not end',
      { 23: continuation(24, 0, 28), 24: continuation(23, 0, 28) },
    ),
    systemUseCase(
      'CL to a file',
      [entry('CL', bothEndian32(22))],
      'relocated directory at byte 45056',
    ),
    systemUseCase(
      'CL to a directory elsewhere',
      [entry('CL', bothEndian32(23))],
      'a relocated directory is not where an entry CL leads',
      { 23: directory(24, ROOT, []) },
    ),
    systemUseCase(
      'CL outside the image',
      [entry('CL', bothEndian32(0xffffffff))],
      'the image is truncated: it ends before the end of relocated directory',
    ),
    systemUseCase(
      'CL to a directory above',
      [entry('CL', bothEndian32(ROOT))],
      'a directory is in two places\n  found:    it is the root directory',
    ),
    systemUseCase(
      'zisofs',
      [entry('ZF', [112, 122, 4, 15])],
      '"PLAIN" cannot be read: it is compressed with zisofs (algorithm "pz")',
    ),
    systemUseCase(
      'zisofs, version 2, told by an entry of its own',
      [entry('Z2', [80, 90, 4, 15])],
      '"PLAIN" cannot be read: it is compressed with zisofs (algorithm "PZ")',
    ),
    systemUseCase(
      'a sparse file',
      [entry('SF', [])],
      '"PLAIN" cannot be read: it is recorded as a sparse file',
    ),
  ])('%s', async (...malformedCase) => {
    await expectRefused(malformedCase);
  });

  test('are not looked at where their names are not asked for', async () => {
    const bytes = rockRidgeImage([entry('CE', [1])]);
    expect(await pathsIn(bytes, 'iso9660')).toEqual(['PLAIN']);
  });
});

describe('loops and other ways to keep a reader busy', () => {
  test.each<Case>([
    [
      'a directory that holds the root',
      withRecords(directoryRecord('D', ROOT)),
      'directory "D" at byte 40960: a directory is in two places\n  found:    it is the root directory',
    ],
    [
      'directories that hold each other',
      image({
        [ROOT]: directory(ROOT, ROOT, [directoryRecord('A', 21)]),
        21: directory(21, ROOT, [directoryRecord('B', 22)]),
        22: directory(22, 21, [directoryRecord('C', 21)]),
      }),
      'directory "A/B/C" at byte 43008: a directory is in two places\n  found:    it is also "A"',
    ],
    [
      'directories that overlap, each in the next',
      image({
        [ROOT]: directory(ROOT, ROOT, [
          record({ identifier: 'A', sector: 21, length: 20 * SECTOR, flags: 2 }),
        ]),
        ...Object.fromEntries(
          Array.from({ length: 20 }, (_, index) => [
            21 + index,
            directory(21 + index, 20 + index, [
              record({
                identifier: `D${String(index)}`,
                sector: 22 + index,
                length: (19 - index) * SECTOR,
                flags: 2,
              }),
            ]),
          ]),
        ),
      }),
      'the directories are larger than the image',
    ],
    [
      'continuation areas that overlap',
      image({
        [ROOT]: directory(
          ROOT,
          ROOT,
          Array.from({ length: 20 }, (_, index) =>
            record({ identifier: `F${String(index)}`, systemUse: [continuation(21, 0, SECTOR)] }),
          ),
          ROOT_SYSTEM_USE,
        ),
        21: Buffer.concat([continuation(22, 0, SECTOR)]),
        22: Buffer.alloc(SECTOR),
      }),
      'the directories are larger than the image',
    ],
  ])('%s', async (...malformedCase) => {
    await expectRefused(malformedCase);
  });

  /** A directory of several sectors, each filled with the same record of 34 bytes. */
  function filled(sectors: number, repeated: Buffer): Buffer {
    const sector = Buffer.alloc(SECTOR);
    for (let offset = 0; offset + repeated.length <= SECTOR; offset += repeated.length) {
      repeated.copy(sector, offset);
    }
    const bytes = Buffer.alloc(sectors * SECTOR, sector);
    bytes.set(directory(21, ROOT, []));
    return bytes;
  }

  test('half a million records are not listed, in however many directories', async () => {
    const sectors = 5000;
    const length = sectors * SECTOR;
    const section = record({ identifier: 'A', flags: FLAGS.associated });
    const bytes = image({
      [ROOT]: directory(ROOT, ROOT, [
        record({ identifier: 'D', sector: 21, length, flags: FLAGS.directory }),
        record({ identifier: 'E', sector: 21 + sectors, length, flags: FLAGS.directory }),
      ]),
      21: filled(sectors, section),
      [21 + sectors]: filled(sectors, section),
    });
    await expectRefused([
      '',
      bytes,
      'directory "E": the image has more entries than can be listed',
    ]);
    const opened = await openBytes(bytes);
    const directories = await readDirectory(opened, opened.root);
    for (const one of directories) expect(await readDirectory(opened, one)).toEqual([]);
    expect(directories).toHaveLength(2);
  });

  test('paths that are together larger than the image by far are not listed', async () => {
    const depth = 19;
    const levels = Array.from({ length: depth }, (_, index) => [
      21 + index,
      directory(21 + index, 20 + index, [directoryRecord('D'.repeat(200), 22 + index)]),
    ]);
    const names = Array.from({ length: 9000 }, (_, index) =>
      record({ identifier: `F${String(index)}.;1` }),
    );
    const last = 21 + depth;
    const files = directory(last, last - 1, names);
    const bytes = image({
      [ROOT]: directory(ROOT, ROOT, [directoryRecord('D'.repeat(200), 21)]),
      ...Object.fromEntries(levels.slice(0, -1)),
      [last - 1]: directory(last - 1, last - 2, [
        record({ identifier: 'D', sector: last, length: files.length, flags: FLAGS.directory }),
      ]),
      [last]: files,
    });
    expect(bytes.length).toBeLessThan(1024 * 1024);
    await expectRefused(['', bytes, 'paths of more than 33554432 characters together']);
  });

  test('a reader who goes into a loop by hand comes to an end, too', async () => {
    const opened = await openBytes(withRecords(directoryRecord('D'.repeat(200), ROOT)));
    const walk = async () => {
      let { root: current } = opened;
      for (let depth = 0; depth < 100; depth += 1) {
        const [next] = await readDirectory(opened, current);
        if (next === undefined) return;
        current = next;
      }
    };
    await expect(walk()).rejects.toThrow('a path is too long\n  found:    4220 characters');
  });
});
