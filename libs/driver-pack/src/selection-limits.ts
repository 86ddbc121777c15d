import { tooLarge, type Problem } from '@aero-guest-tools/diagnostics';
import type { SelectedFile } from './selection';

/** The most files that are taken. All drivers of a virtio-win image together have some hundreds. */
const MAXIMUM_FILES = 20_000;

/** The most bytes that are taken: 2 GiB, three times a whole virtio-win image. */
const MAXIMUM_SIZE = 2 * 1024 ** 3;

/**
 * Problems with the amount to be taken. Any number of records of an image may point to the same
 * extent, so a small image can list files without end, and could fill a disk without this limit.
 */
export function selectionLimitProblems(files: readonly SelectedFile[]): readonly Problem[] {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const remedy = 'take a source that holds nothing but drivers in its driver folders';
  const problems: Problem[] = [];
  if (files.length > MAXIMUM_FILES) {
    problems.push({
      id: 'source.too-many-files',
      message: 'there are too many files in the driver folders',
      found: `${String(files.length)} files`,
      expected: `at most ${String(MAXIMUM_FILES)}`,
      remedy,
    });
  }
  if (size > MAXIMUM_SIZE) {
    problems.push(
      tooLarge(undefined, {
        what: 'all that is in the driver folders',
        size,
        limit: MAXIMUM_SIZE,
        remedy,
      }),
    );
  }
  return problems;
}
