import type { Transform } from 'node:stream';
import { errorDiagnostic, throwIfErrors, type Diagnostic } from '@aero-guest-tools/diagnostics';
import { isPrivateKeyFile } from '@aero-guest-tools/packaging-spec/driver-filter';
import { mediaPathOf } from '../media-file';
import { checkMediaPaths } from '../media-path';
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
    const diagnostics = [...privateKeys(seen.map(({ path }) => path)), ...checkMediaPaths(seen)];
    for (const warning of throwIfErrors(diagnostics)) warn(warning);
    return files;
  });
}

/** Private keys are refused wherever they come from. (Packager rules, 4. What is included.) */
function privateKeys(paths: readonly string[]): readonly Diagnostic[] {
  return paths.filter(isPrivateKeyFile).map((path) =>
    errorDiagnostic({
      file: path,
      message: 'private keys and signing material must not be on the media',
      found: JSON.stringify(path.slice(path.lastIndexOf('/') + 1)),
      expected: 'no such file',
      remedy: 'move it away from the sources of the media',
    }),
  );
}
