import { describe, expect, test } from '@jest/globals';
import {
  alternateName,
  directory,
  directoryRecord,
  image,
  JOLIET_ESCAPE_SEQUENCE,
  openBytes,
  pathsIn,
  record,
  ROOT,
  ROOT_SYSTEM_USE,
  TERMINATOR,
  volumeDescriptor,
} from './image-builder.fixture';

const JOLIET_ROOT = 21;
const ENHANCED_ROOT = 22;

const ucs2 = (text: string) => Buffer.from(text, 'utf16le').swap16();

const supplementary = volumeDescriptor({
  type: 2,
  escapeSequences: JOLIET_ESCAPE_SEQUENCE,
  root: directoryRecord('\0', JOLIET_ROOT),
});
const enhanced = volumeDescriptor({
  type: 2,
  version: 2,
  root: directoryRecord('\0', ENHANCED_ROOT),
});

/** An image with one file, which has another name in each name space. */
function imageWith(
  rockRidge: boolean,
  descriptors: readonly Buffer[],
  jolietName: Buffer = ucs2('joliet'),
  enhancedName: Buffer = Buffer.from('enhanced'),
): Buffer {
  const systemUse = rockRidge ? ROOT_SYSTEM_USE : [];
  const file = record({ identifier: 'PLAIN.;1', systemUse: [alternateName('rock ridge')] });
  const sectors = {
    [ROOT]: directory(ROOT, ROOT, [file], systemUse),
    [JOLIET_ROOT]: directory(JOLIET_ROOT, JOLIET_ROOT, [record({ identifier: jolietName })]),
    [ENHANCED_ROOT]: directory(ENHANCED_ROOT, ENHANCED_ROOT, [
      record({ identifier: enhancedName }),
    ]),
  };
  return image(sectors, [volumeDescriptor(), ...descriptors, TERMINATOR]);
}

const ALL = imageWith(true, [enhanced, supplementary]);

describe('the best name space that an image has is chosen', () => {
  test.each([
    ['rock-ridge', 'rock ridge', ALL],
    ['joliet', 'joliet', imageWith(false, [enhanced, supplementary])],
    ['iso9660-1999', 'enhanced', imageWith(false, [enhanced])],
    ['iso9660', 'PLAIN', imageWith(false, [])],
  ])('%s', async (nameSpace, name, bytes) => {
    expect((await openBytes(bytes)).nameSpace).toBe(nameSpace);
    expect(await pathsIn(bytes)).toEqual([name]);
  });

  test('all of them are told, best first', async () => {
    expect((await openBytes(ALL)).nameSpaces).toEqual([
      'rock-ridge',
      'joliet',
      'iso9660-1999',
      'iso9660',
    ]);
  });
});

describe('a name space can be forced', () => {
  test.each([
    ['rock-ridge' as const, 'rock ridge'],
    ['joliet' as const, 'joliet'],
    ['iso9660-1999' as const, 'enhanced'],
    ['iso9660' as const, 'PLAIN'],
  ])('%s', async (nameSpace, name) => {
    expect(await pathsIn(ALL, nameSpace)).toEqual([name]);
  });

  test('not one that the image does not have', async () => {
    await expect(openBytes(imageWith(true, [enhanced]), 'joliet')).rejects.toThrow(
      [
        'test.iso: the image has no joliet names',
        '  found:    rock-ridge, iso9660-1999, iso9660',
        '  expected: joliet',
        '  remedy:   ask for one of the name spaces that the image has, or for none',
      ].join('\n'),
    );
  });
});

describe('Joliet', () => {
  test.each(['%/@', '%/C', '%/E'])('is told by the escape sequence %s', async (escapeSequences) => {
    const root = directoryRecord('\0', JOLIET_ROOT);
    const bytes = imageWith(false, [volumeDescriptor({ type: 2, escapeSequences, root })]);
    expect((await openBytes(bytes)).nameSpaces).toEqual(['joliet', 'iso9660']);
  });

  test('a supplementary volume in another character set is not Joliet', async () => {
    const other = volumeDescriptor({ type: 2, escapeSequences: '%-A' });
    expect((await openBytes(imageWith(false, [other]))).nameSpaces).toEqual(['iso9660']);
  });

  test.each([
    ['Ünïcödé \u65e5\u672c.txt', 'Ünïcödé \u65e5\u672c.txt'],
    ['\u{1f4bf}.txt', '\u{1f4bf}.txt'],
    ['with version;1', 'with version'],
    ['with dot.', 'with dot.'],
    ['other;2', 'other;2'],
  ])('the identifier %s is the name %s', async (identifier, name) => {
    expect(await pathsIn(imageWith(false, [supplementary], ucs2(identifier)))).toEqual([name]);
  });
});

describe('ISO 9660:1999', () => {
  test.each([
    ['bytes as they are', Buffer.from('a;1'), 'a;1'],
    ['final dots too', Buffer.from('a.'), 'a.'],
    ['UTF-8', Buffer.from('Grüße'), 'Grüße'],
    ['else ISO 8859-1', Buffer.from('Gr\u00fc\u00dfe', 'latin1'), 'Grüße'],
    ['long names', Buffer.from('x'.repeat(207)), 'x'.repeat(207)],
  ])('%s', async (_, identifier, name) => {
    expect(await pathsIn(imageWith(false, [enhanced], Buffer.from('  '), identifier))).toEqual([
      name,
    ]);
  });
});
