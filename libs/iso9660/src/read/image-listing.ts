import { readDirectoryWithin } from './directory';
import { directoryExtent } from './directory-extent';
import type { Iso9660Entry } from './entry';
import type { Iso9660Image } from './image';
import { malformed, truncated } from './iso9660-error';
import { readBudget } from './read-budget';
import { tolerateNothing, tolerateProblems, type ImageProblem } from './tolerance';
import { requireWholeBridge } from './udf-bridge';

export interface ListImageOptions {
  /**
   * Receives the problem of an entry or a directory. What has a problem is left out: the contents
   * of a directory that cannot be read, and both of two entries with the same name. Without it, the
   * listing fails at the first problem.
   */
  readonly onProblem?: (problem: ImageProblem) => void;
}

/**
 * Lists everything below the root, depth first: a directory, then its entries, in the order of the
 * UTF-8 bytes of the names. Only directories are read, each when its turn comes.
 *
 * Time and memory are bounded: no directory is listed twice, the directories together are not
 * larger than the image, and the number of records and the amount of text are limited.
 *
 * @throws Iso9660Error as {@link readDirectory}; if a directory is in two places, which is how it
 *   can contain itself; if the image is shorter than its volume, and a file is incomplete; and at
 *   the end, if there is also a UDF file system that has files which ISO 9660 does not have.
 */
export async function* listImage(
  image: Iso9660Image,
  options: ListImageOptions = {},
): AsyncGenerator<Iso9660Entry> {
  const budget = readBudget(image.source);
  const { onProblem } = options;
  const tolerate = onProblem ? tolerateProblems(image, onProblem) : tolerateNothing;
  const fileSizes = new Map<number, number>();
  /** Paths of the directories that were listed, by the number of their first block. */
  const listed = new Map<number, string>();
  const enter = async (directory: Iso9660Entry): Promise<Iterator<Iso9660Entry>> => {
    const { sector } = directoryExtent(image, directory);
    const other = listed.get(sector);
    if (other !== undefined) {
      throw malformed(
        {
          file: image.source.name,
          structure: `directory ${JSON.stringify(directory.path)}`,
          offset: sector * image.logicalBlockSize,
        },
        'a directory is in two places',
        {
          found: other === '' ? 'it is the root directory' : `it is also ${JSON.stringify(other)}`,
          expected: 'a tree without loops',
        },
      );
    }
    listed.set(sector, directory.path);
    return (await readDirectoryWithin(image, directory, budget, tolerate)).values();
  };
  const enterIfSound = async (directory: Iso9660Entry): Promise<Iterator<Iso9660Entry>> => {
    try {
      return await enter(directory);
    } catch (error) {
      tolerate(directory.path, error);
      return [].values();
    }
  };

  const levels = [await enter(image.root)];
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const { done, value } = level.next();
    if (done === true) {
      levels.pop();
    } else {
      requireWhole(image, value);
      yield value;
      if (value.kind === 'directory') {
        levels.push(await enterIfSound(value));
      } else if (value.kind === 'file') {
        fileSizes.set(value.size, (fileSizes.get(value.size) ?? 0) + 1);
      }
    }
  }
  if (image.hasUdf) await requireWholeBridge(image.source, fileSizes);
}

/** @throws TruncatedImageError if the image is cut off, and the file is incomplete. */
function requireWhole(
  { source, logicalBlockSize, missingBytes }: Iso9660Image,
  { path, kind, extents }: Iso9660Entry,
): void {
  if (missingBytes === 0 || kind !== 'file') return;
  for (const { sector, length } of extents) {
    const end = sector * logicalBlockSize + length;
    if (end > source.size) throw truncated(source.name, JSON.stringify(path), source.size, end);
  }
}
