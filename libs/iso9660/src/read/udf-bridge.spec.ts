import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { describeWith, run } from './foreign-tools.fixture';
import {
  directory,
  image,
  memorySource,
  pathsIn,
  record,
  ROOT,
  SECTOR,
  TERMINATOR,
  volumeDescriptor,
} from './image-builder.fixture';
import { openIso9660Image } from './image';

/** A UDF descriptor: a tag (ECMA-167, 3/7.2), and 32-bit numbers at these offsets. */
function descriptor(tag: number, fields: Readonly<Record<number, number>> = {}): Buffer {
  const bytes = Buffer.alloc(SECTOR);
  bytes.writeUInt16LE(tag, 0);
  for (const [place, value] of Object.entries(fields)) bytes.writeUInt32LE(value, Number(place));
  return bytes;
}

/** A file entry (ECMA-167, 4/14.9) with one short allocation descriptor. */
const fileEntry = (length: number, block: number): Buffer =>
  descriptor(261, { 56: length, 172: 8, 176: length, 180: block });

/** File identifier descriptors (ECMA-167, 4/14.4): the parent's, then files at these blocks. */
function fileIdentifiers(...blocks: readonly number[]): Buffer {
  return Buffer.concat(
    [0, ...blocks].map((block, index) => {
      const name = index === 0 ? '' : `\x08${String(index)}`;
      const bytes = Buffer.alloc(Math.ceil((38 + name.length) / 4) * 4);
      bytes.writeUInt16LE(257, 0);
      bytes.writeUInt8(index === 0 ? 0x0a : 0, 18);
      bytes.writeUInt8(name.length, 19);
      bytes.writeUInt32LE(block, 24);
      bytes.write(name, 38, 'latin1');
      return bytes;
    }),
  );
}

const announcement = (identifier: string): Buffer =>
  Buffer.concat([Buffer.from(`\0${identifier}\x01`)], SECTOR);

/** The first block of the UDF partition of {@link bridge}. */
const PARTITION = 270;

/** A bridge image: files of these sizes in ISO 9660, and of those in UDF. */
function bridge(
  isoSizes: readonly number[],
  udfSizes: readonly number[],
  partitionMapType = 1,
): Buffer {
  const records = isoSizes.map((length, index) =>
    record({ identifier: `F${String(index)}`, sector: 22, length }),
  );
  const logicalVolume = descriptor(6, { 212: SECTOR, 252: 0, 268: 1 });
  logicalVolume.writeUInt8(partitionMapType, 440);
  const children = fileIdentifiers(...udfSizes.map((_, index) => 10 + index));
  return image(
    {
      [ROOT]: directory(ROOT, ROOT, records),
      256: descriptor(2, { 16: 16 * SECTOR, 20: 257 }),
      257: descriptor(5, { 188: PARTITION }),
      258: logicalVolume,
      259: descriptor(8),
      [PARTITION]: descriptor(256, { 404: 1 }),
      [PARTITION + 1]: fileEntry(children.length, 2),
      [PARTITION + 2]: children,
      ...Object.fromEntries(
        udfSizes.map((size, index) => [PARTITION + 10 + index, fileEntry(size, 5)]),
      ),
      400: Buffer.alloc(SECTOR),
    },
    [
      volumeDescriptor(),
      TERMINATOR,
      announcement('BEA01'),
      announcement('NSR02'),
      announcement('TEA01'),
    ],
  );
}

describe('rules 8: a bridge image, with a UDF file system besides', () => {
  test('is read if ISO 9660 holds every file', async () => {
    expect(await pathsIn(bridge([3, 5, 5], [5, 3, 5]))).toEqual(['F0', 'F1', 'F2']);
    expect(await pathsIn(bridge([3, 5, 7], [5, 3]))).toEqual(['F0', 'F1', 'F2']);
  });

  test.each([
    [
      'nothing but a notice',
      [9],
      [9, 3],
      '1 file of 9 bytes in ISO 9660, 2 files of 12 bytes in UDF',
    ],
    ['no file at all', [], [3], '0 files of 0 bytes in ISO 9660, 1 file of 3 bytes in UDF'],
    [
      'a shorter file',
      [4, 9],
      [9, 5],
      '2 files of 13 bytes in ISO 9660, 2 files of 14 bytes in UDF',
    ],
    [
      'fewer files of a size',
      [4, 9],
      [4, 4],
      '2 files of 13 bytes in ISO 9660, 2 files of 8 bytes',
    ],
  ])('is never taken for the whole: %s', async (_name, isoSizes, udfSizes, found) => {
    await expect(pathsIn(bridge(isoSizes, udfSizes))).rejects.toMatchObject({
      diagnostics: [
        {
          file: 'test.iso',
          message: expect.stringContaining(
            'this image has a UDF file system, which is not supported',
          ),
          found: expect.stringContaining(found),
          remedy: expect.stringContaining('7z x'),
        },
      ],
    });
  });

  test('is refused if the UDF file system is of a kind that is not followed', async () => {
    await expect(pathsIn(bridge([3], [3], 2))).rejects.toThrow(/of a kind that cannot be compared/);
    const damaged = bridge([3], [3]);
    damaged.writeUInt16LE(0, (PARTITION + 1) * SECTOR);
    await expect(pathsIn(damaged)).rejects.toThrow(/of a kind that cannot be compared/);
  });

  test('can be opened without a look at the UDF file system', async () => {
    const source = memorySource(bridge([], [3]));
    expect((await openIso9660Image(source)).hasUdf).toBe(true);
    expect(Math.max(...source.reads.map(({ offset }) => offset))).toBeLessThan(256 * SECTOR);
  });
});

describeWith('genisoimage', 'a bridge image of genisoimage', () => {
  test('is read: both sides hold the same files', async () => {
    const base = mkdtempSync(join(tmpdir(), 'udf-bridge-'));
    try {
      mkdirSync(join(base, 'tree'));
      writeFileSync(join(base, 'tree/A.TXT'), 'abc');
      writeFileSync(join(base, 'tree/B.TXT'), 'x'.repeat(5000));
      run(base, 'genisoimage', ['-quiet', '-udf', '-o', 'bridge.iso', 'tree']);
      expect(await pathsIn(readFileSync(join(base, 'bridge.iso')))).toEqual(['A.TXT', 'B.TXT']);
    } finally {
      rmSync(base, { recursive: true, force: true });
    }
  });
});
