import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type ImageFile, type ImageOptions } from './image-file';
import { layoutImage } from './layout';
import { writeImage } from './write-image';

// Images are taken apart here with nothing but offsets out of ECMA-119 and Joliet.

const SECTOR = 2048;
/** 2001-09-09T01:46:40Z */
const EPOCH = 1_000_000_000;
const PRIMARY = 16;
const SUPPLEMENTARY = 17;

async function write(files: readonly ImageFile[], options: Partial<ImageOptions> = {}) {
  const layout = layoutImage(files, {
    volumeId: 'Aero Guest Tools',
    sourceDateEpoch: EPOCH,
    ...options,
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeImage(layout)) chunks.push(chunk);
  const image = Buffer.concat(chunks);
  expect(image.length).toBe(layout.sizeInBytes);
  return image;
}

function file(path: string, contents: string | Uint8Array = path): ImageFile {
  const bytes = Buffer.from(contents);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { path, size: bytes.length, sha256, open: () => [bytes] };
}

const sector = (image: Buffer, location: number) =>
  image.subarray(location * SECTOR, (location + 1) * SECTOR);

/** A number that is recorded twice, which has to be the same both times (ECMA-119, 7.2.3 and 7.3.3). */
function bothEndian32(bytes: Buffer, offset: number): number {
  assert.equal(bytes.readUInt32BE(offset + 4), bytes.readUInt32LE(offset));
  return bytes.readUInt32LE(offset);
}
function bothEndian16(bytes: Buffer, offset: number): number {
  assert.equal(bytes.readUInt16BE(offset + 2), bytes.readUInt16LE(offset));
  return bytes.readUInt16LE(offset);
}

interface DirectoryRecord {
  readonly identifier: Buffer;
  readonly location: number;
  readonly dataLength: number;
  readonly isDirectory: boolean;
}

/** A directory record, all of whose other fields are what they are in every record (ECMA-119, 9.1). */
function record(bytes: Buffer): DirectoryRecord {
  const length = bytes.readUInt8(0);
  const identifierLength = bytes.readUInt8(32);
  assert.equal(length, 33 + identifierLength + (identifierLength % 2 === 0 ? 1 : 0));
  assert.equal(bytes.readUInt8(1), 0); // Extended Attribute Record Length
  assert.deepEqual([...bytes.subarray(18, 25)], [101, 9, 9, 1, 46, 40, 0]); // Recording Date and Time
  assert.equal(bytes.readUInt8(25) & ~2, 0); // File Flags: none but that of a directory
  assert.equal(bytes.readUInt8(26), 0); // File Unit Size
  assert.equal(bytes.readUInt8(27), 0); // Interleave Gap Size
  assert.equal(bothEndian16(bytes, 28), 1); // Volume Sequence Number
  // There is no System Use field: what follows the identifier is at most one padding byte, zero.
  assert.deepEqual(
    [...bytes.subarray(33 + identifierLength, length)],
    identifierLength % 2 === 0 ? [0] : [],
  );
  return {
    identifier: bytes.subarray(33, 33 + identifierLength),
    location: bothEndian32(bytes, 2),
    dataLength: bothEndian32(bytes, 10),
    isDirectory: bytes.readUInt8(25) === 2,
  };
}

/** The records of a directory; none crosses the end of a sector, where zeros fill it (ECMA-119, 6.8.1.1). */
function records(image: Buffer, { location, dataLength }: DirectoryRecord): DirectoryRecord[] {
  assert.equal(dataLength % SECTOR, 0);
  const found: DirectoryRecord[] = [];
  for (let index = 0; index < dataLength / SECTOR; index++) {
    const bytes = sector(image, location + index);
    let offset = 0;
    while (offset < SECTOR && bytes.readUInt8(offset) !== 0) {
      assert.ok(offset + bytes.readUInt8(offset) <= SECTOR);
      found.push(record(bytes.subarray(offset)));
      offset += bytes.readUInt8(offset);
    }
    assert.ok(offset > 0);
    assert.ok(bytes.subarray(offset).every((byte) => byte === 0));
  }
  return found;
}

const rootRecord = (image: Buffer, descriptor: number) =>
  record(sector(image, descriptor).subarray(156));

function text(identifier: Buffer, descriptor: number): string {
  return descriptor === PRIMARY
    ? identifier.toString('latin1')
    : Buffer.from(identifier).swap16().toString('utf16le');
}

/** Every file and directory below the root, by path, with the links of `.` and `..` checked. */
function walk(image: Buffer, descriptor: number): Map<string, DirectoryRecord> {
  const found = new Map<string, DirectoryRecord>();
  const visit = (directory: DirectoryRecord, parent: DirectoryRecord, path: string): void => {
    const [self, up, ...entries] = records(image, directory);
    assert.deepEqual(self, { ...directory, identifier: Buffer.of(0) });
    assert.deepEqual(up, { ...parent, identifier: Buffer.of(1) });
    for (const entry of entries) {
      const entryPath = `${path}${text(entry.identifier, descriptor)}`;
      assert.ok(!found.has(entryPath));
      found.set(entryPath, entry);
      if (entry.isDirectory) visit(entry, directory, `${entryPath}/`);
    }
  };
  const root = rootRecord(image, descriptor);
  visit(root, root, '');
  return found;
}

/** The path table records of one type, by number less one (ECMA-119, 9.4). */
function pathTable(image: Buffer, descriptor: number, type: 'L' | 'M') {
  const volume = sector(image, descriptor);
  const size = bothEndian32(volume, 132);
  const location = type === 'L' ? volume.readUInt32LE(140) : volume.readUInt32BE(148);
  const table = image.subarray(location * SECTOR, location * SECTOR + size);
  const found: { identifier: Buffer; location: number; parentNumber: number }[] = [];
  for (let offset = 0; offset < size;) {
    const length = table.readUInt8(offset);
    assert.equal(table.readUInt8(offset + 1), 0); // Extended Attribute Record Length
    found.push({
      identifier: table.subarray(offset + 8, offset + 8 + length),
      location: type === 'L' ? table.readUInt32LE(offset + 2) : table.readUInt32BE(offset + 2),
      parentNumber: type === 'L' ? table.readUInt16LE(offset + 6) : table.readUInt16BE(offset + 6),
    });
    if (length % 2 === 1) assert.equal(table.readUInt8(offset + 8 + length), 0);
    offset += 8 + length + (length % 2);
  }
  return found;
}

/** What a file name and its extension are, without separators and version number. */
function nameAndExtension({ identifier, isDirectory }: DirectoryRecord, descriptor: number) {
  const whole = text(identifier, descriptor).replace(/;1$/, '');
  const dot = isDirectory ? -1 : whole.lastIndexOf('.');
  return dot === -1 ? [whole, ''] : [whole.slice(0, dot), whole.slice(dot + 1)];
}

/** ECMA-119, 9.3, with the filler that it (space) and Joliet (zero) name. */
function sortKey(entry: DirectoryRecord, descriptor: number): Buffer {
  const filler = descriptor === PRIMARY ? ' ' : '\0';
  const [name = '', extension = ''] = nameAndExtension(entry, descriptor);
  return Buffer.from(name.padEnd(128, filler) + extension.padEnd(128, filler), 'utf16le').swap16();
}

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
  // The dot sorts behind "-" and space as a character, but name and extension sort one by one.
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

let image = Buffer.alloc(0);
beforeAll(async () => {
  image = await write(FILES, { directories: DIRECTORIES });
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
  const field = (start: number, end: number) => sector(image, descriptor).subarray(start - 1, end);

  /** The text of a field by its byte positions; in Joliet the last byte of an odd length is zero. */
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
    expect([0, 4, 8].map((offset) => bothEndian16(field(121, 132), offset))).toEqual([1, 1, 2048]);
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
    const directoryCount = [...found.values()].filter(({ isDirectory }) => isDirectory).length;
    expect(found.size - directoryCount).toBe(FILES.length);
    // Those listed, four of them in order/; their parents, and the parents of files.
    const parents = ['long', 'many', 'order', 'same', 'same name', 'sectors', '\u{DC}ml\u{E4}ut'];
    expect(directoryCount).toBe(DIRECTORIES.length + parents.length + 2 + 12);
    const many = found.get(descriptor === PRIMARY ? 'MANY' : 'many');
    expect(many?.dataLength).toBeGreaterThan(SECTOR);
  });

  test('9.3: records are in order, which is strict', () => {
    const directories = [...walk(image, descriptor).values()].filter((entry) => entry.isDirectory);
    for (const directory of [rootRecord(image, descriptor), ...directories]) {
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
    expect(new Map(listed as [string, number][])).toEqual(new Map(expected as [string, number][]));
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
    expect(Math.max(...levels)).toBe(13);
    expect(keys.toSorted((left, right) => Buffer.compare(left, right))).toEqual(keys);
  });

  test('both types of path table say the same', () => {
    expect(pathTable(image, descriptor, 'M')).toEqual(pathTable(image, descriptor, 'L'));
  });
});

