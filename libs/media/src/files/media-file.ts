import { sep } from 'node:path';
import { Readable } from 'node:stream';
import type { SourceIdentity } from '@aero-guest-tools/driver-source';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import Vinyl from 'vinyl';
import { openReadable } from './open-readable';

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

/** Opens contents from the beginning, each time that it is called. */
export type OpenContents = () => AsyncIterable<Uint8Array>;

/** A {@link MediaFile} that was made of a file on disk. */
export interface DiskMediaFile extends MediaFile {
  sourcePath: string;
}

/** Where media paths hang in vinyl, which knows absolute paths only. */
const MEDIA_ROOT = '/';

/** How much of a file is in memory at a time, in bytes. */
const CHUNK_SIZE = 256 * 1024;

/** The stream that each media file was given, to tell when something else replaced it. */
const givenStreams = new WeakMap<Vinyl, unknown>();

/**
 * Makes a {@link MediaFile} of contents that can be opened.
 *
 * @param path On the media, components joined by `/`.
 * @param size In bytes.
 */
export function mediaFile(path: string, size: number, openContents: OpenContents): MediaFile {
  const file = new Vinyl({ cwd: MEDIA_ROOT, base: MEDIA_ROOT, path: MEDIA_ROOT + path });
  return asMediaFile(file, size, openContents);
}

/** As {@link mediaFile}, of bytes in memory. */
export function mediaFileFromMemory(path: string, bytes: Uint8Array): MediaFile {
  return mediaFile(path, bytes.length, () => Readable.from([bytes]));
}

/**
 * As {@link mediaFile}, of a file on disk, which is opened when its contents are asked for.
 */
export function mediaFileFromDisk(path: string, sourcePath: string, size: number): DiskMediaFile {
  return Object.assign(
    mediaFile(path, size, () => readFileChunks(sourcePath)),
    { sourcePath },
  );
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

/**
 * Reads a file from beginning to end in chunks.
 *
 * @throws InputError if the file cannot be opened.
 */
export async function* readFileChunks(path: string): AsyncGenerator<Uint8Array> {
  const handle = await openReadable(path);
  try {
    for (;;) {
      const buffer = Buffer.allocUnsafe(CHUNK_SIZE);
      const { bytesRead } = await handle.read(buffer, 0, CHUNK_SIZE);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
