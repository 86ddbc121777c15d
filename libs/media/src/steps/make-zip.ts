import type { DigestedFile } from '@aero-guest-tools/file-tree';
import { zipArchive } from '../transforms/zip-archive';
import { makeImage, type MakeImageOptions } from './make-image';

export interface MakeZipOptions extends MakeImageOptions {
  /**
   * The most threads that compress; fewer run if there is little to compress. Does not affect the
   * bytes.
   */
  readonly workers: number;
}

/**
 * The task `make-zip`: streams the planned files into `zip/aero-guest-tools.zip`, verifying each hash
 * as it passes.
 *
 * @throws InputError if a file is not the one that was planned; no archive is left then.
 */
export function makeZip({ workers, ...options }: MakeZipOptions): Promise<DigestedFile> {
  return makeImage(options, 'madeZip', ({ sourceDateEpoch }) =>
    zipArchive('aero-guest-tools.zip', { sourceDateEpoch, workers }),
  );
}
