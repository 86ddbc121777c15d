import type { Iso9660Entry } from './entry';
import type { Iso9660Image } from './image';
import { Iso9660Error, truncated } from './iso9660-error';

/** Consecutive bytes of an image. */
export interface ByteRange {
  /** In bytes from the beginning of the image. */
  readonly offset: number;
  /** In bytes. */
  readonly length: number;
}

/**
 * The location of a file's contents: one range for each extent, in the order of the contents, all
 * inside the image. For readers that fetch the bytes in their own way.
 *
 * @throws Iso9660Error if the entry is not a file that can be read, or if one of its extents is
 *   outside the image.
 */
export function locateFileContents(image: Iso9660Image, file: Iso9660Entry): readonly ByteRange[] {
  requireReadable(image, file);
  return file.extents.map(({ sector, length }) => ({
    offset: sector * image.logicalBlockSize,
    length,
  }));
}

function requireReadable({ source, logicalBlockSize }: Iso9660Image, file: Iso9660Entry): void {
  if (file.kind !== 'file') {
    throw new Iso9660Error({
      file: source.name,
      id: 'iso.not-a-file',
      message: `${nameOf(file)} cannot be read as a file`,
      found: file.kind,
      expected: 'a file',
      remedy: 'read files only',
    });
  }
  if (file.unreadable !== undefined) {
    throw new Iso9660Error({
      file: source.name,
      id: 'iso.file-not-readable',
      message: `${nameOf(file)} cannot be read: ${file.unreadable}`,
      found: 'contents that are not recorded byte for byte',
      expected: 'a file that is recorded as it is',
      remedy: 'write the image without that, or extract the file with the program that wrote it',
    });
  }
  for (const { sector, length } of file.extents) {
    const end = sector * logicalBlockSize + length;
    if (end > source.size) throw truncated(source.name, nameOf(file), source.size, end);
  }
  if (file.size > source.size) {
    throw new Iso9660Error({
      file: source.name,
      id: 'iso.file-larger-than-image',
      message: `${nameOf(file)} is larger than the image`,
      found: `${String(file.size)} bytes, in extents that overlap`,
      expected: `at most ${String(source.size)} bytes`,
      remedy: 'get the image again: it is damaged or does not follow the standard',
    });
  }
}

function nameOf({ path }: Iso9660Entry): string {
  return JSON.stringify(path);
}
