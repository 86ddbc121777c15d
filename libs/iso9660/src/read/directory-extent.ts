import { parseDirectoryRecords, type DirectoryRecord, type Extent } from './directory-record';
import type { Iso9660Entry } from './entry';
import { joinFileSections, type RecordedFile } from './file-section';
import type { Iso9660Image } from './image';
import { Iso9660Error, malformed, type Place } from './iso9660-error';
import { readExactly } from './random-access-source';
import { spendBytes, spendRecord, type ReadBudget } from './read-budget';
import { parseRockRidgeFields, type RockRidgeFields } from './rock-ridge';
import { requireSelf } from './self-record';
import { readSystemUseEntries, type ContinuationReader } from './system-use-entry';

/** In bytes. A directory is read as a whole; one with 100,000 files has some 15 MB. */
const MAXIMUM_DIRECTORY_LENGTH = 32 * 1024 * 1024;

/**
 * A file or directory as its directory records it. Rock Ridge fields are only present in that name
 * space.
 */
export interface ListedFile extends RecordedFile {
  readonly rockRidge: RockRidgeFields | undefined;
}

/**
 * Reads the extent of a directory, and the areas that its records refer to. Yields the files and
 * directories in the order of their records.
 *
 * @throws Iso9660Error if it is malformed, too large, or not a directory.
 */
export async function* readListedFiles(
  image: Iso9660Image,
  directory: Iso9660Entry,
  budget: ReadBudget,
): AsyncGenerator<ListedFile> {
  const { source, logicalBlockSize, nameSpace, systemUseSkip } = image;
  const extent = directoryExtent(image, directory);
  const place: Place = {
    file: source.name,
    structure:
      directory.path === '' ? 'root directory' : `directory ${JSON.stringify(directory.path)}`,
    offset: extent.sector * logicalBlockSize,
  };
  if (extent.length > MAXIMUM_DIRECTORY_LENGTH) {
    throw malformed(place, 'the directory is too large', {
      found: `${String(extent.length)} bytes`,
      expected: `at most ${String(MAXIMUM_DIRECTORY_LENGTH)} bytes`,
    });
  }
  spendBytes(budget, extent.length, place);
  const bytes = await readExactly(source, place.offset, extent.length, place.structure);
  requireSelf(parseDirectoryRecords(bytes, place).next().value, place);
  const reader: ContinuationReader = { source, logicalBlockSize, budget };
  for (const file of joinFileSections(countedRecords(bytes, place, budget))) {
    const { record } = file;
    const rockRidge =
      nameSpace === 'rock-ridge'
        ? parseRockRidgeFields(
            await readSystemUseEntries(
              record.systemUse.subarray(systemUseSkip),
              record.place,
              reader,
            ),
          )
        : undefined;
    yield { ...file, rockRidge };
  }
}

function* countedRecords(
  bytes: Buffer,
  place: Place,
  budget: ReadBudget,
): Generator<DirectoryRecord> {
  for (const record of parseDirectoryRecords(bytes, place)) {
    spendRecord(budget, record.place);
    yield record;
  }
}

/** The one extent of a directory (ECMA-119, 6.8.1). */
export function directoryExtent(
  image: Iso9660Image,
  { kind, path, extents }: Iso9660Entry,
): Extent {
  const [extent] = extents;
  if (kind === 'directory' && extent !== undefined && extents.length === 1) return extent;
  throw new Iso9660Error({
    file: image.source.name,
    id: 'iso.not-a-directory',
    message: `${JSON.stringify(path)} cannot be read as a directory`,
    found: kind === 'directory' ? `${String(extents.length)} extents` : kind,
    expected: 'a directory in one extent',
    remedy: 'list the directory that holds it',
  });
}
