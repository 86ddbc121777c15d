import { MS_DOS_DATE, MS_DOS_TIME } from '../write-archive';
import { MADE_BY } from './end-records';
import { Fields } from './fields';

/** What the header of an entry tells, in the central directory or before the data. */
export interface EntryHeader {
  readonly name: string;
  readonly method: number;
  readonly crc32: number;
  readonly compressedSize: number;
  readonly uncompressedSize: number;
}

/** An entry of the central directory, with where its local header stands. */
export interface CentralHeader extends EntryHeader {
  readonly offset: number;
}

const IN_ZIP64 = 0xffff_ffff;

/** Reads the headers of a central directory (APPNOTE 4.3.12). */
export function* readCentralDirectory(bytes: Buffer): Generator<CentralHeader> {
  const fields = new Fields(bytes, 'central directory');
  while (fields.left > 0) yield readCentralHeader(fields);
}

function readCentralHeader(fields: Fields): CentralHeader {
  fields.expect('signature', fields.uint32(), 0x02014b50);
  fields.expect('version made by', fields.uint16(), MADE_BY);
  const versionNeeded = fields.uint16();
  const common = readCommonFields(fields);
  fields.expect('comment length', fields.uint16(), 0);
  fields.expect('disk number', fields.uint16(), 0);
  fields.expect('internal attributes', fields.uint16(), 0);
  const attributes = fields.uint32();
  const offset = fields.uint32();
  const name = fields.bytesOf(common.nameLength);
  const extra = fields.bytesOf(common.extraLength);
  const isDirectory = name.toString().endsWith('/');
  const mode = isDirectory ? 0o040755 * 0x10000 + 0x10 : 0o100644 * 0x10000;
  fields.expect('external attributes', attributes, mode);

  const { uncompressedSize, compressedSize } = common;
  const zip64 = zip64Values(extra, [uncompressedSize, compressedSize, offset]);
  fields.expect('version needed to extract', versionNeeded, extra.length > 0 ? 45 : 20);
  const [uncompressed = 0, compressed = 0, place = 0] = zip64;
  return {
    name: utf8(name),
    method: common.method,
    crc32: common.crc32,
    uncompressedSize: uncompressed,
    compressedSize: compressed,
    offset: place,
  };
}

/** The bytes of a local header before its name (APPNOTE 4.3.7). */
export const LOCAL_HEADER_LENGTH = 30;

/**
 * Reads a local header.
 *
 * @param bytes From the signature on, as many as it has or more.
 * @returns What it tells, and how long it is.
 */
export function readLocalHeader(bytes: Buffer): EntryHeader & { readonly length: number } {
  const fields = new Fields(bytes, 'local header');
  fields.expect('signature', fields.uint32(), 0x04034b50);
  const versionNeeded = fields.uint16();
  const common = readCommonFields(fields);
  const name = utf8(fields.bytesOf(common.nameLength));
  const extra = fields.bytesOf(common.extraLength);
  const isZip64 = extra.length > 0;
  fields.expect('version needed to extract', versionNeeded, isZip64 ? 45 : 20);
  if (isZip64) {
    // 4.5.3: both sizes are in zip64 here, also where one of them would fit.
    fields.expect('uncompressed size', common.uncompressedSize, IN_ZIP64);
    fields.expect('compressed size', common.compressedSize, IN_ZIP64);
  }
  const sizes = [common.uncompressedSize, common.compressedSize];
  const [uncompressedSize = 0, compressedSize = 0] = isZip64
    ? readZip64Field(extra, sizes.length)
    : sizes;
  const length = LOCAL_HEADER_LENGTH + common.nameLength + common.extraLength;
  return {
    name,
    method: common.method,
    crc32: common.crc32,
    uncompressedSize,
    compressedSize,
    length,
  };
}

/** The fields that both headers have in the same order. */
function readCommonFields(fields: Fields) {
  // 4.4.4: bit 11 is UTF-8. Bit 3 would be a data descriptor.
  fields.expect('general purpose bit flag', fields.uint16(), 1 << 11);
  const method = fields.uint16();
  fields.expect('time', fields.uint16(), MS_DOS_TIME);
  fields.expect('date', fields.uint16(), MS_DOS_DATE);
  return {
    method,
    crc32: fields.uint32(),
    compressedSize: fields.uint32(),
    uncompressedSize: fields.uint32(),
    nameLength: fields.uint16(),
    extraLength: fields.uint16(),
  };
}

/** 4.5.3: each value that says "see zip64" is in the extra field, in this order, and nothing else. */
function zip64Values(extra: Buffer, values: readonly number[]): readonly number[] {
  const needed = values.filter((value) => value === IN_ZIP64).length;
  if (needed === 0) {
    new Fields(extra, 'central directory').expect('extra field length', extra.length, 0);
    return values;
  }
  const found = [...readZip64Field(extra, needed)];
  return values.map((value) => (value === IN_ZIP64 ? (found.shift() ?? 0) : value));
}

function readZip64Field(extra: Buffer, count: number): readonly number[] {
  const fields = new Fields(extra, 'zip64 extra field');
  fields.expect('tag', fields.uint16(), 0x0001);
  fields.expect('size', fields.uint16(), 8 * count);
  const values = Array.from({ length: count }, () => fields.uint64());
  fields.end();
  return values;
}

const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws Error if it is not UTF-8. */
function utf8(bytes: Buffer): string {
  return DECODER.decode(bytes);
}
