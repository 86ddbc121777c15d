import { sep } from 'node:path';
import { Readable } from 'node:stream';
import type { SourceIdentity } from '@aero-guest-tools/driver-source';
import { fileInMemory, type ReadableFile } from '@aero-guest-tools/file-tree';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import Vinyl from 'vinyl';

/**
 * A file on its way to the media: a vinyl file with stream contents, whose path is its path on the
 * media. Its contents can be opened more than once, since they are hashed before they are written,
 * and a large zip entry is read twice.
 */
export interface MediaFile extends Vinyl.StreamFile {
  /** In bytes. */
  size: number;
  /** Lower-case hexadecimal, once it is known. */
  sha256?: string;
  /**
   * Opens the contents from the beginning. Nothing is opened before the first chunk is asked for.
   */
  openContents: OpenContents;
  /** The validate-spec report of the driver that the file belongs to, if it belongs to one. */
  driver?: DriverReport;
  /** What the drivers were taken from, if it came with them. */
  driversSource?: SourceIdentity;
}

/** Opens contents from the beginning on each call: see `open` of a `ReadableFile`. */
export type OpenContents = ReadableFile['open'];

/** The root of media paths in vinyl, which knows absolute paths only. */
const MEDIA_ROOT = '/';

/** The stream that each media file was given, to detect a replacement. */
const givenStreams = new WeakMap<Vinyl, unknown>();

/** Makes a {@link MediaFile} of any file that can be read. Its path is the one on the media. */
export function mediaFileOf({ path, size, sha256, open }: ReadableFile): MediaFile {
  const file = new Vinyl({ cwd: MEDIA_ROOT, base: MEDIA_ROOT, path: MEDIA_ROOT + path });
  const made = asMediaFile(file, size, open);
  return sha256 === undefined ? made : Object.assign(made, { sha256 });
}

/** Like {@link mediaFileOf}, for bytes in memory. */
export function mediaFileFromMemory(path: string, bytes: Uint8Array): MediaFile {
  return mediaFileOf(fileInMemory(path, bytes));
}

/**
 * The inverse of {@link mediaFileOf}: the readable file behind a {@link MediaFile}, with any
 * changes made since.
 */
export function readableFileOf(file: MediaFile): ReadableFile {
  const { size, sha256, openContents: open } = file;
  return { path: mediaPathOf(file), size, sha256, open };
}

/** Turns a vinyl file into a {@link MediaFile}, replacing its contents. */
export function asMediaFile(file: Vinyl, size: number, openContents: OpenContents): MediaFile {
  const made = Object.assign(file, { size }) as MediaFile;
  setContents(made, openContents);
  return made;
}

/**
 * Whether a vinyl file is a {@link MediaFile} whose contents are still those that `openContents`
 * gives. A plugin in between may have replaced them.
 */
export function isMediaFile(file: Vinyl): file is MediaFile {
  return givenStreams.has(file) && givenStreams.get(file) === file.contents;
}

/** The path on the media, components joined by `/` on every platform. */
export function mediaPathOf(file: Vinyl): string {
  // Where the separator is `/`, a backslash is part of a name, and the checks must see it.
  return file.relative.replaceAll(sep, '/');
}

/** Replaces a file's contents, both its stream and `openContents`. */
export function setContents(file: MediaFile, openContents: OpenContents): void {
  file.openContents = openContents;
  file.contents = lazyStream(openContents);
  givenStreams.set(file, file.contents);
}

/**
 * Opens the contents on the first read: ten thousand files can wait in a pipeline at once, so none
 * may hold a descriptor.
 */
function lazyStream(openContents: OpenContents): Readable {
  return Readable.from(
    (async function* () {
      yield* openContents();
    })(),
    { objectMode: false },
  );
}