describe('rules 9: the two hierarchies', () => {
  const contents = ({ location, dataLength }: DirectoryRecord) =>
    image.subarray(location * SECTOR, location * SECTOR + dataLength).toString('latin1');

  test('Joliet has every file under its own name, with its contents', () => {
    const found = walk(image, SUPPLEMENTARY);
    for (const { path, size } of FILES) expect(found.get(path)?.dataLength).toBe(size);
    expect(contents(found.get('order/a .c') as DirectoryRecord)).toBe('order/a .c');
    expect(contents(found.get(`${DEEP}/deep.sys`) as DirectoryRecord)).toBe(`${DEEP}/deep.sys`);
    expect(contents(found.get('sectors/exactly-3') as DirectoryRecord)).toBe(
      '\u0003'.repeat(3 * SECTOR),
    );
    for (const path of DIRECTORIES) expect(found.get(path)?.isDirectory).toBe(true);
  });

  test('both point to the same extents', () => {
    const fileExtents = (descriptor: number) =>
      [...walk(image, descriptor).values()]
        .filter(({ isDirectory }) => !isDirectory)
        .map(({ location, dataLength }) => `${String(location)}+${String(dataLength)}`)
        .toSorted();
    expect(fileExtents(PRIMARY)).toEqual(fileExtents(SUPPLEMENTARY));
  });

  test('the primary hierarchy has identifiers of interchange level 2 alone, unique', () => {
    for (const [path, { isDirectory }] of walk(image, PRIMARY)) {
      const identifier = path.slice(path.lastIndexOf('/') + 1);
      expect(identifier).toMatch(isDirectory ? /^[A-Z0-9_]{1,31}$/ : /^[A-Z0-9_]+\.[A-Z0-9_]*;1$/);
      if (!isDirectory) expect(identifier.length).toBeLessThanOrEqual(33);
    }
  });

  test('equal contents share an extent, others have their own', () => {
    const found = walk(image, SUPPLEMENTARY);
    expect(found.get('same/a')?.location).toBe(found.get('same/b')?.location);
    const extents = [...found.values()]
      .filter(({ isDirectory, dataLength }) => !isDirectory && dataLength > 0)
      .map(({ location, dataLength }) => ({
        from: location,
        to: location + Math.ceil(dataLength / SECTOR),
      }))
      .toSorted((left, right) => left.from - right.from);
    const distinct = extents.filter(({ from }, index) => from !== extents[index - 1]?.from);
    expect(distinct).toHaveLength(extents.length - 1);
    distinct.slice(1).forEach(({ from }, index) => {
      expect(from).toBeGreaterThanOrEqual(distinct[index]?.to ?? 0);
    });
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
  test('the bytes do not depend on the order of files and directories', async () => {
    // A linear congruential generator, so that the order is another one but always the same.
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
    // The record of setup.cmd in the root of the primary hierarchy, sector 21, behind `.`, `..`,
    // CERTS and DRIVERS: length 44, no extended attributes, extent at 32 and 11 bytes both ways
    // round, 2001-09-09 01:46:40 GMT, a file, not interleaved, volume 1, identifier of 11 bytes.
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
    // The whole of it. Changes only together with the format, and then on every machine.
    expect(createHash('sha256').update(small).digest('hex')).toBe(
      '8a0ffb48f4785fd3ab26a8a894c62f90fb17b5054215e1e73710d811e03e8621',
    );
  });
});

describe('3,000 files', () => {
  test('all are found in both hierarchies', async () => {
    const files = Array.from({ length: 3000 }, (_, index) =>
      file(`d${String(index % 7)}/A rather long name of a driver file, ${String(index)}.sys`),
    );
    const large = await write(files);
    const found = walk(large, SUPPLEMENTARY);
    for (const { path, size } of files) expect(found.get(path)?.dataLength).toBe(size);
    expect(found.size).toBe(3007);
    expect(walk(large, PRIMARY).size).toBe(3007);
  });
});
