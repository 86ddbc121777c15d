import type { Digest } from './digest';

/** What is known of a file on its way from a source to the media. */
export interface FileEntry {
  /** Relative to the tree that it is in, components joined by `/`. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** Of its contents, in lower-case hexadecimal; undefined until they were read to their end. */
  readonly sha256?: string | undefined;
}

/** A file whose contents are known by their SHA-256. */
export interface DigestedFile extends FileEntry, Digest {
  readonly sha256: string;
}

/** A file of which it is known where it is on a disk. */
export interface LocatedFile extends FileEntry {
  readonly absolutePath: string;
  /** Time of the last modification in milliseconds since 1970, when the file was listed; undefined if it was not. */
  readonly modified?: number | undefined;
}

/** A file on its way from a source to the media, wherever its bytes are kept: on a disk, in an image, in memory. */
export interface ReadableFile extends FileEntry {
  /**
   * Gives the contents from the beginning, each time that it is called. Nothing is opened before the first piece is
   * asked for, and a piece stays as it is.
   *
   * What it gives was verified when it ends: it fails with an InputError if the file has not as many bytes as its
   * `size`, or another SHA-256 than its `sha256`.
   */
  readonly open: () => AsyncIterable<Uint8Array>;
}

/** A file in memory. */
export interface MemoryFile extends ReadableFile {
  readonly contents: Uint8Array;
}

/**
 * Makes a file of bytes in memory.
 *
 * @param path Relative to the tree that it is in, components joined by `/`.
 * @param sha256 Of the bytes, if it is known.
 */
export function fileInMemory(path: string, contents: Uint8Array, sha256?: string): MemoryFile {
  return { path, size: contents.length, sha256, contents, open: () => once(contents) };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}
