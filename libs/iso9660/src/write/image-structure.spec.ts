import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type ImageFile } from './image-file';
import {
  bothEndian16,
  bothEndian32,
  file,
  parts,
  pathTable,
  PRIMARY,
  records,
  rootRecord,
  SECTOR,
  sector,
  sortKey,
  SUPPLEMENTARY,
  text,
  walk,
  write,
} from './image-structure.fixture';

const DEEP = Array.from({ length: 12 }, (_, index) => `level${String(index + 1)}`).join('/');

const FILES = [
  file('manifest.json', '{}'),
  file('README'),
  file('sectors/empty-1', ''),
  file('sectors/empty-2', ''),
  file('sectors/exactly-1', Buffer.alloc(SECTOR, 1)),
  file('sectors/exactly-3', Buffer.alloc(3 * SECTOR, 3)),
  file('sectors/one-more', Buffer.alloc(SECTOR + 1, 4)),
  file('sectors/one-less', Buffer.alloc(SECTOR - 1, 5)),
  file('same/a', 'equal contents'),
  file('same/b', 'equal contents'),
  file(`${DEEP}/deep.sys`),
  // As a character, the dot sorts after "-" and space, but name and extension are compared
  // separately.
  ...['a', 'a.b', 'a-b.txt', 'a .c', 'a.txt', 'A.TXT', 'aa.b', 'a1.b', 'a.b1'].map((name) =>
    file(`order/${name}`),
  ),
  // One of the two gets a number in the primary hierarchy.
  file('same name/a+b/1'),
  file('same name/a-b/2'),
  file(`long/${'x'.repeat(64)}`),
  file(`long/${'y'.repeat(106)}.sys`),
  file('\u{DC}ml\u{E4}ut/\u{65E5}\u{672C}.txt'),
  ...Array.from({ length: 200 }, (_, index) => file(`many/driver-file-${String(index)}.sys`)),
];
const DIRECTORIES = ['empty directory', 'order/d.e', 'order/d', 'order/d-e', 'order/d.e/f'];

/** Trees for images in which every field is checked. */
const SHAPES: readonly { shape: string; files: ImageFile[]; directories: string[] }[] = [
  { shape: 'nothing', files: [], directories: [] },
  { shape: 'one file', files: [file('a')], directories: [] },
  { shape: 'a bit of everything', files: FILES, directories: DIRECTORIES },
  {
    shape: '5,000 files',
    files: Array.from({ length: 5000 }, (_, index) =>
      file(`d${String(index % 7)}/A rather long name of a driver file, ${String(index)}.sys`),
    ),
    directories: [],
  },
  {
    shape: '700 directories, so that path tables and a directory take sectors',
    files: [file('d/directory 1/file')],
    directories: Array.from({ length: 700 }, (_, index) =>
      index < 600 ? `d/directory ${String(index)}` : `d/directory ${String(index - 600)}/e/f`,
    ),
  },
];

/** The directories of a shape: those that are listed, and those above a file or directory. */
function directoriesOf(files: readonly ImageFile[], directories: readonly string[]): Set<string> {
  return new Set(
    [...files.map(({ path }) => path), ...directories.map((path) => `${path}/`)].flatMap((path) =>
      [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index)),
    ),
  );
}

