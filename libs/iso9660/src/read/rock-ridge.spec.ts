import { describe, expect, test } from '@jest/globals';
import type { Iso9660Entry } from './entry';
import {
  alternateName,
  bothEndian32,
  continuation,
  directory,
  directoryRecord,
  entry,
  image,
  listAll,
  openBytes,
  pathsIn,
  posixAttributes,
  record,
  ROCK_RIDGE,
  rockRidgeImage,
  ROOT,
  ROOT_SYSTEM_USE,
  SECTOR,
  SHARING_PROTOCOL,
} from './image-builder.fixture';

/** The only entry of an image, whose record has these system use entries. */
async function only(
  systemUse: readonly Buffer[],
  more: Readonly<Record<number, Buffer>> = {},
): Promise<Iso9660Entry> {
  const entries = await listAll(await openBytes(rockRidgeImage(systemUse, more)));
  expect(entries).toHaveLength(1);
  const [found] = entries;
  if (found === undefined) throw new Error('an empty image');
  return found;
}

const seconds = (text: string) => Date.parse(text) / 1000;

describe('whether an image has Rock Ridge', () => {
  const withRoot = (...systemUse: readonly Buffer[]) =>
    image({ [ROOT]: directory(ROOT, ROOT, [], systemUse) });

  test.each([
    ['an extension identifier', [SHARING_PROTOCOL, ROCK_RIDGE], true],
    ['POSIX attributes instead', [SHARING_PROTOCOL, posixAttributes(0o40755)], true],
    ['behind a CD-ROM XA field', [Buffer.alloc(14, 'XA'), ...ROOT_SYSTEM_USE], true],
    ['an extension of another kind', [SHARING_PROTOCOL, entry('ER', [1, 0, 0, 1, 65])], false],
    ['no sharing protocol', [ROCK_RIDGE], false],
    ['other check bytes', [entry('SP', [0xbe, 0xee, 0]), ROCK_RIDGE], false],
    ['nothing', [], false],
  ])('%s', async (_, systemUse, expected) => {
    const { nameSpaces } = await openBytes(withRoot(...systemUse));
    expect(nameSpaces).toEqual(expected ? ['rock-ridge', 'iso9660'] : ['iso9660']);
  });

  test('the root may say how much to skip in each record', async () => {
    const skipped = Buffer.alloc(6, 'x');
    const bytes = image({
      [ROOT]: directory(
        ROOT,
        ROOT,
        [record({ identifier: 'A.;1', systemUse: [skipped, alternateName('a name')] })],
        [entry('SP', [0xbe, 0xef, 6]), ROCK_RIDGE],
      ),
    });
    expect(await pathsIn(bytes)).toEqual(['a name']);
  });
});

describe('alternate name (NM)', () => {
  test('is the name; without one the plain name is', async () => {
    expect(await only([alternateName('a;1 ü.')])).toMatchObject({ path: 'a;1 ü.', name: 'a;1 ü.' });
    expect(await only([])).toMatchObject({ path: 'PLAIN' });
  });

  test('is UTF-8, else ISO 8859-1', async () => {
    expect(await only([alternateName(Buffer.from('grün', 'latin1'))])).toMatchObject({
      path: 'grün',
    });
    expect(await only([alternateName('\u{feff}é')])).toMatchObject({ path: '\u{feff}é' });
  });

  test('goes on in further entries and through continuation areas', async () => {
    const second = alternateName('b'.repeat(250), 1);
    const third = alternateName('c'.repeat(40));
    const name = `aé${'b'.repeat(250)}${'c'.repeat(40)}`;
    const found = await only(
      [
        alternateName(Buffer.from('aé').subarray(0, 2), 1),
        alternateName(Buffer.from('é').subarray(1), 1),
        continuation(23, 100, second.length + 28),
      ],
      {
        23: Buffer.concat([Buffer.alloc(100), second, continuation(24, 0, third.length)]),
        24: Buffer.concat([third, Buffer.from('NM garbage')]),
      },
    );
    expect(found.path).toBe(name);
    expect(name.length).toBeGreaterThan(255);
  });

  test('a second continuation area without a location is behind the first', async () => {
    const first = alternateName('a', 1);
    const second = alternateName('b');
    const found = await only([continuation(23, 8, first.length + 28)], {
      23: Buffer.concat([Buffer.alloc(8), first, continuation(0, 0, second.length), second]),
    });
    expect(found.path).toBe('ab');
  });

  test('a continuation area may lie across two sectors', async () => {
    const name = alternateName('across');
    const found = await only([continuation(23, SECTOR - 4, name.length)], {
      23: Buffer.concat([Buffer.alloc(SECTOR - 4), name]),
    });
    expect(found.path).toBe('across');
  });

  test('what stands behind ST or a zero is not read', async () => {
    expect(await only([alternateName('a'), entry('ST'), Buffer.from('garbage')])).toMatchObject({
      path: 'a',
    });
    expect(await only([alternateName('a'), Buffer.alloc(2), alternateName('b')])).toMatchObject({
      path: 'a',
    });
  });
});

