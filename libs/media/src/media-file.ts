import { open } from 'node:fs/promises';
import { sep } from 'node:path';
import { Readable } from 'node:stream';
import { InputError } from '@aero-guest-tools/diagnostics';
import Vinyl from 'vinyl';

/**
 * A file on its way to the media: a vinyl file with stream contents whose path is the one on the
 * media. Its contents can be opened more than once, since a large zip entry is read twice.
 */
export interface MediaFile extends Vinyl.StreamFile {
  /** In bytes. */
  size: number;
  /** Lower-case hexadecimal, once it is known. */
  sha256?: string;
  /** The file on disk that it was made from. */
  sourcePath: string;
  /** Its contents from the beginning. Nothing is opened before the first chunk is asked for. */
  openContents: () => AsyncIterable<Uint8Array>;
}

/** Where media paths hang in vinyl, which knows absolute paths only. */
const MEDIA_ROOT = '/';

/** How much of a file is in memory at a time, in bytes. */
const CHUNK_SIZE = 256 * 1024;

/**
 * Makes a {@link MediaFile} of a file on disk, which is opened when its contents are asked for.
 *
 * @param path On the media, components joined by `/`.
 * @param size In bytes.
 */
export function mediaFileFromDisk(path: string, sourcePath: string, size: number): MediaFile {
  const openContents = (): AsyncIterable<Uint8Array> => readFileChunks(sourcePath);
  const file = new Vinyl({
    cwd: MEDIA_ROOT,
    base: MEDIA_ROOT,
    path: MEDIA_ROOT + path,
    contents: lazyStream(openContents),
  });
  return Object.assign(file, { size, sourcePath, openContents }) as MediaFile;
}

/** The path on the media, components joined by `/` on every platform. */
export function mediaPathOf(file: Vinyl): string {
  // Where the separator is `/`, a backslash is a part of a name, which the checks have to see.
  return file.relative.replaceAll(sep, '/');
}

/** Replaces a file's contents; both its stream and `openContents` give them from then on. */
export function setContents(file: MediaFile, openContents: () => AsyncIterable<Uint8Array>): void {
  file.openContents = openContents;
  file.contents = lazyStream(openContents);
}

/** Ten thousand files wait in a pipeline at once, so none of them may hold a descriptor. */
function lazyStream(openContents: () => AsyncIterable<Uint8Array>): Readable {
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
async function* readFileChunks(path: string): AsyncGenerator<Uint8Array> {
  const handle = await open(path).catch((error: unknown) => {
    throw new InputError(
      {
        file: path,
        message: 'the file cannot be opened',
        found: (error as NodeJS.ErrnoException).code ?? String(error),
        expected: 'a readable file',
        remedy: 'run the task that makes it again',
      },
      { cause: error },
    );
  });
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
