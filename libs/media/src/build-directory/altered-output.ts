import type { Problem } from '@aero-guest-tools/diagnostics';
import { sha256Of, type Digest } from '../files/digest';

/**
 * That an output of a task is not what the task makes of its inputs, which `package` knows by itself: a cache
 * has brought back something else.
 *
 * @param what What it should be, after "this is not what": `extract-drivers takes from the source`.
 * @param found Undefined if there is no such file.
 * @param expected Undefined if there should be no such file.
 * @returns Nothing if both are the same.
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

/** Size and SHA-256 in words, or that there is no such file. */
export function describeDigest(content: Digest | undefined): string {
  return content === undefined
    ? 'no such file'
    : `${String(content.size)} bytes, sha256 ${content.sha256}`;
}

/** Size and SHA-256 of bytes in memory. */
export function digestOfBytes(bytes: Uint8Array): Digest {
  return { size: bytes.length, sha256: sha256Of(bytes) };
}
