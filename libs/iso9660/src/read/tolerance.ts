import type { Problem } from '@aero-guest-tools/diagnostics';
import { Iso9660Error, ReadLimitError, TruncatedImageError } from './iso9660-error';
import type { Iso9660Image } from './image';

/** What is wrong in one place of an image, the rest of which can be listed. */
export interface ImageProblem {
  /**
   * What cannot be taken from the image: a file, or a directory with everything in it. As that of an
   * entry, but the name may be one that no file can have.
   */
  readonly path: string;
  readonly problem: Problem;
}

/** What to do with an error about one path. Throws the error unless it is tolerated. */
export type Tolerate = (path: string, error: unknown) => void;

/** No error is tolerated. */
export const tolerateNothing: Tolerate = (_path, error) => {
  throw error;
};

/** Places of an image with more than so many are not odd any more. */
const MAXIMUM_PROBLEMS = 1000;

/**
 * Tolerates what is wrong with one entry or one directory. Not tolerated is what bounds the reader, what
 * is wrong with the root, and the end of an image that is shorter than its volume: nobody can tell what
 * was there.
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
