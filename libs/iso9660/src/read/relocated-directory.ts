import { SECTOR_SIZE } from '../sector';
import { readListedFiles, type ListedFile } from './directory-extent';
import { isParent, parseDirectoryRecords } from './directory-record';
import type { Iso9660Entry } from './entry';
import type { Iso9660Image } from './image';
import { malformed } from './iso9660-error';
import { readExactly } from './random-access-source';
import type { ReadBudget } from './read-budget';
import { parseRockRidgeFields } from './rock-ridge';
import { readSelfRecord } from './self-record';
import { readSystemUseEntries } from './system-use-entry';

/**
 * Follows the entry CL of a listed file. ECMA-119, 6.8.2.1, allows eight levels of directories.
 * Rock Ridge keeps deeper ones in a separate directory under the root, and leaves an empty file in
 * their place, whose entry CL leads to the directory (RRIP 1.12, 4.1.5). Returns the listed file
 * with the extent of that directory.
 *
 * @throws Iso9660Error if the entry CL leads to anything but a directory.
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

/** The usual names of the directory that holds relocated directories (RRIP 1.12, 4.1.5). */
const RELOCATION_DIRECTORIES = new Set(['rr_moved', '.rr_moved']);

/**
 * Whether a recorded directory is relocated, that is, belongs elsewhere, where an entry CL leads to
 * it. Such a directory has an entry RE, or its record for its parent has an entry PL (RRIP 1.12,
 * 4.1.5.2 and 4.1.5.3). Programs that omit RE use the usual directory for relocated ones.
 *
 * @param parentPath Of the directory that records it.
 */
export async function isRelocated(
  image: Iso9660Image,
  parentPath: string,
  { record, extents, rockRidge }: ListedFile,
  budget: ReadBudget,
): Promise<boolean> {
  if (rockRidge?.isRelocated === true) return true;
  const [extent] = extents;
  if (!record.isDirectory || extent === undefined) return false;
  return (
    rockRidge !== undefined &&
    RELOCATION_DIRECTORIES.has(parentPath) &&
    (await hasParentLink(image, extent.sector, budget))
  );
}

/** Whether the second record of a directory, which is for its parent, has an entry PL. */
async function hasParentLink(
  { source, logicalBlockSize, systemUseSkip }: Iso9660Image,
  sector: number,
  budget: ReadBudget,
): Promise<boolean> {
  const offset = sector * logicalBlockSize;
  const place = { file: source.name, structure: 'relocated directory', offset };
  const length = Math.min(SECTOR_SIZE, source.size - offset);
  if (length <= 0) return false;
  const bytes = await readExactly(source, offset, length, place.structure);
  const [, parent] = parseDirectoryRecords(bytes, place);
  if (parent === undefined || !isParent(parent)) return false;
  const entries = await readSystemUseEntries(
    parent.systemUse.subarray(systemUseSkip),
    parent.place,
    { source, logicalBlockSize, budget },
  );
  return parseRockRidgeFields(entries).hasParentLink;
}

/**
 * Whether a directory exists only to hold relocated ones. Some programs mark it with an entry RE,
 * like the directories in it. For others, its place, its name and its contents decide.
 */
export async function isRelocationDirectory(
  image: Iso9660Image,
  entry: Iso9660Entry,
  budget: ReadBudget,
): Promise<boolean> {
  if (image.nameSpace !== 'rock-ridge' || entry.kind !== 'directory') return false;
  if (!RELOCATION_DIRECTORIES.has(entry.path)) return false;
  let isEmpty = true;
  for await (const listed of readListedFiles(image, entry, budget)) {
    if (!(await isRelocated(image, entry.path, listed, budget))) return false;
    isEmpty = false;
  }
  return !isEmpty;
}
