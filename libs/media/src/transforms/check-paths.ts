import type { Transform } from 'node:stream';
import { throwIfErrors, type Diagnostic } from '@aero-guest-tools/diagnostics';
import { objectTransform } from 'through2';
import { mediaPathOf, type MediaFile } from '../media-file';
import { checkMediaPaths } from '../media-path';

/**
 * Passes files through, and when the last one has passed checks all their paths and sizes together.
 *
 * @param warn Receives the warnings.
 * @returns A transform that fails with an InputError listing every path that cannot be on the media.
 */
export function checkPaths(warn: (warning: Diagnostic) => void): Transform {
  return objectTransform(async function* (files: AsyncIterable<MediaFile>) {
    const seen: { path: string; size: number }[] = [];
    for await (const file of files) {
      seen.push({ path: mediaPathOf(file), size: file.size });
      yield file;
    }
    for (const warning of throwIfErrors(checkMediaPaths(seen))) warn(warning);
  });
}
