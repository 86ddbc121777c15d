import type { Problem } from '@aero-guest-tools/diagnostics';
import { Iso9660Error, ReadLimitError, TruncatedImageError } from './iso9660-error';
import type { Iso9660Image } from './image';

/** A problem at one place of an image; the rest can be listed. */
export interface ImageProblem {
  /**
   * The path of what cannot be read: a file, or a directory with everything in it. Like the path of
   * an entry, except that the name may be one that no file can have.
   */
  readonly path: string;
  readonly problem: Problem;
}

/** Handles an error about one path: throws it unless it is tolerated. */
export type Tolerate = (path: string, error: unknown) => void;

/** Tolerates no error. */
export const tolerateNothing: Tolerate = (_path, error) => {
  throw error;
};

/** An image with more problems than this is not merely odd. */
const MAXIMUM_PROBLEMS = 1000;

/**
 * Tolerates problems of single entries and directories. It does not tolerate exceeded limits,
 * problems of the root, or the end of an image that is shorter than its volume, since there is no
 * way to tell what was there.
 */
export function tolerateProblems(
  { missingBytes }: Iso9660Image,
  onProblem: (problem: ImageProblem) => void,
): Tolerate {
  let count = 0;
  return (path, error) => {
    count += 1;
    const isTolerated =
      path !== '' &&
      count <= MAXIMUM_PROBLEMS &&
      error instanceof Iso9660Error &&
      !(error instanceof ReadLimitError) &&
      !(error instanceof TruncatedImageError && missingBytes > 0);
    if (!isTolerated) throw error;
    for (const problem of error.diagnostics) onProblem({ path, problem });
  };
}
