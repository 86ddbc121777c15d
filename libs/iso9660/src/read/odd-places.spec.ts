import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { createFileReadStream } from './file-stream';
import { openIso9660Image } from './image';
import {
  bothEndian32,
  directory,
  directoryRecord,
  entry,
  alternateName,
  FLAGS,
  image,
  JOLIET_ESCAPE_SEQUENCE,
  memorySource,
  openBytes,
  record,
  ROOT,
  ROOT_SYSTEM_USE,
  SECTOR,
  TERMINATOR,
  volumeDescriptor,
} from './image-builder.fixture';
import { listImage } from './image-listing';
import { treeDifferences } from './tree-differences';
import type { ImageProblem } from './tolerance';

/** The paths that are listed, and those that are left out, with the reasons. */
async function list(bytes: Buffer): Promise<{ paths: string[]; problems: string[] }> {
  const problems: string[] = [];
  const onProblem = ({ path, problem }: ImageProblem): void => {
    problems.push(`${path}: ${problem.message.replace(/^.*? at byte \d+: /, '')}`);
  };
  const paths: string[] = [];
  const opened = await openBytes(bytes);
  for await (const { path } of listImage(opened, { onProblem })) paths.push(path);
  return { paths, problems };
}

const sound = record({ identifier: 'SOUND', sector: 22, length: 3 });
const other = directoryRecord('D', 21);

/** `SOUND`, with a directory `D` that holds `FILE` and an odd record. */
const withOddRecords = (...records: readonly Buffer[]): Buffer =>
  image({
    [ROOT]: directory(ROOT, ROOT, [sound, other]),
    21: directory(21, ROOT, [record({ identifier: 'FILE', sector: 22, length: 3 }), ...records]),
    22: Buffer.from('abc'),
  });

