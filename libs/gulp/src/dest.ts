import { resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { writeOutput } from '@aero-guest-tools/media/transforms';

/**
 * Writes each file below a directory, complete or not at all. (gulp's `dest` writes in place, and
 * would leave half an image behind when a source fails.) It ends a pipeline: it passes nothing on.
 */
export function dest(directory: string): Writable {
  return writeOutput(resolve(directory));
}
