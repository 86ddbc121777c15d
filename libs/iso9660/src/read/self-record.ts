import { SECTOR_SIZE } from '../sector';
import { isSelf, parseDirectoryRecord, type DirectoryRecord } from './directory-record';
import { malformed, type Place } from './iso9660-error';
import { readExactly, type RandomAccessSource } from './random-access-source';

/**
 * Reads the record of a directory for itself, which is its first one (ECMA-119, 6.8.2.2).
 *
 * @param place Of the directory.
 * @throws Iso9660Error if the image ends before it, or if the first record is another one.
 */
export async function readSelfRecord(
  source: RandomAccessSource,
  place: Place,
): Promise<DirectoryRecord> {
  // The last sector of an image may be cut off after its last meaningful byte.
  const length = Math.max(Math.min(SECTOR_SIZE, source.size - place.offset), 1);
  const sector = await readExactly(source, place.offset, length, place.structure);
  const record = parseDirectoryRecord(sector, place);
  requireSelf(record, place);
  return record;
}

/** @throws Iso9660Error if this, the first record of a directory, is not the one for itself. */
export function requireSelf(record: DirectoryRecord | undefined, place: Place): void {
  if (record !== undefined && isSelf(record) && record.isDirectory) return;
  throw malformed(place, 'there is no directory', {
    found: record === undefined ? 'no directory record' : 'a record for something else',
    expected: 'the record of the directory itself',
  });
}
