import { createHash } from 'node:crypto';
import { mkdir, open, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parentDirectories, type HashedFile, type ImageTree } from '../image-tree';
import { hashFile } from '../tree-on-disk';

/** A symbolic link, by its path and where it leads. */
export interface Link {
  readonly path: string;
  readonly target: string;
}

/** What an image shows, links included. */
export type TreeWithLinks = ImageTree & { readonly links: readonly Link[] };

/** A tree that other programs make images of. */
export interface SourceTree {
  readonly name: string;
  /** It takes GiB of disk and minutes: for the command, not for the tests. */
  readonly isLarge?: boolean;
  /** Contents by path. A number stands for a sparse file of so many bytes. */
  readonly files: Readonly<Record<string, string | Buffer | number>>;
  /** Those that no file implies. */
  readonly directories?: readonly string[];
  readonly links?: readonly Link[];
}

/**
 * Writes a tree to disk.
 *
 * @returns What is in it, which is what its images have to show.
 */
export async function writeSourceTree(tree: SourceTree, root: string): Promise<TreeWithLinks> {
  const { directories = [], links = [] } = tree;
  await mkdir(root, { recursive: true });
  const inTree = async (path: string): Promise<string> => {
    const target = join(root, path);
    await mkdir(dirname(target), { recursive: true });
    return target;
  };
  for (const path of directories) await mkdir(join(root, path), { recursive: true });
  const files: HashedFile[] = [];
  for (const [path, contents] of Object.entries(tree.files)) {
    const target = await inTree(path);
    if (typeof contents === 'number') {
      await writeSparseFile(target, contents);
      files.push({ path, sha256: await hashFile(target) });
    } else {
      await writeFile(target, contents);
      files.push({ path, sha256: createHash('sha256').update(contents).digest('hex') });
    }
  }
  for (const { path, target } of links) await symlink(target, await inTree(path));
  const paths = [...files, ...links].map(({ path }) => path);
  return {
    files,
    directories: parentDirectories([...paths, ...directories.map((path) => `${path}/`)]),
    links,
  };
}

/** A file of zeros that ends with its length, and has one more mark behind each GiB. */
async function writeSparseFile(path: string, size: number): Promise<void> {
  const file = await open(path, 'wx');
  try {
    for (let offset = 1024 ** 3; offset < size; offset += 1024 ** 3) {
      await file.write(`byte ${String(offset)}`, offset);
    }
    const end = `${String(size)} bytes`;
    await file.write(end, size - end.length);
  } finally {
    await file.close();
  }
}
