import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { type ImageFile, type ImageOptions } from './image-file';
import { layoutImage } from './layout';
import { writeImage } from './write-image';

// Takes images apart using only offsets from ECMA-119 and Joliet.

export const SECTOR = 2048;
/** 2001-09-09T01:46:40Z */
const EPOCH = 1_000_000_000;
export const PRIMARY = 16;
export const SUPPLEMENTARY = 17;

export async function write(files: readonly ImageFile[], options: Partial<ImageOptions> = {}) {
  const layout = layoutImage(files, {
    volumeId: 'Aero Guest Tools',
    sourceDateEpoch: EPOCH,
    ...options,
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeImage(layout)) chunks.push(chunk);
  const image = Buffer.concat(chunks);
  assert.equal(image.length, layout.sizeInBytes);
  return image;
}

export function file(path: string, contents: string | Uint8Array = path): ImageFile {
  const bytes = Buffer.from(contents);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { path, size: bytes.length, sha256, open: () => [bytes] };
}

export const sector = (image: Buffer, location: number) =>
  image.subarray(location * SECTOR, (location + 1) * SECTOR);

/** A number that is recorded twice; both must be equal (ECMA-119, 7.2.3 and 7.3.3). */
export function bothEndian32(bytes: Buffer, offset: number): number {
  assert.equal(bytes.readUInt32BE(offset + 4), bytes.readUInt32LE(offset));
  return bytes.readUInt32LE(offset);
}
export function bothEndian16(bytes: Buffer, offset: number): number {
  assert.equal(bytes.readUInt16BE(offset + 2), bytes.readUInt16LE(offset));
  return bytes.readUInt16LE(offset);
}

export interface DirectoryRecord {
  readonly identifier: Buffer;
  readonly location: number;
  readonly dataLength: number;
  readonly isDirectory: boolean;
}

/**
 * Parses a directory record, and checks the fields that are the same in every record (ECMA-119,
 * 9.1).
 */
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

/**
 * The records of a directory; none crosses the end of a sector, which is padded with zeros
 * (ECMA-119, 6.8.1.1).
 */
export function records(
  image: Buffer,
  { location, dataLength }: DirectoryRecord,
): DirectoryRecord[] {
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

export const rootRecord = (image: Buffer, descriptor: number) =>
  record(sector(image, descriptor).subarray(156));

export function text(identifier: Buffer, descriptor: number): string {
  return descriptor === PRIMARY
    ? identifier.toString('latin1')
    : Buffer.from(identifier).swap16().toString('utf16le');
}

/** Every file and directory below the root, by path. Checks the `.` and `..` records. */
export function walk(image: Buffer, descriptor: number): Map<string, DirectoryRecord> {
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

/** The path table records of one type, at the index of their number minus one (ECMA-119, 9.4). */
export function pathTable(image: Buffer, descriptor: number, type: 'L' | 'M') {
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
    assert.ok(offset <= size);
  }
  return found;
}

/** A recorded part: a sector and a length in bytes. */
export interface Part {
  readonly what: string;
  readonly location: number;
  readonly length: number;
}

/** All recorded parts of an image; an extent that several files share is included once. */
export function parts(image: Buffer): Part[] {
  const found: Part[] = [
    { what: 'system area', location: 0, length: 16 * SECTOR },
    { what: 'volume descriptors', location: 16, length: 3 * SECTOR },
  ];
  const files = new Map<string, Part>();
  for (const descriptor of [PRIMARY, SUPPLEMENTARY]) {
    const volume = sector(image, descriptor);
    const length = bothEndian32(volume, 132);
    found.push(
      { what: 'type L path table', location: volume.readUInt32LE(140), length },
      { what: 'type M path table', location: volume.readUInt32BE(148), length },
      { what: 'root directory', ...partOf(rootRecord(image, descriptor)) },
    );
    for (const [path, entry] of walk(image, descriptor)) {
      if (entry.isDirectory) found.push({ what: path, ...partOf(entry) });
      else
        files.set(`${String(entry.location)}+${String(entry.dataLength)}`, {
          what: path,
          ...partOf(entry),
        });
    }
  }
  return [...found, ...files.values()];
}

/** Even an empty file has a sector, which it shares with other empty files. */
function partOf({ location, dataLength }: DirectoryRecord): Omit<Part, 'what'> {
  return { location, length: Math.max(dataLength, 1) };
}

/** A file name and its extension, without separators and version number. */
function nameAndExtension({ identifier, isDirectory }: DirectoryRecord, descriptor: number) {
  const whole = text(identifier, descriptor).replace(/;1$/, '');
  const dot = isDirectory ? -1 : whole.lastIndexOf('.');
  return dot === -1 ? [whole, ''] : [whole.slice(0, dot), whole.slice(dot + 1)];
}

/** ECMA-119, 9.3, with its filler (space) or that of Joliet (zero). */
export function sortKey(entry: DirectoryRecord, descriptor: number): Buffer {
  const filler = descriptor === PRIMARY ? ' ' : '\0';
  const [name = '', extension = ''] = nameAndExtension(entry, descriptor);
  return Buffer.from(name.padEnd(128, filler) + extension.padEnd(128, filler), 'utf16le').swap16();
}
