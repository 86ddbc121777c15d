import { readDirectoryWithin } from './directory';
import { directoryExtent } from './directory-extent';
import type { Iso9660Entry } from './entry';
import type { Iso9660Image } from './image';
import { malformed } from './iso9660-error';
import { readBudget } from './read-budget';

/**
 * Lists everything below the root, depth first: a directory, then what it holds, in the order of the
 * UTF-8 bytes of the names. Only directories are read, each one when it is its turn.
 *
 * Time and memory are bounded: no directory is listed twice, the directories together are not larger
 * than the image, and there are limits to how many records and how much text they hold.
 *
 * @throws Iso9660Error as {@link readDirectory}, and if a directory stands in two places, which is
 *   how it comes to hold itself.
 */
export async function* listImage(image: Iso9660Image): AsyncGenerator<Iso9660Entry> {
  const budget = readBudget(image.source);
  /** Paths of the directories that were listed, by the block at which they begin. */
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
        'a directory stands in two places',
        {
          found: other === '' ? 'it is the root directory' : `it is ${JSON.stringify(other)}, too`,
          expected: 'a tree without loops',
        },
      );
    }
    listed.set(sector, directory.path);
    return (await readDirectoryWithin(image, directory, budget)).values();
  };

  const levels = [await enter(image.root)];
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const { done, value } = level.next();
    if (done === true) {
      levels.pop();
    } else {
      yield value;
      if (value.kind === 'directory') levels.push(await enter(value));
    }
  }
}