describe('rules 8: what is odd in one place leaves the rest of the image as it is', () => {
  test('two, or more, entries of the same name: none is taken', async () => {
    const twice = record({ identifier: 'TWICE', sector: 22, length: 1 });
    expect(await list(withOddRecords(twice, twice, twice))).toEqual({
      paths: ['D', 'D/FILE', 'SOUND'],
      problems: ['D/TWICE: two entries have the same name'],
    });
  });

  test('a name that no file can have', async () => {
    expect(await list(withOddRecords(record({ identifier: 'A/B' })))).toEqual({
      paths: ['D', 'D/FILE', 'SOUND'],
      problems: ['D/A/B: a name that no file can have'],
    });
  });

  test('a Joliet name with half of a surrogate pair', async () => {
    const name = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
    const bytes = image(
      {
        [ROOT]: directory(ROOT, ROOT, []),
        21: directory(21, 21, [
          record({ identifier: name('a\ud800'), sector: 22, length: 3 }),
          record({ identifier: name('b'), sector: 22, length: 3 }),
        ]),
        22: Buffer.from('abc'),
      },
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
    expect(await list(bytes)).toEqual({
      paths: ['b'],
      problems: ['a\ufffd: a Joliet name that is not UTF-16'],
    });
  });

  test.each([
    ['of length 0', record({ identifier: 'D', sector: 21, flags: FLAGS.directory })],
    ['without a record for itself', directoryRecord('D', 22)],
    ['outside of the image', directoryRecord('D', 9999)],
    ['that is the root', directoryRecord('D', ROOT)],
  ])('a directory %s', async (_name, oddDirectory) => {
    const bytes = image({
      [ROOT]: directory(ROOT, ROOT, [sound, oddDirectory]),
      22: Buffer.concat([record({ identifier: 'X' })], SECTOR),
    });
    const { paths, problems } = await list(bytes);
    expect(paths).toEqual(['D', 'SOUND']);
    expect(problems).toEqual([expect.stringMatching(/^D: /)]);
    // Without a listener for problems, the listing fails there.
    await expect(async () => {
      for await (const _ of listImage(await openBytes(bytes)));
    }).rejects.toThrow(/./);
  });

  test('an entry CL that leads nowhere', async () => {
    const placeholder = record({
      identifier: 'DEEP',
      systemUse: [alternateName('deep'), entry('CL', bothEndian32(22))],
    });
    const bytes = image({
      [ROOT]: directory(ROOT, ROOT, [sound, placeholder], ROOT_SYSTEM_USE),
      22: Buffer.alloc(SECTOR),
    });
    const { paths, problems } = await list(bytes);
    expect(paths).toEqual(['SOUND']);
    expect(problems).toEqual([expect.stringMatching(/^deep: /)]);
  });

  test('the root directory itself is not one place among others', async () => {
    const bytes = image({ [ROOT]: directory(ROOT, ROOT, []) }, [
      volumeDescriptor({
        root: record({ identifier: '\0', sector: ROOT, flags: FLAGS.directory }),
      }),
      TERMINATOR,
    ]);
    await expect(list(bytes)).rejects.toThrow(/there is no directory/);
  });

  test('more than a thousand odd places are no exception any more', async () => {
    const records = Array.from({ length: 1001 }, () => record({ identifier: '.' }));
    const extent = directory(21, ROOT, records);
    const bytes = image({
      [ROOT]: directory(ROOT, ROOT, [
        record({ identifier: 'D', sector: 21, length: extent.length, flags: FLAGS.directory }),
      ]),
      21: extent,
    });
    await expect(list(bytes)).rejects.toThrow(/a name that no file can have/);
  });
});

describe('rules 8: an image that is shorter than its volume', () => {
  const volume = (bytes: Buffer): Buffer => {
    bytes.writeUInt32LE(300, 16 * SECTOR + 80);
    return bytes;
  };

  test.each([
    ['without padding', 23 * SECTOR],
    ['with a part of the last sector', 22 * SECTOR + 3],
  ])('is listed if every file is there: %s', async (_name, size) => {
    const bytes = volume(withOddRecords()).subarray(0, size);
    const opened = await openIso9660Image(memorySource(bytes));
    expect(opened.missingBytes).toBe(300 * SECTOR - size);
    expect((await list(bytes)).paths).toEqual(['D', 'D/FILE', 'SOUND']);
    for await (const found of listImage(opened)) {
      if (found.kind !== 'file') continue;
      expect((await buffer(createFileReadStream(opened, found))).toString()).toBe('abc');
    }
  });

  test('is refused if a file or a directory is cut off', async () => {
    const bytes = volume(withOddRecords());
    await expect(list(bytes.subarray(0, 22 * SECTOR + 2))).rejects.toThrow(
      /the image is truncated: it ends before the end of "D\/FILE"/,
    );
    await expect(list(bytes.subarray(0, 21 * SECTOR))).rejects.toThrow(
      /the image is truncated: it ends before the end of directory "D"/,
    );
  });
});

describe('the record of the root directory in a volume descriptor', () => {
  test.each([0, 33, 40, 255])('has 34 bytes, also if it says %d', async (length) => {
    const bytes = withOddRecords();
    bytes.writeUInt8(length, 16 * SECTOR + 156);
    expect((await list(bytes)).paths).toEqual(['D', 'D/FILE', 'SOUND']);
  });
});

describe('name spaces that hold different trees', () => {
  const jolietName = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

  /** An image with Rock Ridge and Joliet; the Joliet tree has these files. */
  const withJoliet = (...joliet: readonly Buffer[]): Buffer =>
    image(
      {
        [ROOT]: directory(
          ROOT,
          ROOT,
          [record({ identifier: 'A', sector: 23, length: 3, systemUse: [alternateName('a')] })],
          ROOT_SYSTEM_USE,
        ),
        21: directory(21, 21, joliet),
        24: Buffer.alloc(SECTOR),
      },
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
  const same = record({ identifier: jolietName('Same'), sector: 23, length: 3 });
  const more = record({ identifier: jolietName('More'), sector: 24, length: 3 });

  async function differences(bytes: Buffer): Promise<readonly (string | undefined)[]> {
    const opened = await openBytes(bytes);
    const entries = [];
    for await (const found of listImage(opened)) entries.push(found);
    return (await treeDifferences(opened, entries)).map(({ found }) => found);
  }

  test('are told, by what is only in one of them', async () => {
    expect(await differences(withJoliet(same))).toEqual([]);
    expect(await differences(withJoliet(same, more))).toEqual([
      'only under joliet names: "More"; only under rock-ridge names: none',
    ]);
    expect(await differences(withJoliet())).toEqual([
      'only under joliet names: none; only under rock-ridge names: "a"',
    ]);
  });

  test('another tree that cannot be read is told, too', async () => {
    const bytes = withJoliet(same);
    bytes.fill(0, 21 * SECTOR, 22 * SECTOR);
    expect(await differences(bytes)).toHaveLength(1);
  });
});
