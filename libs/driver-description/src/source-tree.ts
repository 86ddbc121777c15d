import type { DriverSource } from '@aero-guest-tools/driver-source';
import { digest, type FileEntry, type ReadableFile } from '@aero-guest-tools/file-tree';
import { hashedTree, readDriverFile, type DriverTree } from '@aero-guest-tools/packaging-spec';
import type { DescribedFile } from './description';

/** The parts of a source that are read. */
export type ReadableSource = Pick<
  DriverSource,
  'label' | 'entries' | 'listedFor' | 'open' | 'prepare'
>;

/** The name of a source's root in a tree of drivers, where each driver has a directory. */
export const ROOT = '.';

/**
 * The files of a source as a tree of drivers that remembers the digests of what is read.
 *
 * @param below The directory to use; '' is the root, which is {@link ROOT} in the tree.
 */
export function treeOf(source: ReadableSource, below: string): ReturnType<typeof hashedTree> {
  const prefix = below === '' ? '' : `${below}/`;
  const root = below === '' ? `${ROOT}/` : '';
  const files = source.entries.filter(
    ({ path, kind }) => kind === 'file' && path.startsWith(prefix),
  );
  const tree: DriverTree = {
    root: source.label,
    directories: [],
    files: files.map((file) => ({ ...fileOf(source, file), path: root + file.path })),
  };
  return hashedTree(tree);
}

/** A file of a source. */
function fileOf(source: ReadableSource, { path, size, sha256 }: FileEntry): ReadableFile {
  return { path, size, sha256, open: () => source.open(path) };
}

/**
 * The bytes of a file.
 *
 * @throws InputError if it has more than 1 GiB, or the source is damaged.
 */
export function readWhole(source: ReadableSource, file: FileEntry): Promise<Uint8Array> {
  return readDriverFile(fileOf(source, file), `${source.label}: ${file.path}`);
}

/** Hashes a file without holding it in memory. */
export async function hashedFile(
  source: ReadableSource,
  { path, size }: FileEntry,
): Promise<DescribedFile> {
  const { sha256 } = await digest(source.open(path));
  return { path, size, sha256 };
}
