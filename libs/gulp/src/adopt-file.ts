import { lstat } from 'node:fs/promises';
import { dirname, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { InputError, specialFile } from '@aero-guest-tools/diagnostics';
import { digest, fileOnDisk, type Digest } from '@aero-guest-tools/file-tree';
import {
  asMediaFile,
  isMediaFile,
  mediaPathOf,
  streamChunks,
  type MediaFile,
} from '@aero-guest-tools/media/transforms';
import Vinyl from 'vinyl';

/**
 * Accepts a vinyl file that other code made, such as gulp's `src`, for the media. Makes sure that
 * its contents can be opened as often as the steps need, without holding them in memory.
 *
 * A file with a Buffer keeps it as its contents. A file with a stream is read once, to hash it.
 * From then on its contents are read from the disk, and reading fails if they differ there.
 *
 * @returns Undefined for a directory: the paths of files imply directories.
 * @throws InputError for a symbolic link (packager rules, 4. What is included), and for a file
 *   without contents, or with contents that can be read only once.
 */
export async function adoptFile(file: unknown): Promise<MediaFile | undefined> {
  if (!Vinyl.isVinyl(file)) throw notVinyl(file);
  if (isMediaFile(file)) return file;
  const path = file.history[0] ?? file.path;
  if (file.stat !== null) await refuseSymbolicLinks(path, file.base);
  if (file.isDirectory()) return undefined;
  const { contents } = file;
  if (Buffer.isBuffer(contents)) {
    return asMediaFile(file, contents.length, () => Readable.from([contents]));
  }
  if (contents === null) throw withoutContents(file);
  return adoptStream(file, path, contents);
}

async function adoptStream(
  file: Vinyl,
  path: string,
  contents: NodeJS.ReadableStream,
): Promise<MediaFile> {
  const onDisk = await lstat(path).catch(() => undefined);
  if (onDisk?.isFile() !== true) throw readableOnce(file);
  const given = await digest(streamChunks(contents));
  if (given.size !== onDisk.size) {
    throw replaced(file, `${String(onDisk.size)} bytes on disk`, `${String(given.size)} bytes`);
  }
  return asMediaFile(file, given.size, () => reopened(file, path, given));
}

/**
 * Reads the contents from the disk, and fails at their end if their digest is not the given one.
 */
async function* reopened(file: Vinyl, path: string, given: Digest): AsyncGenerator<Uint8Array> {
  try {
    yield* fileOnDisk({ ...given, path: mediaPathOf(file), absolutePath: path }).open();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [{ found = '', expected = '' } = {}] = error.diagnostics;
    throw replaced(file, `${found} on disk`, expected);
  }
}

/** `src` follows links, so the files themselves do not show them; the paths must be checked. */
async function refuseSymbolicLinks(path: string, base: string): Promise<void> {
  const depth = relative(base, path).split(sep).length;
  for (let index = 0, current = path; index < depth; index += 1, current = dirname(current)) {
    const status = await lstat(current).catch(() => undefined);
    if (status?.isSymbolicLink() === true) {
      throw new InputError(specialFile(current, 'link'));
    }
  }
}

function notVinyl(value: unknown): InputError {
  return new InputError({
    id: 'gulp.not-vinyl',
    message: 'the stream contains something that is not a file',
    found: value === null ? 'null' : typeof value,
    expected: 'vinyl files, as src() of gulp makes them',
    remedy: 'wrap it into a vinyl file',
  });
}

function withoutContents(file: Vinyl): InputError {
  return new InputError({
    file: mediaPathOf(file),
    id: 'gulp.no-contents',
    message: 'the file comes without contents',
    expected: 'a Buffer or a stream',
    remedy: 'do not give src() the option read: false',
  });
}

function readableOnce(file: Vinyl): InputError {
  return new InputError({
    file: mediaPathOf(file),
    id: 'gulp.contents-once',
    message: 'the contents of the file can be read only once',
    found: 'a stream, and no file at the path that it came from',
    expected: 'contents that can be read twice: to check them and to write them',
    remedy: 'write it to the disk first and take it with src(), or give it a Buffer as contents',
  });
}

function replaced(file: Vinyl, found: string, expected: string): InputError {
  return new InputError({
    file: mediaPathOf(file),
    id: 'gulp.file-replaced',
    message: 'the file on disk does not have the contents that came through the stream',
    found,
    expected,
    remedy:
      'run again when nothing writes to the file; if a plugin changes it, call src() without buffer: false for it',
  });
}
