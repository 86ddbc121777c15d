import { impliedDirectories } from './entry-path';
import type { ZipFile } from './zip-file';

/**
 * A member of an archive, which gets an entry: a file, or a directory that a file's path implies.
 */
export interface Member {
  readonly fileName: Uint8Array;
  readonly file?: ZipFile;
}

/**
 * The members of an archive, in byte order of their names.
 *
 * @throws InputError if paths cannot be written; all of them are named.
 * @throws RangeError if a size is not a safe integer, or negative.
 */
export function membersOf(files: readonly ZipFile[]): readonly Member[] {
  for (const { path, size } of files) {
    if (!Number.isSafeInteger(size) || size < 0) {
      throw new RangeError(`not a size in bytes: ${String(size)} (${path})`);
    }
  }
  const directories = impliedDirectories(files.map(({ path }) => path));
  return [
    ...directories.map((path) => ({ fileName: Buffer.from(path) })),
    ...files.map((file) => ({ fileName: Buffer.from(file.path), file })),
  ].toSorted((a, b) => Buffer.compare(a.fileName, b.fileName));
}
