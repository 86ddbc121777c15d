import { join } from 'node:path';
import {
  fileInMemory,
  sha256Of,
  verifyDigest,
  type ReadableFile,
} from '@aero-guest-tools/file-tree';
import { readDriverFile, type DriverTree } from './driver-tree';
import { MAXIMUM_PRIVATE_KEY_SIZE, privateKeyIn } from './private-key-contents';

/** A tree that remembers what was read from it. */
export interface HashedTree extends DriverTree {
  /** SHA-256 of a file that was read, in lower-case hexadecimal; undefined if it was not read. */
  sha256Of(path: string): string | undefined;
  /**
   * The kind of private key that a file holds, see `privateKeyIn`; undefined if it holds none.
   * Files too large to be a key are not read, and no file is searched twice.
   */
  privateKeyIn(path: string): Promise<string | undefined>;
  /** Whether reading a file again returns the same bytes from memory. */
  isKept(path: string): boolean;
  /** Whether there is room to keep a file of this many bytes. */
  hasRoomFor(size: number): boolean;
}

/**
 * How much of a tree is kept in memory, in bytes: several times the size of an image's drivers, and
 * little compared with what compressing them takes.
 */
const MAXIMUM_KEPT = 16 * 1024 * 1024;

/**
 * A tree whose files are hashed as they are read. The digests say which bytes were checked, so that
 * recording can detect a change. The contents are kept, so that each file is read and hashed once;
 * files that are too large for that are read again.
 *
 * Reading a file again fails with an InputError if its contents have changed: all checks must see
 * the same state of a file.
 *
 * @param tree A tree that is hashed already is returned unchanged.
 * @param maximumKept How much is kept at most, in bytes.
 */
export function hashedTree(
  tree: DriverTree | HashedTree,
  maximumKept: number = MAXIMUM_KEPT,
): HashedTree {
  if ('sha256Of' in tree) return tree;
  const digests = new Map<string, string>();
  const kept = new Map<string, Uint8Array>();
  const keys = new Map<string, Promise<string | undefined>>();
  let keptBytes = 0;

  const hasRoomFor = (size: number): boolean => keptBytes + size <= maximumKept;

  async function readHashed(file: ReadableFile): Promise<Uint8Array> {
    const { path, size } = file;
    const known = kept.get(path);
    if (known) return known;
    const place = join(tree.root, path);
    const bytes = await readDriverFile(file, place);
    // A digest that the source verified while reading is not computed again.
    const sha256 = file.sha256 ?? sha256Of(bytes);
    verifyDigest({ path, size, sha256: digests.get(path) }, { size: bytes.length, sha256 }, place);
    digests.set(path, sha256);
    if (hasRoomFor(bytes.length)) {
      keptBytes += bytes.length;
      kept.set(path, bytes);
    }
    return bytes;
  }

  async function* open(file: ReadableFile): AsyncGenerator<Uint8Array> {
    yield* fileInMemory(file.path, await readHashed(file)).open();
  }

  const files = tree.files.map((file) => {
    const { path, size, sha256 } = file;
    return { path, size, sha256, open: () => open(file) };
  });
  const filesByPath = new Map(files.map((file) => [file.path, file]));

  async function search(path: string): Promise<string | undefined> {
    const file = filesByPath.get(path);
    if (file === undefined || file.size > MAXIMUM_PRIVATE_KEY_SIZE) return undefined;
    return privateKeyIn(await readDriverFile(file));
  }

  return {
    ...tree,
    files,
    privateKeyIn: (path) => {
      const known = keys.get(path) ?? search(path);
      keys.set(path, known);
      return known;
    },
    sha256Of: (path) => digests.get(path),
    isKept: (path) => kept.has(path),
    hasRoomFor,
  };
}

/**
 * The part of a tree below a directory, with paths relative to the directory. @param prefix The
 * directory, ending in `/`.
 */
export function subtree(tree: HashedTree, prefix: string): HashedTree {
  const below = <Item extends { readonly path: string }>(items: readonly Item[]): Item[] =>
    items.flatMap((item) =>
      item.path.startsWith(prefix) ? { ...item, path: item.path.slice(prefix.length) } : [],
    );
  return {
    root: join(tree.root, prefix.slice(0, -1)),
    files: below(tree.files),
    directories: below(tree.directories.map((path) => ({ path }))).map(({ path }) => path),
    sha256Of: (path) => tree.sha256Of(prefix + path),
    privateKeyIn: (path) => tree.privateKeyIn(prefix + path),
    isKept: (path) => tree.isKept(prefix + path),
    hasRoomFor: (size) => tree.hasRoomFor(size),
  };
}
