import { SECTOR_SIZE } from '../sector';
import { readExactly, type RandomAccessSource } from './random-access-source';
import { spendBytes, spendRecord, type ReadBudget } from './read-budget';

/** The sector of an anchor volume descriptor pointer (ECMA-167, 3/8.4.2.1). */
const ANCHOR_SECTOR = 256;

/** Tag identifiers (ECMA-167, 3/7.2.1 and 4/7.2.1). */
const TAG = {
  anchor: 2,
  partition: 5,
  logicalVolume: 6,
  terminator: 8,
  fileSet: 256,
  fileIdentifier: 257,
  fileEntry: 261,
  extendedFileEntry: 266,
} as const;

/** The most descriptors in the volume descriptor sequence. Real ones have seven. */
const MAXIMUM_DESCRIPTORS = 64;

/** The most bytes of one directory. */
const MAXIMUM_DIRECTORY_LENGTH = 32 * 1024 * 1024;

/**
 * The lower 30 bits of an extent length; the upper two are the type of the extent (ECMA-167,
 * 4/14.14.1.1).
 */
const LENGTH_MASK = 0x3fff_ffff;

/** File characteristics (ECMA-167, 4/14.4.3). */
const IS_DIRECTORY = 0x02;
const IS_DELETED = 0x04;
const IS_PARENT = 0x08;

/** A part of a partition. */
interface Extent {
  /** Logical block of the partition. */
  readonly block: number;
  /** In bytes. */
  readonly length: number;
}

/** The fields of a file entry that are read (ECMA-167, 4/14.9 and 4/14.17). */
interface FileEntry {
  /** In bytes. */
  readonly length: number;
  /** The contents if they are in the entry itself; otherwise their location. */
  readonly contents: Buffer | readonly Extent[];
}

/** The file system uses a layout that is not supported here, or is damaged. */
class NotFollowed extends Error {}

/**
 * The sizes of all files in the UDF file system of an image, to compare them with those of its ISO
 * 9660 side: how many files there are of each size, in bytes. Names and contents are not read. Only
 * the layout of read-only discs is supported: one physical partition, no sparing, no virtual
 * allocation and no metadata partition (UDF 2.60, 2.2.4, 2.2.8 to 2.2.10).
 *
 * @returns Undefined if the layout is not supported.
 * @throws Iso9660Error if it is larger than in any image that is not malicious.
 */
export async function udfFileSizes(
  source: RandomAccessSource,
  budget: ReadBudget,
): Promise<ReadonlyMap<number, number> | undefined> {
  try {
    return await walk(await openVolume(source, budget));
  } catch (error) {
    if (error instanceof NotFollowed || error instanceof RangeError) return undefined;
    throw error;
  }
}

interface Volume {
  /** The first sector of the partition. */
  readonly partitionStart: number;
  /** The location of the file set descriptor. */
  readonly fileSet: Extent;
  /** Reads bytes of the partition. */
  readonly read: (extent: Extent) => Promise<Buffer>;
  readonly countRecord: () => void;
}

async function openVolume(source: RandomAccessSource, budget: ReadBudget): Promise<Volume> {
  const place = { file: source.name, structure: 'UDF file system', offset: 0 };
  const readSectors = async (sector: number, length: number): Promise<Buffer> => {
    const offset = sector * SECTOR_SIZE;
    if (offset + length > source.size) throw new NotFollowed('outside of the image');
    spendBytes(budget, length, { ...place, offset });
    return readExactly(source, offset, length, place.structure);
  };
  const anchor = await readSectors(ANCHOR_SECTOR, SECTOR_SIZE);
  requireTag(anchor, TAG.anchor);
  const sequence = anchor.readUInt32LE(20);
  const count = Math.min(Math.floor(anchor.readUInt32LE(16) / SECTOR_SIZE), MAXIMUM_DESCRIPTORS);
  let partitionStart: number | undefined;
  let fileSet: Extent | undefined;
  for (let index = 0; index < count; index += 1) {
    const descriptor = await readSectors(sequence + index, SECTOR_SIZE);
    const tag = tagOf(descriptor);
    if (tag === TAG.terminator) break;
    if (tag === TAG.partition) partitionStart ??= descriptor.readUInt32LE(188);
    if (tag === TAG.logicalVolume) fileSet ??= fileSetExtent(descriptor);
  }
  if (partitionStart === undefined || fileSet === undefined) throw new NotFollowed('no partition');
  const start = partitionStart;
  return {
    partitionStart,
    fileSet,
    read: ({ block, length }) => readSectors(start + block, length),
    countRecord: () => {
      spendRecord(budget, place);
    },
  };
}