describe.each(SHAPES)('$shape', ({ files, directories }) => {
  let image = Buffer.alloc(0);
  beforeAll(async () => {
    image = await write(files, { directories });
  });

  describe('ECMA-119, 6.2 and 8.1-8.3: system area and volume descriptor set', () => {
    test('the system area is not used', () => {
      expect(image.subarray(0, 16 * SECTOR).every((byte) => byte === 0)).toBe(true);
    });

    test('a primary, a supplementary volume descriptor and a terminator follow it', () => {
      const heads = [16, 17, 18].map((location) =>
        sector(image, location).subarray(0, 7).toString('latin1'),
      );
      expect(heads).toEqual(['\u0001CD001\u0001', '\u0002CD001\u0001', '\u00FFCD001\u0001']);
      expect(
        sector(image, 18)
          .subarray(7)
          .every((byte) => byte === 0),
      ).toBe(true);
    });
  });

  describe.each([
    { name: 'primary (ECMA-119, 8.4)', descriptor: PRIMARY },
    { name: 'supplementary (ECMA-119, 8.5, and Joliet)', descriptor: SUPPLEMENTARY },
  ])('fields of the $name volume descriptor', ({ descriptor }) => {
    const field = (start: number, end: number) =>
      sector(image, descriptor).subarray(start - 1, end);

    /**
     * The text of a field by its byte positions; in Joliet the last byte of an odd length is zero.
     */
    const fieldText = (start: number, end: number): string => {
      const bytes = field(start, end);
      if (descriptor === PRIMARY) return bytes.toString('latin1');
      if (bytes.length % 2 === 1) expect(bytes.at(-1)).toBe(0);
      return text(bytes.subarray(0, bytes.length - (bytes.length % 2)), descriptor);
    };
    const characters = (bytes: number) => (descriptor === PRIMARY ? bytes : Math.floor(bytes / 2));

    test('BP 8 unused, or volume flags: zero', () => {
      expect([...field(8, 8)]).toEqual([0]);
    });

    test('BP 9-72 system and volume identifier', () => {
      expect(fieldText(9, 40)).toBe(' '.repeat(characters(32)));
      expect(fieldText(41, 72)).toBe('AERO_GUEST_TOOLS'.padEnd(characters(32)));
    });

    test('BP 73-80 unused', () => {
      expect(field(73, 80).every((byte) => byte === 0)).toBe(true);
    });

    test('BP 81-88 volume space size: the sectors of the whole image', () => {
      expect(bothEndian32(field(81, 88), 0)).toBe(image.length / SECTOR);
      expect((image.length / SECTOR) % 16).toBe(0);
    });

    test('BP 89-120 unused, or escape sequences: UCS-2 level 3', () => {
      const escapes = descriptor === PRIMARY ? '' : '%/E';
      expect(field(89, 120).toString('latin1')).toBe(escapes.padEnd(32, '\0'));
    });

    test('BP 121-132 volume set size, sequence number, logical block size', () => {
      expect([0, 4, 8].map((offset) => bothEndian16(field(121, 132), offset))).toEqual([
        1, 1, 2048,
      ]);
    });

    test('BP 145-148 and 153-156 there are no optional path tables', () => {
      expect([...field(145, 148), ...field(153, 156)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
    });

    test('BP 157-190 record of the root directory, as in the directory itself', () => {
      const root = rootRecord(image, descriptor);
      expect(root).toMatchObject({ identifier: Buffer.of(0), isDirectory: true });
      expect(field(157, 190)).toEqual(sector(image, root.location).subarray(0, 34));
    });

    test('BP 191-813 identifiers: the application, all else spaces', () => {
      expect(fieldText(191, 318)).toBe(' '.repeat(characters(128)));
      expect(fieldText(319, 446)).toBe(' '.repeat(characters(128)));
      expect(fieldText(447, 574)).toBe(' '.repeat(characters(128)));
      expect(fieldText(575, 702)).toBe('AERO GUEST TOOLS PACKAGER'.padEnd(characters(128)));
      expect(fieldText(703, 739)).toBe(' '.repeat(characters(37)));
      expect(fieldText(740, 776)).toBe(' '.repeat(characters(37)));
      expect(fieldText(777, 813)).toBe(' '.repeat(characters(37)));
    });

    test('BP 814-881 creation and modification date, no expiration, no effective date', () => {
      expect(field(814, 881).toString('latin1')).toBe(
        '2001090901464000\0'.repeat(2) + '0000000000000000\0'.repeat(2),
      );
    });

    test('BP 882 file structure version, and nothing behind it', () => {
      expect([...field(882, 882)]).toEqual([1]);
      expect(field(883, 2048).every((byte) => byte === 0)).toBe(true);
    });

    test('the directories: no record across sectors, every record links where it says', () => {
      const found = walk(image, descriptor);
      const expected = directoriesOf(files, directories);
      const foundDirectories = [...found].filter(([, { isDirectory }]) => isDirectory);
      expect(foundDirectories).toHaveLength(expected.size);
      expect(found.size - expected.size).toBe(files.length);
      if (descriptor === PRIMARY) return;
      expect(new Set(foundDirectories.map(([path]) => path))).toEqual(expected);
      for (const { path, size } of files) {
        expect(found.get(path)).toMatchObject({ isDirectory: false, dataLength: size });
      }
    });

    test('9.3: records are in order, which is strict', () => {
      const found = [...walk(image, descriptor).values()].filter((entry) => entry.isDirectory);
      for (const directory of [rootRecord(image, descriptor), ...found]) {
        const keys = records(image, directory)
          .slice(2)
          .map((entry) => sortKey(entry, descriptor));
        keys.slice(1).forEach((key, index) => {
          expect(Buffer.compare(keys[index] ?? key, key)).toBe(-1);
        });
      }
    });

    test.each(['L', 'M'] as const)('9.4: the type %s path table lists every directory', (type) => {
      const table = pathTable(image, descriptor, type);
      const paths = table.map(({ identifier, parentNumber }, index): string[] => {
        if (index === 0) {
          expect(identifier).toEqual(Buffer.of(0));
          expect(parentNumber).toBe(1);
          return [];
        }
        expect(parentNumber).toBeLessThan(index + 1);
        return [text(identifier, descriptor)];
      });
      table.forEach(({ parentNumber }, index) => {
        if (index > 0) paths[index] = [...(paths[parentNumber - 1] ?? []), ...(paths[index] ?? [])];
      });
      const found = walk(image, descriptor);
      const expected = [...found].flatMap(([path, entry]) =>
        entry.isDirectory ? [[path, entry.location]] : [],
      );
      const listed = table
        .slice(1)
        .map(({ location }, index) => [paths[index + 1]?.join('/'), location]);
      expect(new Map(listed as [string, number][])).toEqual(
        new Map(expected as [string, number][]),
      );
      expect(table[0]?.location).toBe(rootRecord(image, descriptor).location);
    });

    test('6.9.1: the path table is in order of level, parent number and identifier', () => {
      const table = pathTable(image, descriptor, 'L');
      const levels: number[] = [];
      const keys = table.map(({ identifier, parentNumber }, index) => {
        levels.push(index === 0 ? 1 : (levels[parentNumber - 1] ?? 0) + 1);
        const head = Buffer.alloc(4);
        head.writeUInt16BE(levels[index] ?? 0, 0);
        head.writeUInt16BE(parentNumber, 2);
        return Buffer.concat([head, identifier]);
      });
      expect(keys.toSorted((left, right) => Buffer.compare(left, right))).toEqual(keys);
    });

    test('both types of path table say the same', () => {
      expect(pathTable(image, descriptor, 'M')).toEqual(pathTable(image, descriptor, 'L'));
    });

    test('identifiers are those that the hierarchy allows', () => {
      for (const { identifier, isDirectory } of walk(image, descriptor).values()) {
        if (descriptor === PRIMARY) {
          // d-characters, up to 31; name, extension and version of a file (10.2, level 2).
          expect(identifier.toString('latin1')).toMatch(
            isDirectory ? /^[A-Z0-9_]{1,31}$/ : /^(?=.{3,33}$)[A-Z0-9_]+\.[A-Z0-9_]*;1$/,
          );
        } else {
          // Joliet, allowed character set. There is no version number, nor anything that looks like
          // one.
          expect(identifier.length % 2).toBe(0);
          expect(identifier.length).toBeLessThanOrEqual(220);
          expect(text(identifier, descriptor)).toMatch(/^[^\p{Cc}*/:;?\\]+$/u);
        }
      }
    });
  });

  describe('the image as a whole', () => {
    test('what is recorded lies inside the volume, and nothing overlaps', () => {
      const found = parts(image).toSorted((left, right) => left.location - right.location);
      expect(found[0]).toEqual({ what: 'system area', location: 0, length: 16 * SECTOR });
      let end = 0;
      for (const { what, location, length } of found) {
        expect({ what, location }).toEqual({ what, location: Math.max(location, end) });
        end = location + Math.ceil(length / SECTOR);
      }
      expect(end).toBeLessThanOrEqual(image.length / SECTOR);
    });

    test('all other bytes are zero', () => {
      const rest = Buffer.from(image);
      for (const { location, length } of parts(image)) {
        rest.fill(0, location * SECTOR, location * SECTOR + length);
      }
      expect(rest.equals(Buffer.alloc(rest.length))).toBe(true);
    });

    test('both hierarchies point to the same extents of files, with their contents', () => {
      const fileExtents = (descriptor: number) =>
        [...walk(image, descriptor).values()]
          .filter(({ isDirectory }) => !isDirectory)
          .map(({ location, dataLength }) => `${String(location)}+${String(dataLength)}`)
          .toSorted();
      expect(fileExtents(PRIMARY)).toEqual(fileExtents(SUPPLEMENTARY));
      const found = walk(image, SUPPLEMENTARY);
      for (const { path, size, sha256 } of files) {
        const start = (found.get(path)?.location ?? 0) * SECTOR;
        const contents = image.subarray(start, start + size);
        expect(createHash('sha256').update(contents).digest('hex')).toBe(sha256);
      }
    });
  });
});

describe('rules 9: the two hierarchies', () => {
  let image = Buffer.alloc(0);
  beforeAll(async () => {
    image = await write(FILES, { directories: DIRECTORIES });
  });

  test('equal contents share an extent, others have their own', () => {
    const found = walk(image, SUPPLEMENTARY);
    expect(found.get('same/a')?.location).toBe(found.get('same/b')?.location);
    const extents = [...found.values()]
      .filter(({ isDirectory, dataLength }) => !isDirectory && dataLength > 0)
      .map(({ location }) => location);
    expect(new Set(extents).size).toBe(extents.length - 1);
  });

  test('empty files point to a sector of zeros that no other file has', () => {
    const found = walk(image, SUPPLEMENTARY);
    const empty = found.get('sectors/empty-1')?.location ?? 0;
    expect(found.get('sectors/empty-2')?.location).toBe(empty);
    expect([...found.values()].filter(({ location }) => location === empty)).toHaveLength(2);
    expect(sector(image, empty).every((byte) => byte === 0)).toBe(true);
  });

  test('the order of records is that of names, then of extensions', () => {
    const order = (descriptor: number, path: string) =>
      [...walk(image, descriptor).keys()]
        .filter((found) => found.startsWith(path) && found.split('/').length === 2)
        .map((found) => found.slice(path.length));
    expect(order(SUPPLEMENTARY, 'order/')).toEqual([
      'A.TXT',
      'a',
      'a.b',
      'a.b1',
      'a.txt',
      'a .c',
      'a-b.txt',
      'a1.b',
      'aa.b',
      'd',
      'd-e',
      'd.e',
    ]);
    expect(order(PRIMARY, 'ORDER/')).toEqual([
      'A.;1',
      'A.B;1',
      'A.B1;1',
      'A.TXT;1',
      'A1.B;1',
      'AA.B;1',
      'A_.C;1',
      'A_1.TXT;1',
      'A_B.TXT;1',
      'D',
      'D_E',
      'D_E_1',
    ]);
  });
});

describe('deterministic', () => {
  let image = Buffer.alloc(0);
  beforeAll(async () => {
    image = await write(FILES, { directories: DIRECTORIES });
  });

  test('the bytes do not depend on the order of files and directories', async () => {
    // A linear congruential generator: another order, but always the same one.
    let seed = 1;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647);
    const shuffle = <T>(items: readonly T[]): T[] =>
      items
        .map((item) => ({ item, key: random() }))
        .toSorted((left, right) => left.key - right.key)
        .map(({ item }) => item);
    const shuffled = await write(shuffle(FILES), { directories: shuffle(DIRECTORIES) });
    expect(shuffled.equals(image)).toBe(true);
  });

  test('directories that files imply need not be named', async () => {
    const named = [...DIRECTORIES, 'many', DEEP, 'same name/a-b', ...DIRECTORIES];
    expect((await write(FILES, { directories: named })).equals(image)).toBe(true);
  });

  test('the bytes of a small image are these', async () => {
    const small = await write(
      [file('setup.cmd', '@echo off\r\n'), file('drivers/x86/a.inf', '[Version]\r\n')],
      { volumeId: 'GOLDEN', directories: ['certs'] },
    );
    // The record of setup.cmd in the root of the primary hierarchy, sector 21, after `.`, `..`,
    // CERTS and DRIVERS: length 44, no extended attributes, extent at 32 and 11 bytes in both byte
    // orders, 2001-09-09 01:46:40 GMT, a file, not interleaved, volume 1, identifier of 11 bytes.
    const offset = 34 + 34 + 38 + 40;
    expect(
      sector(small, 21)
        .subarray(offset, offset + 44)
        .toString('hex'),
    ).toBe(
      [
        '2c00',
        '2000000000000020',
        '0b0000000000000b',
        '650909012e2800',
        '00',
        '0000',
        '01000001',
        '0b',
        Buffer.from('SETUP.CMD;1').toString('hex'),
      ].join(''),
    );
    // The hash of the whole image. It changes only when the format changes, and is the same on
    // every machine.
    expect(createHash('sha256').update(small).digest('hex')).toBe(
      '8a0ffb48f4785fd3ab26a8a894c62f90fb17b5054215e1e73710d811e03e8621',
    );
  });
});
