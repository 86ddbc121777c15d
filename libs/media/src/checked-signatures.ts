import { errorDiagnostic, throwIfErrors, type Diagnostic } from '@aero-guest-tools/diagnostics';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import { applySigningPolicy, type SigningDecision } from './apply-signing-policy';
import { groupProblems } from './group-problems';
import { untrustedSignatures, type ReadableFile } from './untrusted-signatures';

/**
 * Refuses drivers whose signatures are not what the signing policy asks for: see {@link applySigningPolicy}
 * and, for `test`, {@link untrustedSignatures}.
 *
 * @param drivers As validate-spec has found them.
 * @param files All files of the media.
 * @returns The warnings.
 * @throws InputError with everything that is refused.
 */
export async function checkedSignatures(
  drivers: readonly DriverReport[],
  files: readonly ReadableFile[],
  decision: SigningDecision,
): Promise<readonly Diagnostic[]> {
  const untrusted = decision.policy === 'test' ? await untrustedSignatures(drivers, files) : [];
  return throwIfErrors([
    ...applySigningPolicy(drivers, decision),
    ...groupProblems(untrusted).map((problem) => errorDiagnostic(problem)),
  ]);
}
