import type { ListedFile } from './directory-extent';
import type { Iso9660Entry } from './entry';
import { malformed } from './iso9660-error';

/**
 * The entry for a recorded file or directory, under a path that was checked.
 *
 * @throws Iso9660Error for a directory in several extents, and for a symbolic link without a
 *   target.
 */
export function makeEntry(
  { record, extents, rockRidge }: ListedFile,
  path: string,
  name: string,
): Iso9660Entry {
  const kind = kindOf(record.isDirectory, rockRidge);
  if (kind === 'directory' && extents.length > 1) {
    throw malformed(record.place, 'a directory has several extents', {
      found: String(extents.length),
      expected: 'one extent',
    });
  }
  if (kind === 'symbolic-link' && rockRidge?.linkTarget === undefined) {
    throw malformed(record.place, 'a symbolic link has no target', {
      found: JSON.stringify(path),
      expected: 'an entry SL',
    });
  }
  const unreadable = record.isInterleaved
    ? 'it is interleaved with other files'
    : rockRidge?.unreadable;
  return {
    path,
    name,
    kind,
    size: extents.reduce((size, { length }) => size + length, 0),
    extents: kind === 'directory' ? extents : extents.filter(({ length }) => length > 0),
    modified: rockRidge?.modified ?? record.recorded,
    linkTarget: rockRidge?.linkTarget,
    unreadable,
  };
}

function kindOf(isDirectory: boolean, rockRidge: ListedFile['rockRidge']): Iso9660Entry['kind'] {
  if (isDirectory) return 'directory';
  if (rockRidge?.linkTarget !== undefined) return 'symbolic-link';
  const fileType = rockRidge?.fileType;
  return fileType === 'symbolic-link' || fileType === 'special' ? fileType : 'file';
}
