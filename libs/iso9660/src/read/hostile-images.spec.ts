import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { createFileReadStream } from './file-stream';
import { openIso9660Image } from './image';
import {
  alternateName,
  bothEndian32,
  continuation,
  directory,
  directoryRecord,
  entry,
  image,
  JOLIET_ESCAPE_SEQUENCE,
  listAll,
  memorySource,
  posixAttributes,
  record,
  ROOT,
  ROOT_SYSTEM_USE,
  SECTOR,
  TERMINATOR,
  volumeDescriptor,
} from './image-builder.fixture';
import { Iso9660Error } from './iso9660-error';
import type { NameSpace } from './name-space';

/** Sectors of {@link EVERYTHING}. */
const SECTORS = 28;

/**
 * A correct reader needs some twenty reads for {@link EVERYTHING}; a damaged image can take more.
 */
const MAXIMUM_READS = 1000;

/** A small image with every kind of structure. */
const EVERYTHING = image(
  {
    [ROOT]: directory(
      ROOT,
      ROOT,
      [
        directoryRecord('A', 21, [alternateName('a'), posixAttributes(0o40755)]),
        record({
          identifier: 'FILE.TXT;1',
          sector: 26,
          length: 1000,
          systemUse: [alternateName('begin', 1), continuation(24, 50, 30)],
        }),
        record({ identifier: 'BIG.;1', sector: 26, length: SECTOR, flags: 0x80 }),
        record({ identifier: 'BIG.;1', sector: 27, length: 100 }),
        record({
          identifier: 'LINK.;1',
          systemUse: [posixAttributes(0o120777), entry('SL', [0, 8, 0, 0, 1, 97])],
        }),
        directoryRecord('RR_MOVED', 22, [alternateName('rr_moved')]),
      ],
      ROOT_SYSTEM_USE,
    ),
    21: directory(21, ROOT, [
      record({
        identifier: 'DEEP',
        systemUse: [alternateName('deep'), entry('CL', bothEndian32(23))],
      }),
    ]),
    22: directory(22, ROOT, [directoryRecord('DEEP', 23, [alternateName('deep'), entry('RE')])]),
    23: directory(23, 22, [record({ identifier: 'X', sector: 27, length: 9 })]),
    24: Buffer.concat([
      Buffer.alloc(50),
      alternateName('end'),
      entry('TF', [2, 100, 1, 1, 0, 0, 0, 0]),
    ]),
    25: directory(25, 25, [
      record({ identifier: Buffer.from('\0j'), sector: 27, length: 9 }),
      directoryRecord(Buffer.from('\0d'), 21),
    ]),
    26: Buffer.alloc(2 * SECTOR, 'x'),
  },
  [
    volumeDescriptor({ volumeSpaceSize: SECTORS }),
    volumeDescriptor({
      type: 2,
      escapeSequences: JOLIET_ESCAPE_SEQUENCE,
      root: directoryRecord('\0', 25),
    }),
    volumeDescriptor({ type: 2, version: 2 }),
    TERMINATOR,
  ],
);

/** Milliseconds, with much to spare for a busy machine. */
const TIMEOUT = 60_000;

const NAME_SPACES: readonly NameSpace[] = ['rock-ridge', 'joliet', 'iso9660-1999', 'iso9660'];

/**
 * Lists and reads everything, and returns how that ended: anything but success or an Iso9660Error
 * fails.
 */
async function outcome(bytes: Buffer, nameSpace: NameSpace): Promise<'read' | 'refused'> {
  const source = memorySource(bytes, MAXIMUM_READS);
  try {
    const opened = await openIso9660Image(source, { nameSpace });
    for (const found of await listAll(opened)) {
      if (found.kind !== 'file') continue;
      const contents = await buffer(createFileReadStream(opened, found));
      if (contents.length !== found.size) throw new Error(`${found.path} has another size`);
    }
    return 'read';
  } catch (error) {
    if (error instanceof Iso9660Error) return 'refused';
    throw error;
  }
}

/** Numbers below 2 ** 32, the same for the same seed (a linear congruential generator). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  };
}

describe('whatever the bytes are, reading ends with success or one Iso9660Error', () => {
  test.each(NAME_SPACES)('as it is: %s', async (nameSpace) => {
    expect(await outcome(EVERYTHING, nameSpace)).toBe('read');
  });

  test.each(NAME_SPACES)('truncated at every sector: %s', async (nameSpace) => {
    for (let sectors = 0; sectors < SECTORS; sectors += 1) {
      const short = EVERYTHING.subarray(0, sectors * SECTOR);
      expect(await outcome(short, nameSpace)).toBe('refused');
      if (sectors <= 16) continue;
      // The same in an image whose descriptor states the shorter size: reading finds what is
      // missing.
      const honest = Buffer.from(short);
      bothEndian32(sectors).copy(honest, 16 * SECTOR + 80);
      expect(['read', 'refused']).toContain(await outcome(honest, nameSpace));
    }
  });

  test.each(NAME_SPACES)(
    'with bytes of the descriptors and directories changed: %s',
    async (nameSpace) => {
      const random = numbers(0x1509660);
      const outcomes = { read: 0, refused: 0 };
      for (let offset = 16 * SECTOR; offset < 26 * SECTOR; offset += 1) {
        // Changes a third of the bytes that are used, and few of the many that are not.
        if (random() % (EVERYTHING[offset] === 0 ? 100 : 3) !== 0) continue;
        const spoilt = Buffer.from(EVERYTHING);
        spoilt[offset] = random() >>> 24;
        outcomes[await outcome(spoilt, nameSpace)] += 1;
      }
      expect(outcomes.read).toBeGreaterThan(50);
      expect(outcomes.refused).toBeGreaterThan(10);
    },
    TIMEOUT,
  );

  test.each(NAME_SPACES)(
    'with numbers replaced by extreme ones: %s',
    async (nameSpace) => {
      const random = numbers(0xcd001);
      const extremes = [0, 1, 20, 21, 23, 25, 27, 28, 0x7fffffff, 0x80000000, 0xffffffff];
      for (let round = 0; round < 300; round += 1) {
        const spoilt = Buffer.from(EVERYTHING);
        for (let count = random() % 3; count >= 0; count -= 1) {
          const value = extremes[random() % extremes.length] ?? 0;
          const offset = (16 + (random() % 10)) * SECTOR + (random() % 480);
          bothEndian32(value).copy(spoilt, offset);
        }
        expect(['read', 'refused']).toContain(await outcome(spoilt, nameSpace));
      }
    },
    TIMEOUT,
  );
});
