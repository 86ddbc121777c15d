import { posix } from 'node:path';
import type { Reader, ReaderLimit } from './reader';
import { treeOf, type Shape } from './shape';

/** The known limits of a reader that it meets in a shape. */
export function limitsThatApply({ limits = [] }: Reader, shape: Shape): readonly ReaderLimit[] {
  const entries = [
    ...shape.files.flatMap(({ path, size }) => [{ path, size }]),
    ...treeOf(shape).directories.map((path) => ({ path, size: 0 })),
  ].map(({ path, size }) => ({ name: posix.basename(path), size }));
  return limits.filter(({ appliesTo }) => entries.some((entry) => appliesTo(entry)));
}
