import {
  listImage,
  locateFileContents,
  openFileSource,
  openIso9660Image,
  type ByteRange,
  type RandomAccessSource,
} from '@aero-guest-tools/iso9660/read';
import type { ReadListener } from '@aero-guest-tools/diagnostics';
import { digest, type Digest } from '@aero-guest-tools/file-tree';
import { openFilePass, type PassFollower } from '../files/file-pass';
import { readPieces, type FileWindow } from '../files/file-window';
import type { MediaContents } from './media-contents';

/** A file of the image, and the location of its contents. */
interface LocatedFile {
  readonly path: string;
  readonly ranges: readonly ByteRange[];
  /** The ranges as text: equal for files that share their contents. */
  readonly location: string;
}

/**
 * Reads every file of an ISO 9660 image, in the order of their contents on the image. Contents that
 * several files share are read once, and so is each byte of the image.
 *
 * @param follower Follows the image itself.
 * @param onRead Called before each file is read, with its size in bytes.
 * @throws Iso9660Error if it is not one, or is damaged.
 */
export async function listIsoContents(
  path: string,
  follower?: PassFollower,
  onRead?: ReadListener,
): Promise<MediaContents> {
  // This fails if there is no image.
  const source = await openFileSource(path);
  await source.close();
  const image = await openFilePass(path, follower?.write);
  try {
    const files = await locateFiles({
      ...source,
      size: image.size,
      read: async (offset, length) => {
        const there = Math.max(0, Math.min(length, image.size - offset));
        return there === 0 ? Buffer.of() : image.read(offset, there);
      },
    });
    image.begin();
    const digests = new Map<string, Digest>();
    for (const { path: file, ranges, location } of files.toSorted(byOffset)) {
      onRead?.(
        file,
        ranges.reduce((sum, { length }) => sum + length, 0),
      );
      if (!digests.has(location)) digests.set(location, await digest(readRanges(image, ranges)));
    }
    if (follower) follower.end(await image.complete());
    return new Map(files.map((file) => [file.path, digests.get(file.location) as Digest]));
  } finally {
    await image.close();
  }
}

async function locateFiles(source: RandomAccessSource): Promise<readonly LocatedFile[]> {
  const image = await openIso9660Image(source);
  const files: LocatedFile[] = [];
  for await (const entry of listImage(image)) {
    if (entry.kind !== 'file') continue;
    const ranges = locateFileContents(image, entry);
    const location = ranges.map(({ offset, length }) => [offset, length].join('+')).join(' ');
    files.push({ path: entry.path, ranges, location });
  }
  return files;
}

function byOffset(a: LocatedFile, b: LocatedFile): number {
  return (a.ranges[0]?.offset ?? 0) - (b.ranges[0]?.offset ?? 0);
}

async function* readRanges(
  image: FileWindow,
  ranges: readonly ByteRange[],
): AsyncGenerator<Buffer> {
  for (const { offset, length } of ranges) yield* readPieces(image, offset, length);
}
