import { lstat, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { canonicalJson, parseJson } from '@aero-guest-tools/canonical-json';
import { InputError, specialFile } from '@aero-guest-tools/diagnostics';
import {
  compareBytes,
  listFileTree,
  sha256Of,
  type DigestedFile,
  type TreeFile,
} from '@aero-guest-tools/file-tree';
import type { KeptContents } from './kept-contents';
import { hashFile, recallHashes, rememberHashes, type RememberedHash } from './hash-memory';

/** The listing of a directory: the canonical JSON of its files. */
export interface Listing {
  readonly files: readonly DigestedFile[];
  readonly text: string;
  /** SHA-256 of the UTF-8 bytes of the text. */
  readonly sha256: string;
  /** Whether the contents of any file had to be read. */
  readonly hashed: boolean;
}

/** Where hashes are remembered, and where the contents that are read for them are kept. */
export interface ListingOptions {
  readonly storeDirectory: string;
  readonly kept?: KeptContents | undefined;
}

/**
 * Lists a directory, every file with size and SHA-256, in byte order of the path. The SHA-256 of
 * the listing is the identity of the directory: times, modes and the location do not count. Files
 * that have not changed since the last time are not read again.
 *
 * @param root Absolute path.
 * @param options.parts Names of directories in the root. If the first of them exists, only they
 *   count, and nothing else in the root is looked at.
 * @throws InputError if there are no files, or symbolic links, or if it changes while it is read.
 */
export async function listDirectory(
  root: string,
  { parts = [], ...options }: ListingOptions & { readonly parts?: readonly string[] | undefined },
): Promise<Listing> {
  const files = (await listParts(root, parts)) ?? (await listFileTree(root)).files;
  if (files.length === 0) {
    throw new InputError({
      file: root,
      id: 'source.empty-directory',
      message: 'the directory contains no files',
      expected: 'the files of drivers',
      remedy: 'put them there, or name another directory',
    });
  }
  return hashListed(files, root, options);
}

/** Lists a single file, like a directory that holds nothing else. */
export async function listFile(path: string, options: ListingOptions): Promise<Listing> {
  const { size, mtimeMs: modified } = await stat(path);
  const file = { path: basename(path), absolutePath: path, size, modified };
  return hashListed([file], path, options);
}

/** The directory that the paths of a listing are relative to. */
export async function listingRoot(path: string): Promise<string> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.isFile() === true ? dirname(path) : path;
}

/**
 * The files of those directories in the root that exist; undefined if the first does not. Each is
 * checked not to be a symbolic link, since links anywhere below the root are refused too.
 */
async function listParts(
  root: string,
  parts: readonly string[],
): Promise<readonly TreeFile[] | undefined> {
  const [first] = parts;
  if (first === undefined || (await kindOf(join(root, first))) === 'none') return undefined;
  const files: TreeFile[] = [];
  for (const part of parts) {
    const directory = join(root, part);
    const kind = await kindOf(directory);
    if (kind === 'none') continue;
    if (kind === 'symbolic-link') {
      throw new InputError(specialFile(directory, 'link'));
    }
    const tree = await listFileTree(directory);
    files.push(...tree.files.map((file) => ({ ...file, path: `${part}/${file.path}` })));
  }
  return files.toSorted((a, b) => compareBytes(a.path, b.path));
}

async function kindOf(path: string): Promise<'none' | 'symbolic-link' | 'other'> {
  const stats = await lstat(path).catch(() => undefined);
  if (!stats) return 'none';
  return stats.isSymbolicLink() ? 'symbolic-link' : 'other';
}

/** @param subject The key that the hashes are remembered under: an absolute path. */
async function hashListed(
  listed: readonly TreeFile[],
  subject: string,
  { storeDirectory, kept }: ListingOptions,
): Promise<Listing> {
  const recalled = await recallHashes(storeDirectory, subject);
  const memory = new Map<string, RememberedHash>();
  const files: DigestedFile[] = [];
  let hashedAny = false;
  for (const { path, absolutePath } of listed) {
    const { size, sha256, hashed, remember } = await hashFile(absolutePath, recalled.get(path), {
      kept,
    });
    files.push({ path, sha256, size });
    if (remember) memory.set(path, remember);
    hashedAny ||= hashed;
  }
  if (hashedAny) await rememberHashes(storeDirectory, subject, memory);
  const text = canonicalJson(files.map(({ path, sha256, size }) => ({ path, sha256, size })));
  return { files, text, sha256: sha256OfText(text), hashed: hashedAny };
}

/**
 * Reads a listing that the store keeps.
 *
 * @returns `undefined` if the text does not have that SHA-256.
 */
export function parseListing(text: string, sha256: string): readonly DigestedFile[] | undefined {
  if (sha256OfText(text) !== sha256) return undefined;
  // The hash proves that canonicalJson made the text of a list of these.
  return parseJson(text, 'listing').value as unknown as readonly DigestedFile[];
}

function sha256OfText(text: string): string {
  return sha256Of(Buffer.from(text));
}
