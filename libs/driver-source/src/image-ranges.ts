import { SECTOR_SIZE } from '@aero-guest-tools/iso9660/read';
import type { LockedFile } from './source-lock';

/**
 * The largest gap between two files that is fetched along with them, in bytes. A request takes
 * about as long as a gap of this size. Images store the files of a driver side by side.
 */
const MAXIMUM_GAP = 256 * 1024;

/** A range of an image, and the files in it. */
export interface ImageRange {
  /** In bytes. */
  readonly offset: number;
  /** In bytes. */
  readonly length: number;
  /** In the order of their contents, which do not overlap. */
  readonly files: readonly LockedFile[];
}

/**
 * The fewest ranges of an image that hold some files without large gaps. Files with the same
 * contents are fetched once.
 */
export function imageRanges(files: readonly LockedFile[]): readonly ImageRange[] {
  const distinct = new Map(files.map((file) => [file.sha256, file]));
  const ranges: { offset: number; end: number; files: LockedFile[] }[] = [];
  for (const file of [...distinct.values()].toSorted((a, b) => a.extent - b.extent)) {
    const offset = file.extent * SECTOR_SIZE;
    const end = offset + file.size;
    const last = ranges.at(-1);
    if (last && offset >= last.end && offset - last.end <= MAXIMUM_GAP) {
      last.files.push(file);
      last.end = end;
    } else {
      ranges.push({ offset, end, files: [file] });
    }
  }
  return ranges.map(({ offset, end, files: inRange }) => ({
    offset,
    length: end - offset,
    files: inRange,
  }));
}
