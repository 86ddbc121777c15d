import { canonicalJson, parseJson } from '@aero-guest-tools/canonical-json';
import { InputError } from '@aero-guest-tools/diagnostics';
import { listFileTree } from '@aero-guest-tools/file-tree';
import { createHash } from 'node:crypto';
import { hashFile, recallHashes, rememberHashes, type RememberedHash } from './hash-memory';

/** A file of an extracted image. */
export interface ListedFile {
  /** Relative to the root, components joined by `/`. */
  readonly path: string;
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
}

/** The listing of an extracted image: the canonical JSON of its {@link ListedFile}s. */
export interface Listing {
  readonly files: readonly ListedFile[];
  readonly text: string;
  /** Of the UTF-8 bytes of the text. */
  readonly sha256: string;
  /** Whether the contents of a file had to be read. */
  readonly hashed: boolean;
}

/**
 * Lists an extracted image, every file with size and SHA-256, in byte order of the path. The
 * SHA-256 of the listing is the identity of the directory: times, modes and the place where it
 * stands do not count. Files that did not change since the last time are not read again.
 *
 * @param root Absolute path.
 * @throws InputError if the directory is empty, holds symbolic links, or changes while it is read.
 */
export async function listExtractedImage(root: string, storeDirectory: string): Promise<Listing> {
  const tree = await listFileTree(root);
  if (tree.files.length === 0) {
    throw new InputError({
      file: root,
      message: 'the directory holds no files',
      expected: 'the files of a virtio-win image',
      remedy: 'extract the image into it, or name the image',
    });
  }
  const recalled = await recallHashes(storeDirectory, root);
  const memory = new Map<string, RememberedHash>();
  const files: ListedFile[] = [];
  let hashedAny = false;
  for (const { path, absolutePath } of tree.files) {
    const { size, sha256, hashed, remember } = await hashFile(absolutePath, recalled.get(path));
    files.push({ path, sha256, size });
    if (remember) memory.set(path, remember);
    hashedAny ||= hashed;
  }
  if (hashedAny) await rememberHashes(storeDirectory, root, memory);
  const text = canonicalJson(files.map(({ path, sha256, size }) => ({ path, sha256, size })));
  return { files, text, sha256: sha256OfText(text), hashed: hashedAny };
}

/**
 * The files of a listing that the store keeps.
 *
 * @returns `undefined` if the text is not the one with that SHA-256.
 */
export function parseListing(text: string, sha256: string): readonly ListedFile[] | undefined {
  if (sha256OfText(text) !== sha256) return undefined;
  // The hash says that the text is what canonicalJson made of a list of these.
  return parseJson(text, 'listing').value as unknown as readonly ListedFile[];
}

function sha256OfText(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
