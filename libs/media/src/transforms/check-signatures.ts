import type { Transform } from 'node:stream';
import { errorDiagnostic, throwIfErrors, type Diagnostic } from '@aero-guest-tools/diagnostics';
import { objectTransform } from 'through2';
import { applySigningPolicy, type SigningDecision } from '../apply-signing-policy';
import { groupProblems } from '../group-problems';
import { driversOf, type MediaFile } from '../media-file';
import { untrustedSignatures } from '../untrusted-signatures';

/**
 * Holds files back until the last one has come, and passes them on if the signatures of the drivers are
 * what the signing policy asks for.
 *
 * @param warn Receives the warnings.
 * @returns A transform that fails with an InputError with every signature that is not.
 */
export function checkSignatures(
  decision: SigningDecision,
  warn: (warning: Diagnostic) => void,
): Transform {
  return objectTransform(async function* (files: AsyncIterable<MediaFile>) {
    const held: MediaFile[] = [];
    for await (const file of files) held.push(file);
    const untrusted = decision.policy === 'test' ? await untrustedSignatures(held) : [];
    const diagnostics = [
      ...applySigningPolicy(driversOf(held), decision),
      ...groupProblems(untrusted).map((problem) => errorDiagnostic(problem)),
    ];
    for (const warning of throwIfErrors(diagnostics)) warn(warning);
    yield* held;
  });
}
