import { type Iso9660Entry } from './entry';
import { openIso9660Image, type Iso9660Image } from './image';
import { listImage } from './image-listing';
import type { NameSpace } from './name-space';
import type { RandomAccessSource } from './random-access-source';

// Builds images byte by byte, so that tests decide the position of everything, right or wrong. It
// shares nothing with the reader except the source that the reader reads from.

export const SECTOR = 2048;

/** The default sector of the root directory in {@link image}. */
export const ROOT = 20;

export function bothEndian32(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(value, 0);
  bytes.writeUInt32BE(value, 4);
  return bytes;
}

export function bothEndian16(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE(value, 0);
  bytes.writeUInt16BE(value, 2);
  return bytes;
}

export const FLAGS = { hidden: 1, directory: 2, associated: 4, continued: 0x80 };

export interface RecordFields {
  readonly identifier: string | Uint8Array;
  readonly sector?: number;
  readonly length?: number;
  readonly flags?: number;
  readonly date?: readonly number[];
  readonly extendedAttributeLength?: number;
  readonly fileUnitSize?: number;
  readonly systemUse?: readonly Buffer[];
}

/** A directory record (ECMA-119, 9.1). */
export function record(fields: RecordFields): Buffer {
  const identifier =
    typeof fields.identifier === 'string'
      ? Buffer.from(fields.identifier, 'latin1')
      : fields.identifier;
  const bytes = Buffer.concat([
    Buffer.from([0, fields.extendedAttributeLength ?? 0]),
    bothEndian32(fields.sector ?? 0),
    bothEndian32(fields.length ?? 0),
    Buffer.from(fields.date ?? [101, 9, 9, 1, 46, 40, 0]),
    Buffer.from([fields.flags ?? 0, fields.fileUnitSize ?? 0, 0]),
    bothEndian16(1),
    Buffer.from([identifier.length]),
    identifier,
    Buffer.alloc(identifier.length % 2 === 0 ? 1 : 0),
    ...(fields.systemUse ?? []),
  ]);
  bytes.writeUInt8(bytes.length, 0);
  return bytes;
}

/** The record of a directory of one sector. */
export function directoryRecord(
  identifier: string | Uint8Array,
  sector: number,
  systemUse: readonly Buffer[] = [],
): Buffer {
  return record({ identifier, sector, length: SECTOR, flags: FLAGS.directory, systemUse });
}

/** The extent of a directory: its own record and its parent's, then `records`, in whole sectors. */
export function directory(
  sector: number,
  parent: number,
  records: readonly Buffer[],
  selfSystemUse: readonly Buffer[] = [],
): Buffer {
  const all = [
    directoryRecord('\0', sector, selfSystemUse),
    directoryRecord('\u0001', parent),
    ...records,
  ];
  const parts: Buffer[] = [];
  let used = 0;
  for (const part of all) {
    const left = SECTOR - (used % SECTOR);
    if (part.length > left) parts.push(Buffer.alloc(left));
    used += part.length > left ? left + part.length : part.length;
    parts.push(part);
  }
  parts.push(Buffer.alloc((SECTOR - (used % SECTOR)) % SECTOR));
  return Buffer.concat(parts);
}

export interface DescriptorFields {
  readonly type?: number;
  readonly version?: number;
  readonly volumeId?: string;
  readonly volumeSpaceSize?: number;
  readonly escapeSequences?: string;
  readonly logicalBlockSize?: number;
  readonly root?: Buffer;
}

/** A volume descriptor (ECMA-119, 8.4 and 8.5), primary by default. */
export function volumeDescriptor(fields: DescriptorFields = {}): Buffer {
  const bytes = Buffer.alloc(SECTOR);
  bytes.writeUInt8(fields.type ?? 1, 0);
  bytes.write('CD001', 1, 'latin1');
  bytes.writeUInt8(fields.version ?? 1, 6);
  bytes.write((fields.volumeId ?? 'TEST').padEnd(32), 40, 'latin1');
  bothEndian32(fields.volumeSpaceSize ?? 0).copy(bytes, 80);
  bytes.write(fields.escapeSequences ?? '', 88, 'latin1');
  bothEndian16(fields.logicalBlockSize ?? SECTOR).copy(bytes, 128);
  (fields.root ?? directoryRecord('\0', ROOT)).copy(bytes, 156);
  return bytes;
}

