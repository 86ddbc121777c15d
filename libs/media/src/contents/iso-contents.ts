import {
  listImage,
  locateFileContents,
  openFileSource,
  openIso9660Image,
  type ByteRange,
} from '@aero-guest-tools/iso9660/read';
import { digest, type Digest } from '../digest';
import { openFileWindow, readPieces, type FileWindow } from '../file-window';
import type { MediaContents } from './media-contents';

/** A file of the image, and where its contents are. */
interface LocatedFile {
  readonly path: string;
  readonly ranges: readonly ByteRange[];
  /** The ranges as a text: that of another file is the same where both share their contents. */
  readonly location: string;
}

/**
 * Reads every file of an ISO 9660 image: in the order in which the contents lie there, and contents
 * that several files share once.
 *
 * @throws Iso9660Error if it is not one, or is damaged.
 */
export async function listIsoContents(path: string): Promise<MediaContents> {
  const files = await locateFiles(path);
  const image = await openFileWindow(path);
  try {
    const digests = new Map<string, Digest>();
    for (const { ranges, location } of files.toSorted(byOffset)) {
      if (!digests.has(location)) digests.set(location, await digest(readRanges(image, ranges)));
    }
    return new Map(files.map((file) => [file.path, digests.get(file.location) as Digest]));
  } finally {
    await image.close();
  }
}

async function locateFiles(path: string): Promise<readonly LocatedFile[]> {
  const source = await openFileSource(path);
  try {
    const image = await openIso9660Image(source);
    const files: LocatedFile[] = [];
    for await (const entry of listImage(image)) {
      if (entry.kind !== 'file') continue;
      const ranges = locateFileContents(image, entry);
      const location = ranges.map(({ offset, length }) => [offset, length].join('+')).join(' ');
      files.push({ path: entry.path, ranges, location });
    }
    return files;
  } finally {
    await source.close();
  }
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
