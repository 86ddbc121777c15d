import { isInstalled } from '../foreign-program';
import type { ImageTree } from '../image-tree';

/** What a reader shows of an image. */
export interface ShownImage {
  /** All paths, of files and directories, as the reader lists them, without a leading `/`. */
  readonly listed: readonly string[];
  /** What it gives when everything is read. */
  readonly tree: ImageTree;
}

/** Something that a reader is known not to do, in whatever image. */
export interface ReaderLimit {
  /** What it does instead. */
  readonly what: string;
  readonly appliesTo: (entry: WrittenEntry) => boolean;
}

/** A file or directory that was written. */
export interface WrittenEntry {
  /** The last part of its path. */
  readonly name: string;
  /** In bytes; zero for a directory. */
  readonly size: number;
}

/** A program that reads images, in one of the two hierarchies of names. */
export interface Reader {
  /** What the table calls it. */
  readonly name: string;
  readonly hierarchy: 'joliet' | 'primary';
  /** Why the reader cannot run on this machine; nothing if it can. */
  readonly whySkipped: () => string | undefined;
  /** Whether it takes seconds for each image, so that tests have it read few. */
  readonly isSlow?: () => boolean;
  /** What the reader makes of a name that was written, where that is another one. */
  readonly shownName?: (name: string) => string;
  readonly limits?: readonly ReaderLimit[];
  /**
   * Reads all of an image.
   *
   * @param work An empty directory, for whatever the reader needs.
   * @throws Error if the reader finds something wrong.
   */
  readonly read: (image: string, work: string) => Promise<ShownImage>;
}

/** For a reader that can run wherever its program is installed. */
export function skippedWithout(program: string, debianPackage: string): () => string | undefined {
  return () =>
    isInstalled(program)
      ? undefined
      : `${program} is not installed (Debian package ${debianPackage})`;
}
