import { createHash } from 'node:crypto';
import { InputError, tooLarge } from '@aero-guest-tools/diagnostics';
import type { DriverSource } from '@aero-guest-tools/driver-source';
import { hashedTree, type DriverTree } from '@aero-guest-tools/packaging-spec';
import type { DescribedFile } from './description';

/** What is read of a source. */
export type ReadableSource = Pick<
  DriverSource,
  'label' | 'entries' | 'listedFor' | 'open' | 'prepare'
>;

/** In bytes: as the checks of drivers bound a file that is held in memory. */
const MAXIMUM_FILE_SIZE = 512 * 1024 * 1024;

/** What the root of a source is called in a tree of drivers, where each driver has a directory. */
export const ROOT = '.';

/**
 * The files of a source as a tree of drivers that remembers the digests of what is read.
 *
 * @param below The directory that counts; '' is the root, which is {@link ROOT} in the tree.
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
    files: files.map(({ path, size }) => ({
      path: root + path,
      size,
      read: () => readWhole(source, path),
    })),
  };
  return hashedTree(tree);
}

/**
 * The bytes of a file.
 *
 * @throws InputError if it has more than 512 MiB, or the source is damaged.
 */
export async function readWhole(source: ReadableSource, path: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source.open(path) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAXIMUM_FILE_SIZE) {
      throw new InputError(
        tooLarge(`${source.label}: ${path}`, {
          what: 'the file',
          limit: MAXIMUM_FILE_SIZE,
          remedy: 'check whether it belongs to a driver',
        }),
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Hashes a file without holding it in memory. */
export async function hashedFile(
  source: ReadableSource,
  { path, size }: { readonly path: string; readonly size: number },
): Promise<DescribedFile> {
  const hash = createHash('sha256');
  for await (const chunk of source.open(path) as AsyncIterable<Uint8Array>) hash.update(chunk);
  return { path, size, sha256: hash.digest('hex') };
}
