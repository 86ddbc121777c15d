import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, type Problem } from '@aero-guest-tools/diagnostics';
import { compareBytes } from './compare-bytes';

/** A regular file below the root of a tree. */
export interface TreeFile {
  /** Relative to the root, components joined by `/`. */
  readonly path: string;
  readonly absolutePath: string;
  /** In bytes, when the tree was listed. */
  readonly size: number;
}

/** Everything below a directory, each list in byte order of the path. */
export interface FileTree {
  readonly root: string;
  readonly files: readonly TreeFile[];
  /** Relative to the root, without the root itself. */
  readonly directories: readonly string[];
}

/** Deeper trees are refused: no driver package comes near, and a bind mount can nest without end. */
const MAXIMUM_DEPTH = 64;

/**
 * Lists all regular files and directories below a directory, recursively, hidden ones too.
 *
 * Symbolic links are refused wherever they stand, broken ones too, and so are names that are not
 * valid UTF-8 (packager rules, 4. What is included) and anything that is neither file nor
 * directory. All of them are reported together.
 *
 * @param root The directory. It may itself be reached through a symbolic link: the user named it.
 * @throws InputError if the directory cannot be read, or holds something that is refused.
 */
export async function listFileTree(root: string): Promise<FileTree> {
  const files: TreeFile[] = [];
  const directories: string[] = [];
  const problems: Problem[] = [];

  async function visit(directory: string, depth: number): Promise<void> {
    if (depth > MAXIMUM_DEPTH) {
      problems.push({
        file: directory,
        message: `directories are nested more than ${String(MAXIMUM_DEPTH)} levels deep`,
        remedy: 'remove the inner directories',
      });
      return;
    }
    for (const entry of await readDirectory(root, directory)) {
      const name = decodeName(entry.name);
      if (name === undefined) {
        problems.push(invalidName(directory, entry.name));
        continue;
      }
      const path = directory === '' ? name : `${directory}/${name}`;
      if (entry.isDirectory()) {
        directories.push(path);
        await visit(path, depth + 1);
      } else if (entry.isFile()) {
        const absolutePath = join(root, path);
        files.push({ path, absolutePath, size: (await lstat(absolutePath)).size });
      } else {
        problems.push(notAFile(path, entry));
      }
    }
  }

  await visit('', 1);
  if (problems.length > 0) {
    throw new InputError(
      problems.map((problem) => ({ ...problem, file: join(root, problem.file ?? '') })),
    );
  }
  return {
    root,
    files: files.toSorted((a, b) => compareBytes(a.path, b.path)),
    directories: directories.toSorted(compareBytes),
  };
}

async function readDirectory(root: string, directory: string): Promise<Dirent<Buffer>[]> {
  const path = join(root, directory);
  try {
    return await readdir(path, { encoding: 'buffer', withFileTypes: true });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new InputError(
      {
        file: path,
        message: 'the directory cannot be read',
        found: DESCRIPTIONS.get(code) ?? code,
        expected: 'a readable directory',
      },
      { cause: error },
    );
  }
}

const DESCRIPTIONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'nothing of that name'],
  ['ENOTDIR', 'something that is not a directory'],
  ['EACCES', 'a directory without permission to read it'],
]);

function decodeName(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function invalidName(directory: string, bytes: Buffer): Problem {
  return {
    file: directory,
    message: 'a file name is not valid UTF-8',
    found: `the bytes ${bytes.toString('hex')} (as Latin-1: ${JSON.stringify(bytes.toString('latin1'))})`,
    expected: 'a name in UTF-8',
    remedy: 'rename the file',
  };
}

function notAFile(path: string, entry: Dirent<Buffer>): Problem {
  const isLink = entry.isSymbolicLink();
  return {
    file: path,
    message: isLink ? 'symbolic links are refused' : 'only files and directories are accepted',
    found: isLink ? 'a symbolic link' : 'a device, socket or named pipe',
    expected: 'a regular file or a directory',
    remedy: isLink ? 'replace the link by a copy of what it points to' : 'remove it',
  };
}
