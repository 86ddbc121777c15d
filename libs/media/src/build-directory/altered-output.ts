import { describeDigest, type Digest } from '@aero-guest-tools/file-tree';
import type { Problem } from '@aero-guest-tools/diagnostics';

/**
 * The problem of an output that is not what its task makes of its inputs. `package` works out what
 * the output should be, so a difference means that a cache restored something else.
 *
 * @param what What it should be, after "this is not what": `extract-drivers takes from the source`.
 * @param found Undefined if there is no such file.
 * @param expected Undefined if there should be no such file.
 * @returns No problem if both are the same.
 */
export function alteredOutput(
  file: string,
  what: string,
  found: Digest | undefined,
  expected: Digest | undefined,
): readonly Problem[] {
  if (found?.sha256 === expected?.sha256) return [];
  return [
    {
      file,
      id: 'state.output-altered',
      message: `this is not what ${what}`,
      found: describeDigest(found),
      expected: describeDigest(expected),
      remedy: 'delete the build directory and build again',
    },
  ];
}