/** From a logical volume descriptor (ECMA-167, 3/10.6) with one partition map of type 1 (3/10.7.2). */
function fileSetExtent(descriptor: Buffer): Extent {
  const isPlain =
    descriptor.readUInt32LE(212) === SECTOR_SIZE &&
    descriptor.readUInt32LE(268) === 1 &&
    descriptor.readUInt8(440) === 1;
  if (!isPlain) throw new NotFollowed('another kind of partition');
  return { block: descriptor.readUInt32LE(252), length: SECTOR_SIZE };
}

async function walk(volume: Volume): Promise<ReadonlyMap<number, number>> {
  const fileSet = await volume.read(volume.fileSet);
  requireTag(fileSet, TAG.fileSet);
  const sizes = new Map<number, number>();
  const visited = new Set<number>();
  const pending = [fileSet.readUInt32LE(404)];
  for (let block = pending.pop(); block !== undefined; block = pending.pop()) {
    if (visited.has(block)) throw new NotFollowed('a directory that is in two places');
    visited.add(block);
    const directory = await readFileEntry(volume, block);
    for (const child of fileIdentifiers(await readContents(volume, directory))) {
      volume.countRecord();
      if (child.isDirectory) {
        pending.push(child.block);
      } else {
        const { length } = await readFileEntry(volume, child.block);
        sizes.set(length, (sizes.get(length) ?? 0) + 1);
      }
    }
  }
  return sizes;
}

async function readFileEntry(volume: Volume, block: number): Promise<FileEntry> {
  const entry = await volume.read({ block, length: SECTOR_SIZE });
  const tag = tagOf(entry);
  if (tag !== TAG.fileEntry && tag !== TAG.extendedFileEntry)
    throw new NotFollowed('no file entry');
  const lengths = tag === TAG.fileEntry ? 168 : 208;
  const start = lengths + 8 + entry.readUInt32LE(lengths);
  const descriptors = entry.subarray(start, start + entry.readUInt32LE(lengths + 4));
  // The information length is a number of 64 bits (ECMA-167, 4/14.9.10).
  const length = Number(entry.readBigUInt64LE(56));
  // Flags of the ICB tag (ECMA-167, 4/14.6.8): how the contents are allocated.
  const allocation = entry.readUInt16LE(34) & 0x07;
  if (allocation === 3) return { length, contents: descriptors.subarray(0, length) };
  if (allocation > 1) throw new NotFollowed('another kind of allocation descriptor');
  const contents: Extent[] = [];
  const width = allocation === 0 ? 8 : 16;
  for (let offset = 0; offset + width <= descriptors.length; offset += width) {
    const extentLength = descriptors.readUInt32LE(offset) & LENGTH_MASK;
    if (extentLength === 0) break;
    contents.push({ length: extentLength, block: descriptors.readUInt32LE(offset + 4) });
  }
  return { length, contents };
}

async function readContents(volume: Volume, { length, contents }: FileEntry): Promise<Buffer> {
  if (length > MAXIMUM_DIRECTORY_LENGTH) throw new NotFollowed('a directory that is too large');
  if (Buffer.isBuffer(contents)) return contents;
  const parts: Buffer[] = [];
  let left = length;
  for (const extent of contents) {
    if (left <= 0) break;
    const part = await volume.read({ ...extent, length: Math.min(extent.length, left) });
    parts.push(part);
    left -= part.length;
  }
  if (left > 0) throw new NotFollowed('a directory that is cut off');
  return Buffer.concat(parts);
}

/**
 * The file identifier descriptors of a directory (ECMA-167, 4/14.4), except those that stand for no
 * entry.
 */
function* fileIdentifiers(
  directory: Buffer,
): Generator<{ readonly isDirectory: boolean; readonly block: number }> {
  let offset = 0;
  while (offset < directory.length) {
    const descriptor = directory.subarray(offset);
    requireTag(descriptor, TAG.fileIdentifier);
    const characteristics = descriptor.readUInt8(18);
    const length = 38 + descriptor.readUInt16LE(36) + descriptor.readUInt8(19);
    if ((characteristics & (IS_DELETED | IS_PARENT)) === 0) {
      yield {
        isDirectory: (characteristics & IS_DIRECTORY) !== 0,
        block: descriptor.readUInt32LE(24),
      };
    }
    offset += Math.ceil(length / 4) * 4;
  }
}

function tagOf(descriptor: Buffer): number {
  return descriptor.readUInt16LE(0);
}

function requireTag(descriptor: Buffer, tag: number): void {
  if (tagOf(descriptor) !== tag) throw new NotFollowed(`no descriptor with the tag ${String(tag)}`);
}
