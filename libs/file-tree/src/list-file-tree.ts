import { isUtf8 } from 'node:buffer';
import { lstatSync, readdirSync, type Dirent } from 'node:fs';
import { join, sep } from 'node:path';
import { InputError, specialFile, type Problem } from '@aero-guest-tools/diagnostics';
import { compareBytes } from './compare-bytes';
import type { LocatedFile } from './readable-file';

/** A regular file below the root of a tree, with its size when the tree was listed. */
export interface TreeFile extends LocatedFile {
  /** Time of the last modification in milliseconds since 1970, when the tree was listed. */
  readonly modified: number;
}

/** The contents of a directory, at any depth. Each list is in byte order of the path. */
export interface FileTree {
  readonly root: string;
  readonly files: readonly TreeFile[];
  /** Relative to the root, without the root itself. */
  readonly directories: readonly string[];
}

/** Deeper trees are refused: no driver package comes near, and a bind mount can nest without end. */
const MAXIMUM_DEPTH = 64;

/**
 * Lists all regular files and directories below a directory, recursively, including hidden ones.
 *
 * Symbolic links are refused wherever they are, even broken ones, and so are names that are not
 * valid UTF-8 (packager rules, 4. What is included) and anything that is neither file nor
 * directory. All of them are reported together.
 *
 * File system calls are synchronous: each takes one or two microseconds, but ten in another thread.
 *
 * @param root The directory. It may itself be reached through a symbolic link: the user named it.
 * @throws InputError if the directory cannot be read, or holds something that is refused.
 */
export async function listFileTree(root: string): Promise<FileTree> {
  const files: TreeFile[] = [];
  const directories: string[] = [];
  const problems: Problem[] = [];

  function visit(directory: string, depth: number): void {
    const place = join(root, directory);
    if (depth > MAXIMUM_DEPTH) {
      problems.push({
        file: place,
        id: 'file.nested-too-deep',
        message: `directories are nested more than ${String(MAXIMUM_DEPTH)} levels deep`,
        remedy: 'remove the inner directories',
      });
      return;
    }
    const prefix = directory === '' ? '' : `${directory}/`;
    const absolutePrefix = place.endsWith(sep) ? place : place + sep;
    for (const entry of readDirectory(place, problems)) {
      const path = prefix + entry.name;
      const absolutePath = absolutePrefix + entry.name;
      if (entry.isDirectory()) {
        directories.push(path);
        visit(path, depth + 1);
      } else if (entry.isFile()) {
        const { size, mtimeMs: modified } = lstatSync(absolutePath);
        files.push({ path, absolutePath, size, modified });
      } else {
        problems.push(notAFile(absolutePath, entry));
      }
    }
  }

  visit('', 1);
  if (problems.length > 0) throw new InputError(problems);
  return { root, files, directories: directories.toSorted(compareBytes) };
}

/**
 * The entries of a directory, ordered by the bytes with which the paths below them begin. Visiting
 * files in this order gives them in byte order.
 *
 * @param problems Receives the names that are not UTF-8.
 */
function readDirectory(place: string, problems: Problem[]): readonly Dirent[] {
  const entries = readEntries(place);
  const suspects = new Set(entries.filter(({ name }) => name.includes(REPLACEMENT_CHARACTER)));
  const invalid = suspects.size === 0 ? [] : invalidNames(place);
  problems.push(...invalid.map((name) => invalidName(place, name)));
  return entries
    .filter((entry) => invalid.length === 0 || !suspects.has(entry))
    .map((entry) => ({ entry, beginning: entry.isDirectory() ? `${entry.name}/` : entry.name }))
    .toSorted((a, b) => compareBytes(a.beginning, b.beginning))
    .map(({ entry }) => entry);
}

function readEntries(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    throw new InputError(
      {
        file: path,
        id: 'file.directory-unreadable',
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

/** A decoded name that was not UTF-8 contains this; so may a valid name. */
const REPLACEMENT_CHARACTER = '\ufffd';

function invalidNames(path: string): readonly Buffer[] {
  return readdirSync(path, { encoding: 'buffer' }).filter((name) => !isUtf8(name));
}

function invalidName(directory: string, bytes: Buffer): Problem {
  return {
    file: directory,
    id: 'file.name-not-utf-8',
    message: 'a file name is not valid UTF-8',
    found: `the bytes ${bytes.toString('hex')} (as Latin-1: ${JSON.stringify(bytes.toString('latin1'))})`,
    expected: 'a name in UTF-8',
    remedy: 'rename the file',
  };
}

function notAFile(path: string, entry: Dirent): Problem {
  return specialFile(path, entry.isSymbolicLink() ? 'link' : 'other');
}
