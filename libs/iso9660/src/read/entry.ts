import type { Extent } from './directory-record';

/** A file, directory or symbolic link in an image, under its name in the chosen name space. */
export interface Iso9660Entry {
  /** Names from the root down to this entry, joined by `/`; empty for the root. */
  readonly path: string;
  /** The last part of the path. Never `.`, `..`, with `/` or NUL; anything else, `\` too, may be. */
  readonly name: string;
  /** `special`: a device, pipe or socket. */
  readonly kind: 'file' | 'directory' | 'symbolic-link' | 'special';
  /** Bytes in the extents together. */
  readonly size: number;
  /** In the order of the contents. None for an empty file, exactly one for a directory. */
  readonly extents: readonly Extent[];
  /** Time of the last modification, else of recording, in seconds since 1970, if recorded. */
  readonly modified: number | undefined;
  /** Where a symbolic link leads, as recorded: not checked, not resolved. */
  readonly linkTarget: string | undefined;
  /** Why the contents of a file cannot be read, as an end of a sentence. */
  readonly unreadable: string | undefined;
}
