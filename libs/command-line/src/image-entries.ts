import { compareBytes } from '@aero-guest-tools/file-tree';
import type { Problem } from '@aero-guest-tools/diagnostics';
import {
  listImage,
  treeDifferences,
  type ImageProblem,
  type Iso9660Entry,
  type Iso9660Image,
} from '@aero-guest-tools/iso9660/read';

/** An entry of an image in a listing. */
export interface ListedEntry {
  /** Path from the root, beginning with `/`. */
  readonly listedPath: string;
  readonly entry: Iso9660Entry;
}

/** The entries of an image, and its problems. */
export interface ImageListing {
  readonly listed: readonly ListedEntry[];
  readonly problems: readonly Problem[];
}

/**
 * All entries of an image except directories that are not empty, which the paths imply. The path of
 * an empty directory ends in `/`. In byte order of the path.
 *
 * @throws Iso9660Error if the image is malformed beyond single entries, or cut off.
 */
export async function listedEntries(image: Iso9660Image): Promise<ImageListing> {
  const entries: Iso9660Entry[] = [];
  const occupied = new Set<string>();
  const problems: Problem[] = shortImage(image);
  const onProblem = ({ path, problem }: ImageProblem): void => {
    problems.push(problem);
    occupied.add(parentOf(path));
  };
  for await (const entry of listImage(image, { onProblem })) {
    entries.push(entry);
    occupied.add(parentOf(entry.path));
  }
  problems.push(...(await treeDifferences(image, entries)));
  const listed = entries
    .filter(({ kind, path }) => kind !== 'directory' || !occupied.has(path))
    .map((entry) => ({
      listedPath: `/${entry.path}${entry.kind === 'directory' ? '/' : ''}`,
      entry,
    }))
    .toSorted((a, b) => compareBytes(a.listedPath, b.listedPath));
  return { listed, problems };
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

/** Listing finds out whether the image lacks more than padding. */
function shortImage({ source, missingBytes }: Iso9660Image): Problem[] {
  if (missingBytes === 0) return [];
  return [
    {
      file: source.name,
      id: 'iso.shorter-than-volume',
      message: 'the image is shorter than the volume on it, but every file is there',
      found: `${String(source.size)} bytes`,
      expected: `${String(source.size + missingBytes)} bytes`,
      remedy: 'if you downloaded the image, compare its hash with the published one',
    },
  ];
}

/**
 * The output of `aero-iso-ls --json` for an entry.
 *
 * @param contentHash Hashes the contents; called if the entry is a file that can be read.
 */
export async function hashedEntry(
  { listedPath, entry }: ListedEntry,
  contentHash: (file: Iso9660Entry) => Promise<string>,
): Promise<Readonly<Record<string, unknown>>> {
  const { kind, size, extents, linkTarget, unreadable } = entry;
  const isReadable = kind === 'file' && unreadable === undefined;
  return {
    path: listedPath,
    kind,
    size,
    extent: extents[0]?.sector ?? null,
    extents,
    sha256: isReadable ? await contentHash(entry) : null,
    ...(linkTarget === undefined ? {} : { link_target: linkTarget }),
    ...(unreadable === undefined ? {} : { unreadable }),
  };
}
