import type { Output } from '../transforms/write-output';
import { zipArchive } from '../transforms/zip-archive';
import { makeImage, type MakeImageOptions } from './make-image';

/**
 * The task `make-zip`: streams the planned files into `aero-guest-tools.zip`, verifying each hash
 * as it passes.
 *
 * @throws InputError if a file is not the one that was planned; no archive is left then.
 */
export function makeZip(options: MakeImageOptions): Promise<Output> {
  return makeImage(options, (plan) => zipArchive('aero-guest-tools.zip', plan));
}