export const TERMINATOR = Buffer.concat(
  [Buffer.from([255]), Buffer.from('CD001'), Buffer.from([1])],
  SECTOR,
);

export const JOLIET_ESCAPE_SEQUENCE = '%/E';

/** An image with these volume descriptors from sector 16 on, and these bytes at these sectors. */
export function image(
  sectors: Readonly<Record<number, Buffer>>,
  descriptors: readonly Buffer[] = [volumeDescriptor(), TERMINATOR],
): Buffer {
  const parts = Object.entries({ 16: Buffer.concat(descriptors), ...sectors }).map(
    ([sector, contents]) => ({ offset: Number(sector) * SECTOR, contents }),
  );
  const end = Math.max(...parts.map(({ offset, contents }) => offset + contents.length));
  const bytes = Buffer.alloc(Math.ceil(end / SECTOR) * SECTOR);
  for (const { offset, contents } of parts) contents.copy(bytes, offset);
  return bytes;
}

/** A system use entry (SUSP 1.12, 4.1). */
export function entry(signature: string, data: readonly number[] | Uint8Array = []): Buffer {
  const bytes = Buffer.from([0, 0, 4 + data.length, 1, ...data]);
  bytes.write(signature, 0, 'latin1');
  return bytes;
}

export const SHARING_PROTOCOL = entry('SP', [0xbe, 0xef, 0]);
export const ROCK_RIDGE = entry('ER', Buffer.from('\n\0\0\u0001RRIP_1991A', 'latin1'));

/** The system use field of the root directory's own record in an image with Rock Ridge. */
export const ROOT_SYSTEM_USE = [SHARING_PROTOCOL, ROCK_RIDGE];

export function alternateName(name: string | Uint8Array, flags = 0): Buffer {
  return entry(
    'NM',
    Buffer.concat([Buffer.from([flags]), typeof name === 'string' ? Buffer.from(name) : name]),
  );
}

export function continuation(sector: number, offset: number, length: number): Buffer {
  const fields = [sector, offset, length].map((value) => bothEndian32(value));
  return entry('CE', Buffer.concat(fields));
}

export function posixAttributes(mode: number): Buffer {
  return entry('PX', Buffer.concat([mode, 1, 0, 0].map((value) => bothEndian32(value))));
}

/** A source in memory that counts reads, and fails after more reads than a correct reader needs. */
export interface MemorySource extends RandomAccessSource {
  readonly reads: { readonly offset: number; readonly length: number }[];
}

export function memorySource(bytes: Buffer, maximumReads = 100_000): MemorySource {
  const reads: { offset: number; length: number }[] = [];
  return {
    name: 'test.iso',
    size: bytes.length,
    reads,
    read: (offset, length) => {
      reads.push({ offset, length });
      if (reads.length > maximumReads) throw new Error('too many reads');
      if (offset < 0 || length < 0 || offset + length > bytes.length) {
        throw new RangeError(`read of ${String(length)} at ${String(offset)}`);
      }
      return Promise.resolve(Uint8Array.from(bytes.subarray(offset, offset + length)));
    },
    close: () => Promise.resolve(),
  };
}

export function openBytes(bytes: Buffer, nameSpace?: NameSpace): Promise<Iso9660Image> {
  return openIso9660Image(memorySource(bytes), nameSpace === undefined ? {} : { nameSpace });
}

export async function listAll(opened: Iso9660Image): Promise<Iso9660Entry[]> {
  const entries: Iso9660Entry[] = [];
  for await (const found of listImage(opened)) entries.push(found);
  return entries;
}

/** The paths in an image, in the order of the listing. */
export async function pathsIn(bytes: Buffer, nameSpace?: NameSpace): Promise<string[]> {
  return (await listAll(await openBytes(bytes, nameSpace))).map(({ path }) => path);
}

/** An image with Rock Ridge whose root directory holds one record with these entries. */
export function rockRidgeImage(
  systemUse: readonly Buffer[],
  more: Readonly<Record<number, Buffer>> = {},
): Buffer {
  const only = record({ identifier: 'PLAIN.;1', sector: 22, length: 3, systemUse });
  return image({
    [ROOT]: directory(ROOT, ROOT, [only], ROOT_SYSTEM_USE),
    22: Buffer.from('abc'),
    ...more,
  });
}
