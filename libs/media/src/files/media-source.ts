import { Readable } from 'node:stream';
import { changedWhileRead, InputError } from '@aero-guest-tools/diagnostics';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import { readFileChunks, type OpenContents } from './media-file';

/** A file that goes on the media, wherever it is. */
export interface MediaSource {
  /** On the media, components joined by `/`. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** Its contents from the beginning, each time. */
  readonly open: OpenContents;
  /** The driver that it is a part of, as validate-spec has found it. */
  readonly driver?: DriverReport | undefined;
  /** Where it is on a disk, if it is. */
  readonly absolutePath?: string;
  /** All of it, if it was made for the media and is nowhere yet. */
  readonly contents?: Uint8Array;
  /** Gives what is in memory, or nowhere on a disk, and was checked. */
  readonly checked?: CheckedFile;
}

/** A file of the media whose contents are known. */
export interface HashedSource extends MediaSource {
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** A file that was read to be checked. */
export interface CheckedFile {
  /** All of its contents. */
  readonly read: () => Promise<Uint8Array>;
  /** Lower-case hexadecimal; undefined if nobody has read it. */
  readonly sha256: string | undefined;
  /** Which private key it holds, if any: see `privateKeyIn`. */
  readonly privateKey: () => Promise<string | undefined>;
}

/** A file on a disk, which is opened when its contents are asked for. */
export function sourceOnDisk(file: {
  readonly path: string;
  readonly absolutePath: string;
  readonly size: number;
}): MediaSource {
  const { path, absolutePath, size } = file;
  return { path, absolutePath, size, open: () => readFileChunks(absolutePath) };
}

/** A file that is made for the media. */
export function sourceInMemory(path: string, contents: Uint8Array): MediaSource {
  return { path, size: contents.length, contents, open: () => Readable.from([contents]) };
}

/** Contents that need not be read from a disk; undefined if they have to be. */
export function contentsInMemory({
  contents,
  checked,
}: MediaSource): Promise<Uint8Array> | undefined {
  return contents === undefined ? checked?.read() : Promise.resolve(contents);
}

/**
 * All contents of a file, which the caller has found small enough by its size.
 *
 * @throws InputError if it cannot be read, or is longer than its size says.
 */
export async function readSource(source: MediaSource): Promise<Uint8Array> {
  const inMemory = contentsInMemory(source);
  if (inMemory) return inMemory;
  const { path, absolutePath = path, size } = source;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source.open()) {
    length += chunk.length;
    if (length > size) {
      throw new InputError(
        changedWhileRead(absolutePath, {
          found: 'more bytes',
          expected: `${String(size)} bytes`,
        }),
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
