import { crc32 } from 'node:zlib';
import { InputError, type Problem } from '@aero-guest-tools/diagnostics';
import type { ZipEntry } from './zip-entry';
import { ZIP_LIMITS } from './zip-limits';

/** Signatures (APPNOTE 4.3.7, 4.3.12, 4.3.14 to 4.3.16). */
const LOCAL_FILE_HEADER = 'PK\u0003\u0004';
const CENTRAL_FILE_HEADER = 'PK\u0001\u0002';
const END_OF_DIRECTORY = 'PK\u0005\u0006';
const ZIP64_END_OF_DIRECTORY = 'PK\u0006\u0006';
const ZIP64_LOCATOR = 'PK\u0006\u0007';

/** Lengths of these records in bytes, without their parts of variable length. */
const LOCAL_LENGTH = 30;
const CENTRAL_LENGTH = 46;
const END_LENGTH = 22;
const LOCATOR_LENGTH = 20;
const ZIP64_END_LENGTH = 56;

/** Bits of the general purpose bit flag (APPNOTE 4.4.4). */
const ENCRYPTED = 0x0001;
const SIZES_FOLLOW = 0x0008;
const STRONG_ENCRYPTION = 0x0040;
const MASKED_HEADERS = 0x2000;

/**
 * Id of the extra field with a UTF-8 path, which Info-ZIP adds to a name in a code page (APPNOTE
 * 4.6.9).
 */
const UNICODE_PATH = 0x7075;

const REMEDY = 'make or copy the archive again';

/**
 * The end of central directory record, with the values of its zip64 counterpart if there is one.
 */
interface DirectoryEnd {
  /** Offset of the record itself, in bytes. */
  readonly position: number;
  readonly entries: number;
  readonly offset: number;
  readonly size: number;
}

/** An entry of the central directory, and the bytes that its local header must repeat. */
export interface CentralEntry extends ZipEntry {
  readonly nameBytes: Buffer;
  readonly flags: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly localOffset: number;
}

/**
 * Offset of the end of central directory record of an archive, in bytes; undefined if there is none
 * that ends at the end of the bytes.
 *
 * @param bytes The archive, or its end.
 */
export function endOfDirectory(bytes: Buffer): number | undefined {
  const first = Math.max(bytes.length - END_LENGTH - 0xffff, 0);
  for (let at = bytes.length - END_LENGTH; at >= first; at -= 1) {
    if (!isAt(bytes, at, END_OF_DIRECTORY)) continue;
    if (at + END_LENGTH + bytes.readUInt16LE(at + 20) === bytes.length) return at;
  }
  return undefined;
}

/**
 * The entries in the central directory of an archive (APPNOTE 4.3.12), in order. Their number must
 * be that of the end record, they must fill the directory, and each must have a local header that
 * says the same (4.3.7).
 *
 * @param label What messages call the archive.
 * @throws InputError if they do not, if there is something in front of the archive, or if there are
 *   more or longer names than {@link ZIP_LIMITS} allow.
 */
export function readZipDirectory(bytes: Buffer, label: string): readonly CentralEntry[] {
  const end = readEnd(bytes, label);
  if (end.entries > ZIP_LIMITS.entries) {
    throw new InputError({
      file: label,
      id: 'zip.too-many-entries',
      message: 'the archive has too many entries',
      found: String(end.entries),
      expected: `at most ${String(ZIP_LIMITS.entries)}`,
      remedy: 'leave out what does not belong to the drivers',
    });
  }
  if (end.offset + end.size !== end.position) throw displaced(end, label);
  const entries: CentralEntry[] = [];
  let at = end.offset;
  while (at < end.position) {
    const next = at + CENTRAL_LENGTH > end.position ? undefined : centralEntry(bytes, at, label);
    if (next === undefined || next.end > end.position) throw unreadable(label, at);
    entries.push(next.entry);
    at = next.end;
    if (entries.length > end.entries) break;
  }
  if (entries.length !== end.entries) {
    throw new InputError({
      file: label,
      id: 'zip.entry-count',
      message: 'the zip archive contradicts itself about the number of its entries',
      found: `${String(end.entries)} in its end record, ${entries.length > end.entries ? 'more' : String(entries.length)} in its central directory`,
      expected: 'the same number',
      remedy: REMEDY,
    });
  }
  const problems = entries.flatMap((entry) => contradictions(bytes, entry, label));
  if (problems.length > 0) throw new InputError(problems);
  return entries;
}

