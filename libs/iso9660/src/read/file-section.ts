import { isParent, isSelf, type DirectoryRecord, type Extent } from './directory-record';
import { malformed, type Iso9660Error } from './iso9660-error';

/** A file or directory as its directory records it. */
export interface RecordedFile {
  /** Its first record; most files have only one. */
  readonly record: DirectoryRecord;
  /** One for each file section, in the order of the contents, including empty ones. */
  readonly extents: readonly Extent[];
}

/**
 * Joins the records of files that have several sections (ECMA-119, 6.5.1 and 9.1.6): a file of 4
 * GiB or more has consecutive records, all but the last flagged as continued.
 *
 * It leaves out the records of a directory for itself and its parent, and associated files, which
 * hold what another operating system keeps beside a file of the same name. It does not leave out
 * hidden files: the flag asks that a listing not show them to its user, but they belong to the tree
 * all the same.
 *
 * @throws Iso9660Error if the last section of a file is missing.
 */
export function* joinFileSections(records: Iterable<DirectoryRecord>): Generator<RecordedFile> {
  let first: DirectoryRecord | undefined;
  let extents: Extent[] = [];
  for (const record of records) {
    if (isSelf(record) || isParent(record) || record.isAssociated) continue;
    first ??= record;
    if (!record.identifier.equals(first.identifier)) throw lastSectionMissing(first);
    extents.push(record.extent);
    if (!record.isContinued) {
      yield { record: first, extents };
      first = undefined;
      extents = [];
    }
  }
  if (first !== undefined) throw lastSectionMissing(first);
}

function lastSectionMissing({ identifier, place }: DirectoryRecord): Iso9660Error {
  return malformed(place, 'the last section of a file is missing', {
    found: `${JSON.stringify(identifier.toString('latin1'))} without a record that ends it`,
    expected: 'records of the same identifier, one after the other',
  });
}
