import { readListedFiles, type ListedFile } from './directory-extent';
import type { Iso9660Entry } from './entry';
import { entryName, recordedName } from './entry-name';
import type { Iso9660Image } from './image';
import { malformed, type Place } from './iso9660-error';
import { makeEntry } from './make-entry';
import { readBudget, spendCharacters, type ReadBudget } from './read-budget';
import { followChildLink, isRelocated, isRelocationDirectory } from './relocated-directory';
import { tolerateNothing, type Tolerate } from './tolerance';

/** UTF-16 units; Linux allows as many bytes. This also bounds the depth of directories. */
const MAXIMUM_PATH_LENGTH = 4096;

/**
 * Reads a directory: its extent, the continuation areas that its records refer to, and one sector
 * for each relocated directory in it. The contents of the entries are not read.
 *
 * @returns The entries, in the order of the UTF-8 bytes of their names. The directory in which Rock
 *   Ridge keeps relocated directories is not among them: those are listed where they belong.
 * @throws Iso9660Error if the directory or a record in it is malformed, if two entries have the
 *   same name, if a path is longer than 4096 characters, or if there are more records or more text
 *   than in any image that is not malicious.
 */
export async function readDirectory(
  image: Iso9660Image,
  directory: Iso9660Entry,
): Promise<Iso9660Entry[]> {
  return readDirectoryWithin(image, directory, readBudget(image.source));
}

/**
 * Like {@link readDirectory}, with a budget that several directories share, and tolerance for
 * single entries.
 */
export async function readDirectoryWithin(
  image: Iso9660Image,
  directory: Iso9660Entry,
  budget: ReadBudget,
  tolerate: Tolerate = tolerateNothing,
): Promise<Iso9660Entry[]> {
  const versions = new Map<string, EntryVersion>();
  const ambiguous = new Set<string>();
  for await (const listed of readListedFiles(image, directory, budget)) {
    try {
      const candidate = await readEntry(image, directory, listed, budget);
      if (candidate === undefined || ambiguous.has(candidate.entry.name)) continue;
      const { name } = candidate.entry;
      const other = versions.get(name);
      if (other === undefined || isNewer(candidate, other, listed.record.place)) {
        versions.set(name, candidate);
      }
    } catch (error) {
      const name = recordedName(listed, image.nameSpace);
      tolerate(directory.path === '' ? name : `${directory.path}/${name}`, error);
      // If two entries have the same name, there is no way to tell which is meant.
      if (versions.delete(name)) ambiguous.add(name);
    }
  }
  return sortByName([...versions.values()].map(({ entry }) => entry));
}

/** The entry for a record of a directory; undefined if it does not belong in the directory. */
async function readEntry(
  image: Iso9660Image,
  directory: Iso9660Entry,
  listed: ListedFile,
  budget: ReadBudget,
): Promise<EntryVersion | undefined> {
  if (await isRelocated(image, directory.path, listed, budget)) return undefined;
  const { name, version } = entryName(listed.record, image.nameSpace, listed.rockRidge?.name);
  const path = joinPath(directory, name, listed.record.place);
  const entry = makeEntry(await followChildLink(image, listed), path, name);
  const characters = path.length + (entry.linkTarget?.length ?? 0);
  spendCharacters(budget, characters, listed.record.place);
  return (await isRelocationDirectory(image, entry, budget)) ? undefined : { entry, version };
}

function joinPath(directory: Iso9660Entry, name: string, place: Place): string {
  const path = directory.path === '' ? name : `${directory.path}/${name}`;
  if (path.length <= MAXIMUM_PATH_LENGTH) return path;
  throw malformed(place, 'a path is too long', {
    found: `${String(path.length)} characters`,
    expected: `at most ${String(MAXIMUM_PATH_LENGTH)} characters`,
  });
}

interface EntryVersion {
  readonly entry: Iso9660Entry;
  /** File version number, from plain identifiers. */
  readonly version: number | undefined;
}

/**
 * Whether an entry is a newer version of a file than another (ECMA-119, 7.5.1). Only the highest
 * version is listed.
 *
 * @throws Iso9660Error if they are not versions of one file.
 */
function isNewer(candidate: EntryVersion, other: EntryVersion, place: Place): boolean {
  if (
    candidate.version === undefined ||
    other.version === undefined ||
    candidate.version === other.version
  ) {
    throw malformed(place, 'two entries have the same name', {
      found: `${JSON.stringify(candidate.entry.path)} twice`,
      expected: 'names that differ',
    });
  }
  return candidate.version > other.version;
}

function sortByName(entries: readonly Iso9660Entry[]): Iso9660Entry[] {
  return entries
    .map((entry) => ({ entry, bytes: Buffer.from(entry.name) }))
    .toSorted((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ entry }) => entry);
}
