import type { Problem } from '@aero-guest-tools/diagnostics';
import type { FileEntry } from '@aero-guest-tools/file-tree';
import type { SourceIdentity } from './source-identity';

/** Something with a name in a {@link DriverSource}, spelled as the source spells it. Directories are implied by the paths. */
export interface SourceEntry extends FileEntry {
  /** `special`: a device, socket or named pipe. */
  readonly kind: 'file' | 'symbolic-link' | 'special';
}

/**
 * What is wrong in one place of a {@link DriverSource}. Whoever takes nothing from there need not care;
 * whoever does has to refuse the source.
 */
export interface SourceProblem {
  /** A file, or a directory with everything in it, as the paths of entries. */
  readonly path: string;
  /** `file` where nothing else can stand below the path; left out where nobody knows. */
  readonly kind?: 'file' | undefined;
  readonly problem: Problem;
}

/** A tree of files that drivers are taken from, wherever it is kept. */
export interface DriverSource {
  /** What messages call the source: as the user named it. */
  readonly label: string;
  /** The identity of what is read; every byte that {@link DriverSource.open} yields belongs to it. */
  readonly identity: SourceIdentity;
  readonly entries: readonly SourceEntry[];
  /** Where the entries are only those that a lock lists: the ids of the versions of Windows that it lists. */
  readonly listedFor?: readonly string[] | undefined;
  /** None if left out. */
  readonly problems?: readonly SourceProblem[] | undefined;
  /** What may be why something is not found in the source, if it is not; none if left out. */
  readonly remarks?: readonly Problem[] | undefined;
  /**
   * Gets hold of the contents of some entries together, before the first of them is opened. A source
   * on a server costs a request each otherwise; one on a file system has nothing to do.
   *
   * @throws InputError if they cannot be had, or are not those of the identity.
   */
  prepare(paths: readonly string[]): Promise<void>;
  /**
   * The contents of one of the entries that are files, and that were prepared, as `open` of a `ReadableFile` gives them. They
   * fail with an InputError if they are not those of the identity any more.
   */
  open(path: string): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}
