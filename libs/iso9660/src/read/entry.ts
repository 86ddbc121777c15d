import type { Extent } from './directory-record';

/** A file, directory or symbolic link in an image, under its name in the chosen name space. */
export interface Iso9660Entry {
  /** Names from the root down to this entry, joined by `/`; empty for the root. */
  readonly path: string;
  /**
   * The last part of the path. Never `.` or `..`, and never with `/` or NUL; all other characters,
   * also `\`, can occur.
   */
  readonly name: string;
  /** `special`: a device, pipe or socket. */
  readonly kind: 'file' | 'directory' | 'symbolic-link' | 'special';
  /** Total length of the extents, in bytes. */
  readonly size: number;
  /** In the order of the contents. None for an empty file, exactly one for a directory. */
  readonly extents: readonly Extent[];
  /**
   * Time of the last modification, or else of recording, in seconds since 1970; undefined if none
   * is recorded.
   */
  readonly modified: number | undefined;
  /** The target of a symbolic link, as recorded: not checked, not resolved. */
  readonly linkTarget: string | undefined;
  /** Why the contents of a file cannot be read, as the end of a sentence. */
  readonly unreadable: string | undefined;
}
