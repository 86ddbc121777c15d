import type { DigestedFile } from '@aero-guest-tools/file-tree';
import { isoImage } from '../transforms/iso-image';
import { makeImage, type MakeImageOptions } from './make-image';

/**
 * The task `make-iso`: streams the planned files into `iso/aero-guest-tools.iso`, verifying each hash
 * as it passes.
 *
 * @throws InputError if a file is not the one that was planned; no image is left then.
 */
export function makeIso(options: MakeImageOptions): Promise<DigestedFile> {
  return makeImage(options, 'madeIso', (plan) => isoImage('aero-guest-tools.iso', plan));
}
