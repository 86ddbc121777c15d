import { openTreeFile } from './open-tree-file';
import type { LocatedFile, ReadableFile } from './readable-file';
import { verifiedContents } from './verified-contents';

/** A file stored on a disk as it is, which may be read there directly, see {@link openTreeFile}. */
export interface DiskFile extends LocatedFile, ReadableFile {}

/** How much of a file is read at a time, in bytes. Most files of drivers are one piece. */
const PIECE_SIZE = 1024 * 1024;

/**
 * A file on a disk.
 *
 * @param file As it was listed, or as an earlier task recorded it; its path may differ from the one
 *   on the disk.
 * @param remedy What the user can do if it cannot be opened, as an imperative sentence without a
 *   full stop.
 */
export function fileOnDisk<File extends LocatedFile>(file: File, remedy?: string): File & DiskFile {
  const contents = () => pieces(file, remedy);
  return { ...file, open: () => verifiedContents({ ...file, open: contents }, file.absolutePath) };
}

/**
 * Calls are synchronous, as in {@link openTreeFile}. Each piece is new memory, which the caller may
 * keep.
 */
async function* pieces(file: LocatedFile, remedy: string | undefined): AsyncGenerator<Uint8Array> {
  const { absolutePath, sha256 } = file;
  // If the SHA-256 is known, size and times add nothing.
  const opened =
    sha256 === undefined
      ? openTreeFile(file, remedy)
      : openTreeFile(
          { absolutePath },
          remedy ?? 'restore it, and run again when no program writes to it',
        );
  try {
    for (let left = file.size; ; left -= PIECE_SIZE) {
      // One byte more than expected, so that one read finds the end, or finds that there is more.
      const piece = Buffer.allocUnsafe(Math.min(Math.max(left, 0) + 1, PIECE_SIZE));
      const bytesRead = opened.read(piece);
      if (bytesRead > 0) yield piece.subarray(0, bytesRead);
      if (bytesRead < piece.length) return;
    }
  } finally {
    opened.close();
  }
}
