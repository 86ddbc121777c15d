import { centralDirectoryHeader } from './central-directory-header';
import { dosDateTime, type DosDateTime } from './dos-date-time';
import { endOfCentralDirectory } from './end-of-central-directory';
import { STORED, type Entry } from './entry';
import { impliedDirectories } from './entry-path';
import { fileData } from './file-data';
import { localFileHeader } from './local-file-header';
import type { ZipFile } from './zip-file';

export interface ZipOptions {
  /** Seconds since 1970, UTC: the time of every entry. Clamped to 1980-2107, odd seconds cut. */
  readonly sourceDateEpoch: number;
}

/** Files up to this many bytes are read once and held in memory, larger ones are read twice. */
const IN_MEMORY_MAXIMUM = 8 * 1024 * 1024;

/**
 * Writes a zip archive (APPNOTE 6.3) whose bytes depend on the arguments alone: not on the
 * platform, the Node that runs it, the time zone, or the order of `files`. An archive without
 * files is an archive without entries.
 *
 * Entries stand in byte order of their names. There is one for every directory that holds
 * something, named with a slash at the end, mode 0755; files have 0644 (Packager rules, 9.
 * Outputs). A file is deflated, or stored if that is not larger. There are no data descriptors, no
 * comments and no extra fields, and zip64 structures only where a size or offset of 4 GiB - 1 or a
 * count of 65,535 needs them.
 *
 * Files are opened one at a time. Memory does not grow with their size, only with their number.
 * Should the stream end with an error, what came before is not an archive.
 *
 * @throws InputError at once, if paths cannot be written: absolute, with a backslash, an empty
 *   component, `.` or `..`, twice the same, and so on; all of them are named. While the archive is
 *   read, if a file has not as many bytes as it says, or has other bytes when it is read again.
 * @throws RangeError if a size or the time is not a safe integer, or a size is negative.
 */
export function writeZip(
  files: readonly ZipFile[],
  { sourceDateEpoch }: ZipOptions,
): AsyncGenerator<Uint8Array> {
  return writeMembers(membersOf(files), dosDateTime(sourceDateEpoch), IN_MEMORY_MAXIMUM);
}

/** What gets an entry: a file, or a directory that a file's path implies. */
interface Member {
  readonly fileName: Uint8Array;
  readonly file?: ZipFile;
}

/** The members of an archive, in byte order of their names; see {@link writeZip}. */
export function membersOf(files: readonly ZipFile[]): readonly Member[] {
  for (const { path, size } of files) {
    if (!Number.isSafeInteger(size) || size < 0) {
      throw new RangeError(`not a size in bytes: ${String(size)} (${path})`);
    }
  }
  const directories = impliedDirectories(files.map(({ path }) => path));
  return [
    ...directories.map((path) => ({ fileName: Buffer.from(path) })),
    ...files.map((file) => ({ fileName: Buffer.from(file.path), file })),
  ].toSorted((a, b) => Buffer.compare(a.fileName, b.fileName));
}

const NO_DATA = { compressionMethod: STORED, crc32: 0, compressedSize: 0, chunks: [] } as const;

/**
 * The archive, from its first byte to its last (APPNOTE 4.3.6).
 *
 * @param inMemoryMaximum Bytes up to which a file is held in memory; does not show in the archive.
 */
export async function* writeMembers(
  members: readonly Member[],
  lastModified: DosDateTime,
  inMemoryMaximum: number,
): AsyncGenerator<Uint8Array> {
  const centralDirectory: Uint8Array[] = [];
  let offset = 0;
  for (const { fileName, file } of members) {
    const { chunks, ...data } = file ? await fileData(file, inMemoryMaximum) : NO_DATA;
    const entry: Entry = { fileName, lastModified, uncompressedSize: file?.size ?? 0, ...data };
    const header = localFileHeader(entry);
    yield header;
    yield* chunks;
    centralDirectory.push(centralDirectoryHeader(entry, offset));
    offset += header.length + entry.compressedSize;
  }
  yield* centralDirectory;
  const size = centralDirectory.reduce((sum, header) => sum + header.length, 0);
  yield endOfCentralDirectory({ entries: members.length, size, offset });
}
