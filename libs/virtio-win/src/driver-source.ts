import type { Readable } from 'node:stream';
import type { PinnedImage } from './pinned-image';

/** Something with a name in a {@link DriverSource}. Directories are implied by the paths. */
export interface SourceEntry {
  /** Relative to the root, components joined by `/`, spelled as the source spells them. */
  readonly path: string;
  /** `special`: a device, socket or named pipe. */
  readonly kind: 'file' | 'symbolic-link' | 'special';
  /** In bytes. */
  readonly size: number;
}

/** The files of a virtio-win image, wherever they are kept. */
export interface DriverSource {
  /** What messages call the source: as the user named it. */
  readonly label: string;
  /** The identity of what is read; every byte that {@link DriverSource.open} yields belongs to it. */
  readonly image: PinnedImage;
  readonly entries: readonly SourceEntry[];
  /**
   * The contents of one of the entries that are files. Nothing is opened before the first read. The
   * stream fails with an InputError if the contents are not those of the identity any more.
   */
  open(path: string): Readable;
  close(): Promise<void>;
}