/**
 * The data of an entry as stored in the archive, compressed or not; cut short if the archive ends
 * before.
 */
export function packedData(
  bytes: Buffer,
  { localOffset, compressedSize }: CentralEntry,
): Uint8Array {
  const nameLength = bytes.readUInt16LE(localOffset + 26);
  const extraLength = bytes.readUInt16LE(localOffset + 28);
  const begin = localOffset + LOCAL_LENGTH + nameLength + extraLength;
  return bytes.subarray(begin, begin + compressedSize);
}

function readEnd(bytes: Buffer, label: string): DirectoryEnd {
  const position = endOfDirectory(bytes);
  if (position === undefined) {
    throw unreadableArchive(label, 'no end of central directory record');
  }
  const entries = bytes.readUInt16LE(position + 10);
  const size = bytes.readUInt32LE(position + 12);
  const offset = bytes.readUInt32LE(position + 16);
  const hasZip64 = entries === 0xffff || size === 0xffff_ffff || offset === 0xffff_ffff;
  return hasZip64
    ? readZip64End(bytes, position - LOCATOR_LENGTH, label)
    : { position, entries, offset, size };
}

/** @param at Expected offset of the zip64 end of central directory locator (APPNOTE 4.3.15). */
function readZip64End(bytes: Buffer, at: number, label: string): DirectoryEnd {
  if (!isAt(bytes, at, ZIP64_LOCATOR)) throw unreadable(label, at);
  const position = Number(bytes.readBigUInt64LE(at + 8));
  if (position + ZIP64_END_LENGTH > at || !isAt(bytes, position, ZIP64_END_OF_DIRECTORY)) {
    throw unreadable(label, at);
  }
  return {
    position,
    entries: Number(bytes.readBigUInt64LE(position + 32)),
    size: Number(bytes.readBigUInt64LE(position + 40)),
    offset: Number(bytes.readBigUInt64LE(position + 48)),
  };
}

function centralEntry(
  bytes: Buffer,
  at: number,
  label: string,
): { readonly entry: CentralEntry; readonly end: number } | undefined {
  if (!isAt(bytes, at, CENTRAL_FILE_HEADER)) return undefined;
  const nameEnd = at + CENTRAL_LENGTH + bytes.readUInt16LE(at + 28);
  const extraEnd = nameEnd + bytes.readUInt16LE(at + 30);
  const nameBytes = bytes.subarray(at + CENTRAL_LENGTH, nameEnd);
  const unicodePath = unicodePathIn(bytes.subarray(nameEnd, extraEnd), nameBytes);
  const name = decodeName(unicodePath ?? nameBytes, label);
  const flags = bytes.readUInt16LE(at + 8);
  return {
    entry: {
      ...name,
      nameBytes,
      flags,
      isEncrypted: (flags & (ENCRYPTED | STRONG_ENCRYPTION | MASKED_HEADERS)) !== 0,
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      compressedSize: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      externalAttributes: bytes.readUInt32LE(at + 38),
      localOffset: bytes.readUInt32LE(at + 42),
    },
    end: extraEnd + bytes.readUInt16LE(at + 32),
  };
}

/** The UTF-8 name in Info-ZIP's extra field, if it belongs to this name. */
function unicodePathIn(extra: Buffer, nameBytes: Buffer): Buffer | undefined {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    const data = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
    if (extra.readUInt16LE(at) !== UNICODE_PATH || data.length < 5) continue;
    if (data.readUInt8(0) === 1 && data.readUInt32LE(1) === crc32(nameBytes)) {
      return data.subarray(5);
    }
  }
  return undefined;
}

/**
 * Decodes a name as its writer meant it: in UTF-8, whatever the flags say; with `/` for the `\` of
 * .NET programs, and without a leading `./`.
 */
