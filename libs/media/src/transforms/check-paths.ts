import type { Transform } from 'node:stream';
import type { Diagnostic } from '@aero-guest-tools/diagnostics';
import { checkedPaths } from '../checks/checked-paths';
import { mediaPathOf } from '../files/media-file';
import { allFiles } from './file-transform';

/**
 * Holds files back until the last one has come, checks all their paths and sizes together, and passes
 * them on: nothing is read of files that cannot be on the media.
 *
 * @param warn Receives the warnings.
 * @returns A transform that fails with an InputError listing every path that cannot be on the media.
 */
export function checkPaths(warn: (warning: Diagnostic) => void): Transform {
  return allFiles((files) => {
    const seen = files.map((file) => ({ path: mediaPathOf(file), size: file.size }));
    for (const warning of checkedPaths(seen)) warn(warning);
    return files;
  });
}
