import type { Digest } from './digest';

/** The facts about a file on its way from a source to the media. */
export interface FileEntry {
  /** Relative to its tree, components joined by `/`. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /**
   * SHA-256 of its contents, in lower-case hexadecimal; undefined until they were read to their
   * end.
   */
  readonly sha256?: string | undefined;
}

/** A file whose contents are identified by their SHA-256. */
export interface DigestedFile extends FileEntry, Digest {
  readonly sha256: string;
}

/** A file with its location on a disk. */
export interface LocatedFile extends FileEntry {
  readonly absolutePath: string;
  /**
   * Time of the last modification in milliseconds since 1970, when the file was listed; undefined
   * if it was not listed.
   */
  readonly modified?: number | undefined;
}

/**
 * A file on its way from a source to the media, stored anywhere: on a disk, in an image, in memory.
 */
export interface ReadableFile extends FileEntry {
  /**
   * Returns the contents from the beginning on each call. Nothing is opened before the first piece
   * is asked for, and a piece is not overwritten later.
   *
   * The contents are verified by the time they end: reading fails with an InputError if their size
   * is not `size`, or their SHA-256 is not `sha256`.
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
 * @param path Relative to its tree, components joined by `/`.
 * @param sha256 Of the bytes, if it is known.
 */
export function fileInMemory(path: string, contents: Uint8Array, sha256?: string): MemoryFile {
  return { path, size: contents.length, sha256, contents, open: () => once(contents) };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}