function decodeName(
  bytes: Buffer,
  label: string,
): Pick<ZipEntry, 'name' | 'recordedName' | 'isNameValid'> {
  const recordedName = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const name = recordedName.replaceAll('\\', '/').replace(/^(?:\.\/)+(?=[^/]|$)/, '');
  const depth = name.split('/').length;
  if (bytes.length > ZIP_LIMITS.nameLength || depth > ZIP_LIMITS.depth) {
    throw new InputError({
      file: label,
      id: 'zip.name-too-long',
      message: 'the name of an entry in the archive is too long, or nested too deep',
      found: `${String(bytes.length)} bytes, ${String(depth)} components: ${JSON.stringify(name.slice(0, 60))}`,
      expected: `at most ${String(ZIP_LIMITS.nameLength)} bytes and ${String(ZIP_LIMITS.depth)} components`,
      remedy: 'make the archive again, without such an entry',
    });
  }
  return { name, recordedName, isNameValid: Buffer.from(recordedName).equals(bytes) };
}

/**
 * Differences between an entry and its local header: programs that read the local header would
 * unpack something else.
 */
function contradictions(bytes: Buffer, entry: CentralEntry, label: string): readonly Problem[] {
  const at = entry.localOffset;
  const file = `${label}: ${entry.recordedName}`;
  if (at + LOCAL_LENGTH > bytes.length || !isAt(bytes, at, LOCAL_FILE_HEADER)) {
    return [
      {
        file,
        id: 'zip.no-local-header',
        message: 'the entry has no local header where the central directory says',
        found: `something else at byte ${String(at)}`,
        expected: 'a local file header',
        remedy: REMEDY,
      },
    ];
  }
  const nameEnd = at + LOCAL_LENGTH + bytes.readUInt16LE(at + 26);
  const hasSizes = (bytes.readUInt16LE(at + 6) & SIZES_FOLLOW) === 0;
  const compressedSize = bytes.readUInt32LE(at + 18);
  const isZip64 = compressedSize === 0xffff_ffff;
  const differences = [
    ['name', !bytes.subarray(at + LOCAL_LENGTH, nameEnd).equals(entry.nameBytes)],
    ['compression method', bytes.readUInt16LE(at + 8) !== entry.method],
    ['CRC-32', hasSizes && bytes.readUInt32LE(at + 14) !== entry.crc],
    ['size', hasSizes && !isZip64 && bytes.readUInt32LE(at + 22) !== entry.size],
    ['compressed size', hasSizes && !isZip64 && compressedSize !== entry.compressedSize],
  ].flatMap(([what, differs]) => (differs === true ? [String(what)] : []));
  return differences.length === 0
    ? []
    : [
        {
          file,
          id: 'zip.headers-differ',
          message: 'the zip archive contradicts itself about an entry',
          found: `another ${differences.join(' and ')} in its local header than in the central directory`,
          expected: 'the same in both',
          remedy: REMEDY,
        },
      ];
}

/** Offsets in an archive count from its beginning, so nothing may be in front of it. */
function displaced({ position, offset, size }: DirectoryEnd, label: string): InputError {
  const before = position - size - offset;
  return new InputError({
    file: label,
    id: 'zip.data-before-archive',
    message: 'the zip archive does not begin where the file begins',
    found:
      before > 0
        ? `${String(before)} bytes in front of it, as self-extracting archives have them`
        : `a central directory at byte ${String(offset)}, which is not where it ends`,
    expected: 'a file that is a zip archive, and nothing else',
    remedy: 'make the archive again, or mend it (zip -F archive.zip --out mended.zip)',
  });
}

function unreadable(label: string, at: number): InputError {
  return unreadableArchive(label, `no header of the central directory at byte ${String(at)}`);
}

/**
 * The error for an archive whose entries cannot be listed.
 *
 * @param label What messages call the archive.
 */
export function unreadableArchive(label: string, found: string, cause?: unknown): InputError {
  return new InputError(
    {
      id: 'zip.unreadable',
      file: label,
      message: 'the zip archive cannot be read',
      found,
      expected: 'a complete zip archive with nothing after it',
      remedy: REMEDY,
    },
    { cause },
  );
}

function isAt(bytes: Buffer, at: number, signature: string): boolean {
  return at >= 0 && bytes.toString('latin1', at, at + signature.length) === signature;
}
