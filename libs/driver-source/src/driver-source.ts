import type { Problem } from '@aero-guest-tools/diagnostics';
import type { FileEntry } from '@aero-guest-tools/file-tree';
import type { SourceIdentity } from './source-identity';

/**
 * A named entry of a {@link DriverSource}, spelled as in the source. The paths imply the
 * directories.
 */
export interface SourceEntry extends FileEntry {
  /** `special`: a device, socket or named pipe. */
  readonly kind: 'file' | 'symbolic-link' | 'special';
}

/**
 * Something wrong at one place of a {@link DriverSource}. It does not matter to a caller that takes
 * nothing from there; a caller that does must refuse the source.
 */
export interface SourceProblem {
  /** Path of a file, or of a directory and everything in it, spelled like the paths of entries. */
  readonly path: string;
  /** `file` if there can be nothing below the path; left out if that is unknown. */
  readonly kind?: 'file' | undefined;
  readonly problem: Problem;
}

/** A tree of files that drivers are taken from, stored anywhere. */
export interface DriverSource {
  /** The name of the source in messages: as the user named it. */
  readonly label: string;
  /**
   * The identity of the contents; every byte that {@link DriverSource.open} yields belongs to it.
   */
  readonly identity: SourceIdentity;
  readonly entries: readonly SourceEntry[];
  /**
   * If the entries are only those that a lock lists: the ids of the versions of Windows that it
   * lists.
   */
  readonly listedFor?: readonly string[] | undefined;
  /** Default: none. */
  readonly problems?: readonly SourceProblem[] | undefined;
  /** Possible reasons why something is missing from the source, shown if it is. Default: none. */
  readonly remarks?: readonly Problem[] | undefined;
  /**
   * Fetches the contents of several entries together, before the first of them is opened. A source
   * on a server would otherwise need a request for each; a source on a file system does nothing.
   *
   * @throws InputError if they are not available, or do not match the identity.
   */
  prepare(paths: readonly string[]): Promise<void>;
  /**
   * The contents of an entry that is a file and was prepared, as `open` of a `ReadableFile` gives
   * them. Reading fails with an InputError if they no longer match the identity.
   */
  open(path: string): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}
