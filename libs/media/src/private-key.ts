import type { Problem } from '@aero-guest-tools/diagnostics';
import { isPrivateKeyFile } from '@aero-guest-tools/packaging-spec/driver-filter';

/**
 * The private keys among the files of a source. They are refused wherever they stand, hidden or not,
 * and before anything is written: what a task writes may go to a cache that machines share. (Packager
 * rules, 4. What is included.)
 *
 * @param label What messages call the source.
 */
export function privateKeyProblems(label: string, paths: readonly string[]): readonly Problem[] {
  return paths
    .filter((path) => isPrivateKeyFile(path))
    .map((path) => ({
      file: `${label}: ${path}`,
      message: 'private keys and signing material must not be among the drivers',
      found: JSON.stringify(path.slice(path.lastIndexOf('/') + 1)),
      expected: 'no private key, key store or certificate request, not even in a hidden place',
      remedy: 'move it elsewhere, and take it for disclosed if others could read it',
    }));
}
