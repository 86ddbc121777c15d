import { archive } from './archive';
import { startDeflater } from './deflate/start-deflater';
import { dosDateTime, type DosDateTime } from './dos-date-time';
import { fileData } from './file-data';
import { inChunks } from './chunks';
import { membersOf, type Member } from './member';
import type { ZipFile } from './zip-file';

export interface ZipOptions {
  /**
   * Seconds since 1970, UTC: the time of every entry. Clamped to 1980-2107; odd seconds are rounded
   * down.
   */
  readonly sourceDateEpoch: number;
  /**
   * The most threads that compress, if there is enough to compress. With 0, the default, or 1, the
   * thread that reads and writes also compresses. The archive is the same.
   */
  readonly workers?: number;
}

/** In bytes: the most compressed data of a file that are held. A file with more is read twice. */
const HELD_MAXIMUM = 32 * 1024 * 1024;

/**
 * Writes a zip archive (APPNOTE 6.3) whose bytes depend only on the paths and contents of the files
 * and on the time: not on the platform, the version of Node, the time zone, the order of `files`,
 * or the number of threads. An archive without files is an archive without entries.
 *
 * Entries are in byte order of their names. Every directory that is not empty has one, whose name
 * ends in a slash, with mode 0755; files have 0644 (Packager rules, 9. Outputs). A file is
 * deflated, or stored if that is not larger. There are no data descriptors, no comments and no
 * extra fields; there are zip64 structures only if a size or offset of 4 GiB - 1 or a count of
 * 65,535 needs them.
 *
 * Files are opened in the order of the entries, one at a time, and some before their turn to be
 * written. Memory does not grow with their size, only with their number and the number of threads.
 * If the stream ends with an error, the bytes before it are not an archive.
 *
 * @throws InputError at once, if paths cannot be written: absolute, with a backslash, an empty
 *   component, `.` or `..`, duplicate, and so on; all of them are named. While the archive is read,
 *   if a file has not as many bytes as it says, or has other bytes when it is read again.
 * @throws RangeError if a size or the time is not a safe integer, or a size is negative.
 */
export function writeZip(
  files: readonly ZipFile[],
  { sourceDateEpoch, workers = 0 }: ZipOptions,
): AsyncGenerator<Uint8Array> {
  return writeMembers(membersOf(files), dosDateTime(sourceDateEpoch), workers, HELD_MAXIMUM);
}

/** Like {@link writeZip}; `heldMaximum` does not affect the archive. */
export async function* writeMembers(
  members: readonly Member[],
  lastModified: DosDateTime,
  workers: number,
  heldMaximum: number,
): AsyncGenerator<Uint8Array> {
  const files = members.flatMap(({ file }) => file ?? []);
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const compressor = startDeflater(workers, size);
  try {
    const data = fileData(files, compressor, heldMaximum);
    yield* inChunks(archive(members, data, lastModified));
  } finally {
    await compressor.close();
  }
}
