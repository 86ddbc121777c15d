import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { HashedFile, ImageTree } from './image-tree';

/** The SHA-256 of a file, or of the bytes from `start` on that are `length`. */
export async function hashFile(
  path: string,
  range?: { readonly start: number; readonly length: number },
): Promise<string> {
  const hash = createHash('sha256');
  if (range?.length === 0) return hash.digest('hex');
  const bounds =
    range === undefined ? {} : { start: range.start, end: range.start + range.length - 1 };
  const stream = createReadStream(path, { highWaterMark: 1024 * 1024, ...bounds });
  for await (const piece of stream as AsyncIterable<Uint8Array>) hash.update(piece);
  return hash.digest('hex');
}

/**
 * Everything below a directory: extracted from an image, or an image that is mounted there.
 *
 * @param isOurs Whether permissions may be changed: some readers extract directories that cannot be
 *   written to, and so not be removed either.
 */
export async function readTree(root: string, isOurs: boolean): Promise<ImageTree> {
  const files: HashedFile[] = [];
  const directories: string[] = [];
  const visit = async (path: string): Promise<void> => {
    if (isOurs) await chmod(join(root, path), 0o755);
    for (const entry of await readdir(join(root, path), { withFileTypes: true })) {
      const entryPath = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        directories.push(entryPath);
        await visit(entryPath);
      } else {
        files.push({ path: entryPath, sha256: await hashFile(join(root, entryPath)) });
      }
    }
  };
  await visit('');
  return { files, directories };
}
