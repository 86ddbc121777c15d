import { compareBytes } from '@aero-guest-tools/file-tree';
import { listImage, type Iso9660Entry, type Iso9660Image } from '@aero-guest-tools/iso9660/read';

/** Something in an image that a listing shows. */
export interface ListedEntry {
  /** From the root, beginning with `/`. */
  readonly listedPath: string;
  readonly entry: Iso9660Entry;
}

/**
 * Everything in an image but the directories that hold something, which the paths tell by themselves;
 * an empty one has a `/` at its end. In byte order of the path.
 *
 * @throws Iso9660Error if the image is malformed.
 */
export async function listedEntries(image: Iso9660Image): Promise<ListedEntry[]> {
  const entries: Iso9660Entry[] = [];
  const occupied = new Set<string>();
  for await (const entry of listImage(image)) {
    entries.push(entry);
    occupied.add(entry.path.slice(0, Math.max(entry.path.lastIndexOf('/'), 0)));
  }
  return entries
    .filter(({ kind, path }) => kind !== 'directory' || !occupied.has(path))
    .map((entry) => ({
      listedPath: `/${entry.path}${entry.kind === 'directory' ? '/' : ''}`,
      entry,
    }))
    .toSorted((a, b) => compareBytes(a.listedPath, b.listedPath));
}

/**
 * What `aero-iso-ls --json` tells of an entry.
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
