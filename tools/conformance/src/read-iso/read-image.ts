import { createHash } from 'node:crypto';
import {
  createFileReadStream,
  Iso9660Error,
  listImage,
  openFileSource,
  openIso9660Image,
  type Iso9660Entry,
  type Iso9660Image,
  type NameSpace,
} from '@aero-guest-tools/iso9660';
import type { HashedFile } from '../image-tree';
import type { Link, TreeWithLinks } from './source-tree';

/** What was read in an image. */
export interface ReadImage {
  readonly nameSpace: NameSpace;
  /** The name spaces that the image has, best first. */
  readonly nameSpaces: readonly NameSpace[];
  readonly tree: TreeWithLinks;
  /** Files of the tree that were refused, with the errors, by path. */
  readonly refused: Readonly<Record<string, string>>;
}

/** Stands for the hash of a file that was refused. */
export const REFUSED = 'refused';

/**
 * Lists an image and hashes all files in it, with the library.
 *
 * @throws Iso9660Error if the image is malformed.
 */
export async function readImage(path: string, nameSpace?: NameSpace): Promise<ReadImage> {
  const source = await openFileSource(path);
  try {
    const image = await openIso9660Image(source, nameSpace === undefined ? {} : { nameSpace });
    const files: HashedFile[] = [];
    const directories: string[] = [];
    const links: Link[] = [];
    const refused: Record<string, string> = {};
    for await (const entry of listImage(image)) {
      if (entry.kind === 'directory') directories.push(entry.path);
      else if (entry.kind === 'symbolic-link') {
        links.push({ path: entry.path, target: entry.linkTarget ?? '' });
      } else {
        const sha256 = await contentsSha256(image, entry).catch((error: unknown) => {
          if (!(error instanceof Iso9660Error)) throw error;
          refused[entry.path] = error.message;
          return REFUSED;
        });
        files.push({ path: entry.path, sha256 });
      }
    }
    const { nameSpaces } = image;
    return { nameSpace: image.nameSpace, nameSpaces, refused, tree: { files, directories, links } };
  } finally {
    await source.close();
  }
}

async function contentsSha256(image: Iso9660Image, entry: Iso9660Entry): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createFileReadStream(image, entry) as AsyncIterable<Uint8Array>) {
    hash.update(piece);
  }
  return hash.digest('hex');
}
