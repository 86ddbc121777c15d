import { readListedFiles, type ListedFile } from './directory-extent';
import type { Iso9660Entry } from './entry';
import type { Iso9660Image } from './image';
import { malformed } from './iso9660-error';
import type { ReadBudget } from './read-budget';
import { readSelfRecord } from './self-record';

/**
 * ECMA-119, 6.8.2.1, allows eight levels of directories. Rock Ridge keeps deeper ones in a directory
 * of their own, under the root, and leaves an empty file in their place whose entry CL leads there
 * (RRIP 1.12, 4.1.5). This is the listed file with the extent of the directory that really stands in
 * its place.
 *
 * @throws Iso9660Error if the entry CL leads to something else than a directory.
 */
export async function followChildLink(image: Iso9660Image, file: ListedFile): Promise<ListedFile> {
  const childLocation = file.rockRidge?.childLocation;
  if (childLocation === undefined) return file;
  const { source, logicalBlockSize } = image;
  const place = {
    file: source.name,
    structure: 'relocated directory',
    offset: childLocation * logicalBlockSize,
  };
  const self = await readSelfRecord(source, place);
  if (self.extent.sector !== childLocation) {
    throw malformed(place, 'a relocated directory is not where an entry CL leads', {
      found: `a record for a directory at block ${String(self.extent.sector)}`,
      expected: `a record for a directory at block ${String(childLocation)}`,
    });
  }
  return { ...file, record: { ...file.record, isDirectory: true }, extents: [self.extent] };
}

/** What the directory of relocated directories is called by custom (RRIP 1.12, 4.1.5). */
const RELOCATION_DIRECTORIES = new Set(['rr_moved', '.rr_moved']);

/**
 * Whether a directory is there only to hold relocated ones. Some programs mark it with an entry RE
 * like those that it holds; others do not, and it is told by its place, its name and its contents.
 */
export async function isRelocationDirectory(
  image: Iso9660Image,
  entry: Iso9660Entry,
  budget: ReadBudget,
): Promise<boolean> {
  if (image.nameSpace !== 'rock-ridge' || entry.kind !== 'directory') return false;
  if (!RELOCATION_DIRECTORIES.has(entry.path)) return false;
  let isEmpty = true;
  for await (const { rockRidge } of readListedFiles(image, entry, budget)) {
    if (rockRidge?.isRelocated !== true) return false;
    isEmpty = false;
  }
  return !isEmpty;
}
