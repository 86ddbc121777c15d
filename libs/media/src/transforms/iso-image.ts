import type { Transform } from 'node:stream';
import { layoutImage, writeImage } from '@aero-guest-tools/iso9660/write';
import { readableFileOf } from '../files/media-file';
import { gather } from './gather';

/** What is recorded in an image besides its files. */
export interface IsoImageOptions {
  /** Up to 32 characters of A-Z, 0-9 and `_`. */
  readonly volumeId: string;
  /** Seconds since 1970-01-01 00:00:00 UTC. */
  readonly sourceDateEpoch: number;
}

/**
 * Turns files into one ISO 9660 image with Joliet names. The image is laid out after the last file
 * has arrived, and written while it is consumed. Files of equal SHA-256 share an extent.
 */
export function isoImage(name: string, options: IsoImageOptions): Transform {
  return gather(name, (files) =>
    writeImage(
      layoutImage(
        files.map((file) => readableFileOf(file)),
        options,
      ),
    ),
  );
}
