import { sep } from 'node:path';
import { Readable } from 'node:stream';
import type { SourceIdentity } from '@aero-guest-tools/driver-source';
import { fileInMemory, type ReadableFile } from '@aero-guest-tools/file-tree';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import Vinyl from 'vinyl';

/**
 * A file on its way to the media: a vinyl file with stream contents whose path is the one on the
 * media. Its contents can be opened more than once, since they are hashed before they are written,
 * and a large zip entry is read twice.
 */
export interface MediaFile extends Vinyl.StreamFile {
  /** In bytes. */
  size: number;
  /** Lower-case hexadecimal, once it is known. */
  sha256?: string;
  /** Its contents from the beginning. Nothing is opened before the first chunk is asked for. */
  openContents: OpenContents;
  /** What validate-spec found out about the driver that the file is a part of, if it is of one. */
  driver?: DriverReport;
  /** What the drivers were taken from, if it came with them. */
  driversSource?: SourceIdentity;
}

/** Opens contents from the beginning, each time that it is called: see `open` of a `ReadableFile`. */
export type OpenContents = ReadableFile['open'];

/** Where media paths hang in vinyl, which knows absolute paths only. */
const MEDIA_ROOT = '/';

/** The stream that each media file was given, to tell when something else replaced it. */
const givenStreams = new WeakMap<Vinyl, unknown>();

/** Makes a {@link MediaFile} of a file that can be read, wherever it is. Its path is the one on the media. */
export function mediaFileOf({ path, size, sha256, open }: ReadableFile): MediaFile {
  const file = new Vinyl({ cwd: MEDIA_ROOT, base: MEDIA_ROOT, path: MEDIA_ROOT + path });
  const made = asMediaFile(file, size, open);
  return sha256 === undefined ? made : Object.assign(made, { sha256 });
}

/** As {@link mediaFileOf}, of bytes in memory. */
export function mediaFileFromMemory(path: string, bytes: Uint8Array): MediaFile {
  return mediaFileOf(fileInMemory(path, bytes));
}

/** What {@link mediaFileOf} has made a {@link MediaFile} of, or what became of it since. */
export function readableFileOf(file: MediaFile): ReadableFile {
  const { size, sha256, openContents: open } = file;
  return { path: mediaPathOf(file), size, sha256, open };
}

/** Makes a {@link MediaFile} of a vinyl file, whose contents are replaced. */
export function asMediaFile(file: Vinyl, size: number, openContents: OpenContents): MediaFile {
  const made = Object.assign(file, { size }) as MediaFile;
  setContents(made, openContents);
  return made;
}

/**
 * Whether a vinyl file is a {@link MediaFile}, and its contents are still the ones that
 * `openContents` gives: whatever stood in between may have replaced them.
 */
export function isMediaFile(file: Vinyl): file is MediaFile {
  return givenStreams.has(file) && givenStreams.get(file) === file.contents;
}

/** The path on the media, components joined by `/` on every platform. */
export function mediaPathOf(file: Vinyl): string {
  // Where the separator is `/`, a backslash is a part of a name, which the checks have to see.
  return file.relative.replaceAll(sep, '/');
}

/** Replaces a file's contents; both its stream and `openContents` give them from then on. */
export function setContents(file: MediaFile, openContents: OpenContents): void {
  file.openContents = openContents;
  file.contents = lazyStream(openContents);
  givenStreams.set(file, file.contents);
}

/** Ten thousand files wait in a pipeline at once, so none of them may hold a descriptor. */
function lazyStream(openContents: OpenContents): Readable {
  return Readable.from(
    (async function* () {
      yield* openContents();
    })(),
    { objectMode: false },
  );
}
