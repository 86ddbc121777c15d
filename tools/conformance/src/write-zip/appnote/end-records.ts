import type { ArchiveBytes } from './archive-bytes';
import { Fields } from './fields';

/** Where the central directory stands. */
export interface CentralDirectoryPlace {
  readonly entries: number;
  readonly offset: number;
  readonly size: number;
}

const LARGEST_UINT16 = 0xffff;
const LARGEST_UINT32 = 0xffff_ffff;

/** Version made by: 6.3 on UNIX, as in every entry. */
export const MADE_BY = (3 << 8) | 63;

/**
 * Reads what ends an archive (APPNOTE 4.3.14 to 4.3.16): the zip64 structures stand there if, and only
 * if, a number does not fit without them, and the central directory ends where they begin.
 *
 * @throws Error naming the field that is not as it should be.
 */
export function readEndRecords(archive: ArchiveBytes): CentralDirectoryPlace {
  const at = archive.size - 22;
  const record = new Fields(archive.read(at, 22), 'end of central directory record');
  record.expect('signature', record.uint32(), 0x06054b50);
  record.expect('number of this disk', record.uint16(), 0);
  record.expect('disk with the start of the central directory', record.uint16(), 0);
  const entriesHere = record.uint16();
  const entries = record.uint16();
  record.expect('entries on this disk', entriesHere, entries);
  const [size, offset] = [record.uint32(), record.uint32()];
  record.expect('comment length', record.uint16(), 0);

  const isZip64 =
    entries === LARGEST_UINT16 || size === LARGEST_UINT32 || offset === LARGEST_UINT32;
  const place = isZip64 ? readZip64(archive, at) : { entries, size, offset };
  record.expect('entries', entries, Math.min(place.entries, LARGEST_UINT16));
  record.expect('size of the central directory', size, Math.min(place.size, LARGEST_UINT32));
  record.expect('offset of the central directory', offset, Math.min(place.offset, LARGEST_UINT32));
  const end = at - (isZip64 ? 20 + 56 : 0);
  record.expect('end of the central directory', place.offset + place.size, end);
  return place;
}

function readZip64(archive: ArchiveBytes, end: number): CentralDirectoryPlace {
  const locator = new Fields(archive.read(end - 20, 20), 'zip64 locator');
  locator.expect('signature', locator.uint32(), 0x07064b50);
  locator.expect('disk with the record', locator.uint32(), 0);
  locator.expect('offset of the record', locator.uint64(), end - 20 - 56);
  locator.expect('disks', locator.uint32(), 1);

  const record = new Fields(archive.read(end - 20 - 56, 56), 'zip64 record');
  record.expect('signature', record.uint32(), 0x06064b50);
  record.expect('size of the rest', record.uint64(), 44);
  record.expect('version made by', record.uint16(), MADE_BY);
  record.expect('version needed to extract', record.uint16(), 45);
  record.expect('number of this disk', record.uint32(), 0);
  record.expect('disk with the start of the central directory', record.uint32(), 0);
  const entriesHere = record.uint64();
  const entries = record.uint64();
  record.expect('entries on this disk', entriesHere, entries);
  return { entries, size: record.uint64(), offset: record.uint64() };
}
