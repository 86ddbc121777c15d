import { isInstalled } from '../foreign-program';
import type { ImageTree } from '../image-tree';

/** What a reader shows of an archive. */
export interface ShownArchive {
  /** All names as the reader lists them, without the `/` at the end of a directory. */
  readonly listed: readonly string[];
  /** What it gives when everything is read. */
  readonly tree: ImageTree;
}

/** Archives that a reader is known not to read, whoever wrote them. */
export interface ReaderLimit {
  /** What it does instead: a clause that begins with a verb. */
  readonly what: string;
  readonly appliesTo: (archive: WrittenArchive) => boolean;
}

export interface WrittenArchive {
  readonly entries: number;
  /** Bytes of the largest file. */
  readonly largestFile: number;
}

/** A program or package that reads zip archives. */
export interface Reader {
  /** What the table calls it. */
  readonly name: string;
  /** Why the reader cannot run on this machine; nothing if it can. */
  readonly whySkipped: () => string | undefined;
  readonly limits?: readonly ReaderLimit[];
  /** What it makes of a path that was written, where that is another one. */
  readonly shownPath?: { readonly what: string; readonly of: (path: string) => string };
  /**
   * Tests an archive by all the means that the reader has, lists it, and reads all of it.
   *
   * @param work An empty directory, for whatever the reader needs.
   * @throws Error if the reader finds something wrong.
   */
  readonly read: (archive: string, work: string) => Promise<ShownArchive>;
}

/** For a reader that can run wherever its program is installed. */
export function skippedWithout(program: string, debianPackage: string): () => string | undefined {
  return () =>
    isInstalled(program)
      ? undefined
      : `${program} is not installed (Debian package ${debianPackage})`;
}

/** Of a package of this workspace, which is always there. */
export const NEVER_SKIPPED = (): undefined => undefined;

/** Names as they are listed, without what tells a directory. */
export function withoutSlash(name: string): string {
  return name.replace(/\/$/, '');
}
