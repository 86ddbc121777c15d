import type { Transform } from 'node:stream';
import type { Diagnostic } from '@aero-guest-tools/diagnostics';
import { objectTransform } from 'through2';
import { checkedPaths } from '../checked-paths';
import { mediaPathOf, type MediaFile } from '../media-file';

/**
 * Holds files back until the last one has come, checks all their paths and sizes together, and passes
 * them on: nothing is read of files that cannot be on the media.
 *
 * @param warn Receives the warnings.
 * @returns A transform that fails with an InputError listing every path that cannot be on the media.
 */
export function checkPaths(warn: (warning: Diagnostic) => void): Transform {
  return objectTransform(async function* (files: AsyncIterable<MediaFile>) {
    const held: MediaFile[] = [];
    for await (const file of files) held.push(file);
    const seen = held.map((file) => ({ path: mediaPathOf(file), size: file.size }));
    for (const warning of checkedPaths(seen)) warn(warning);
    yield* held;
  });
}
