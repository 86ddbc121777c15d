import { posix } from 'node:path';
import {
  errorDiagnostic,
  privateKeyProblem,
  throwIfErrors,
  type Diagnostic,
} from '@aero-guest-tools/diagnostics';
import { isPrivateKeyFile } from '@aero-guest-tools/packaging-spec/driver-filter';
import { checkMediaPaths } from './media-path';

/**
 * Refuses files that cannot be on the media, by their paths and sizes: see {@link checkMediaPaths}.
 * Private keys are refused wherever they come from. (Packager rules, 4. What is included.)
 *
 * @param files Paths on the media, components joined by `/`; sizes in bytes.
 * @returns The warnings.
 * @throws InputError listing every path that is refused.
 */
export function checkedPaths(
  files: readonly { readonly path: string; readonly size: number }[],
): readonly Diagnostic[] {
  return throwIfErrors([...privateKeys(files.map(({ path }) => path)), ...checkMediaPaths(files)]);
}

function privateKeys(paths: readonly string[]): readonly Diagnostic[] {
  return paths
    .filter(isPrivateKeyFile)
    .map((path) => errorDiagnostic(privateKeyProblem(path, JSON.stringify(posix.basename(path)))));
}
