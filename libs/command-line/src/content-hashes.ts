import { digest } from '@aero-guest-tools/file-tree';
import {
  createFileReadStream,
  Iso9660Error,
  type Iso9660Entry,
  type Iso9660Image,
} from '@aero-guest-tools/iso9660/read';

/**
 * The most passes over an image to hash its files. One pass is enough for files that share extents
 * or do not overlap. With other overlaps, some megabytes can be half a million files of that size.
 */
const MAXIMUM_PASSES = 16;

/**
 * A function that returns the SHA-256 of files of an image, in lower-case hexadecimal. Files with
 * the same extents are read once.
 *
 * It throws an Iso9660Error if the contents are outside the image, or if files overlap so much that
 * reading them all would take forever.
 */
export function contentHashes(image: Iso9660Image): (file: Iso9660Entry) => Promise<string> {
  const { source } = image;
  const known = new Map<string, string>();
  let remaining = MAXIMUM_PASSES * source.size;
  return async (file) => {
    const key = file.extents
      .map(({ sector, length }) => `${String(sector)}+${String(length)}`)
      .join();
    const hashed = known.get(key);
    if (hashed !== undefined) return hashed;
    remaining -= file.size;
    if (remaining < 0) throw overlapping(source.name, source.size);
    const { sha256 } = await digest(createFileReadStream(image, file));
    known.set(key, sha256);
    return sha256;
  };
}

function overlapping(file: string, size: number): Iso9660Error {
  return new Iso9660Error({
    file,
    id: 'iso.files-overlap',
    message: 'the files in the image overlap',
    found: `files of more than ${String(MAXIMUM_PASSES)} times the ${String(size)} bytes of the image`,
    expected: 'files that lie side by side, or share all of their contents',
    remedy: 'get the image again: it is damaged or does not follow the standard',
  });
}