describe('symbolic link (SL)', () => {
  const self = [2, 0];
  const parent = [4, 0];
  const root = [8, 0];
  const text = (value: string, flags = 0) => [flags, value.length, ...Buffer.from(value)];

  test.each([
    ['relative', [entry('SL', [0, ...text('a'), ...parent, ...self, ...text('b')])], 'a/.././b'],
    ['absolute', [entry('SL', [0, ...root, ...text('etc'), ...text('x')])], '/etc/x'],
    ['the root', [entry('SL', [0, ...root])], '/'],
    ['in two entries', [entry('SL', [1, ...text('a')]), entry('SL', [0, ...text('b')])], 'a/b'],
    [
      'a component in two entries',
      [entry('SL', [1, ...text('a', 1)]), entry('SL', [0, ...text('b'), ...text('c')])],
      'ab/c',
    ],
  ])('%s', async (_, entries, linkTarget) => {
    expect(await only([posixAttributes(0o120777), ...entries])).toMatchObject({
      kind: 'symbolic-link',
      linkTarget,
    });
  });
});

describe('time stamps (TF)', () => {
  const creation = [100, 1, 1, 0, 0, 0, 0];
  const modification = [102, 3, 4, 5, 6, 7, 4];

  test.each([
    ['modification alone', [0x02, ...modification], '2002-03-04T05:06:07+01:00'],
    ['after creation', [0x03, ...creation, ...modification], '2002-03-04T05:06:07+01:00'],
    ['long form', [0x82, ...Buffer.from('2002030405060700'), 4], '2002-03-04T05:06:07+01:00'],
    ['creation alone: the recording date', [0x01, ...creation], '2001-09-09T01:46:40Z'],
  ])('%s', async (_, data, expected) => {
    expect(await only([entry('TF', data)])).toMatchObject({ modified: seconds(expected) });
  });
});

describe('file type (PX)', () => {
  test.each([
    ['file', 0o100644],
    ['special', 0o020600],
    ['special', 0o010600],
    ['special', 0o140600],
    ['file', 0],
  ])('%s for the mode %o', async (kind, mode) => {
    expect(await only([posixAttributes(mode)])).toMatchObject({ kind });
  });
});

describe('names (NM) whose flags say that there is none', () => {
  test.each([
    ['CURRENT', 0x02],
    ['PARENT', 0x04],
  ])('%s with a name: the name counts', async (_name, flags) => {
    expect((await only([alternateName('cert', flags)])).path).toBe('cert');
  });
});

describe('relocated directories (CL, RE, PL)', () => {
  const RELOCATED = 24;
  const childLink = (sector: number) => entry('CL', bothEndian32(sector));
  const placeholder = record({
    identifier: 'DEEP.;1',
    sector: 99,
    systemUse: [alternateName('deep'), childLink(RELOCATED)],
  });

  /** `a/deep/file`, where `deep` is stored in a directory of the root called `name`. */
  function relocated(
    name: string,
    systemUse: readonly Buffer[],
    more: readonly Buffer[] = [],
    mark: readonly Buffer[] = [entry('RE')],
  ) {
    return image({
      [ROOT]: directory(
        ROOT,
        ROOT,
        [
          directoryRecord('A', 21, [alternateName('a')]),
          directoryRecord('RR_MOVED', 23, [alternateName(name), ...systemUse]),
        ],
        ROOT_SYSTEM_USE,
      ),
      21: directory(21, ROOT, [placeholder]),
      23: directory(23, ROOT, [
        directoryRecord('DEEP', RELOCATED, [alternateName('deep'), ...mark]),
        ...more,
      ]),
      [RELOCATED]: directory(RELOCATED, 23, [
        record({ identifier: 'FILE.;1', systemUse: [alternateName('file')] }),
      ]),
    });
  }

  test.each([
    ['rr_moved', []],
    ['.rr_moved', []],
    ['marked as relocated itself', [entry('RE')]],
  ])('stand where they belong, and nowhere else: kept in %s', async (name, systemUse) => {
    const bytes = relocated(name, systemUse);
    expect(await pathsIn(bytes)).toEqual(['a', 'a/deep', 'a/deep/file']);
    expect((await listAll(await openBytes(bytes)))[1]).toMatchObject({
      kind: 'directory',
      size: SECTOR,
      extents: [{ sector: RELOCATED, length: SECTOR }],
    });
  });

  test('PL says so too, where a program leaves out RE', async () => {
    const parentLink = entry('PL', bothEndian32(21));
    const kept = Buffer.concat(
      [
        directoryRecord('\0', RELOCATED),
        directoryRecord('\u0001', 23, [parentLink]),
        record({ identifier: 'FILE.;1', systemUse: [alternateName('file')] }),
      ],
      SECTOR,
    );
    const bytes = relocated('.rr_moved', [], [], []);
    kept.copy(bytes, RELOCATED * SECTOR);
    expect(await pathsIn(bytes)).toEqual(['a', 'a/deep', 'a/deep/file']);
  });

  test('stand where they are kept under their plain names', async () => {
    expect(await pathsIn(relocated('rr_moved', []), 'iso9660')).toEqual([
      'A',
      'A/DEEP',
      'RR_MOVED',
      'RR_MOVED/DEEP',
      'RR_MOVED/DEEP/FILE',
    ]);
  });

  test('a directory that holds more than relocated ones is listed', async () => {
    const own = record({ identifier: 'OWN.;1', systemUse: [alternateName('own')] });
    expect(await pathsIn(relocated('rr_moved', [], [own]))).toContain('rr_moved/own');
    expect(await pathsIn(relocated('other', []))).toContain('other');
  });
});
