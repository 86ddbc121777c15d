import type { Readable } from 'node:stream';
import type { SourceIdentity } from './source-identity';

/** Something with a name in a {@link DriverSource}. Directories are implied by the paths. */
export interface SourceEntry {
  /** Relative to the root, components joined by `/`, spelled as the source spells them. */
  readonly path: string;
  /** `special`: a device, socket or named pipe. */
  readonly kind: 'file' | 'symbolic-link' | 'special';
  /** In bytes. */
  readonly size: number;
}

/** A tree of files that drivers are taken from, wherever it is kept. */
export interface DriverSource {
  /** What messages call the source: as the user named it. */
  readonly label: string;
  /** The identity of what is read; every byte that {@link DriverSource.open} yields belongs to it. */
  readonly identity: SourceIdentity;
  readonly entries: readonly SourceEntry[];
  /**
   * The contents of one of the entries that are files. Nothing is opened before the first read. The
   * stream fails with an InputError if the contents are not those of the identity any more.
   */
  open(path: string): Readable;
  close(): Promise<void>;
}
