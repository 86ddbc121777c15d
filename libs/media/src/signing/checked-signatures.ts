import { errorDiagnostic, throwIfErrors, type Diagnostic } from '@aero-guest-tools/diagnostics';
import type { ReadableFile } from '@aero-guest-tools/file-tree';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import { groupProblems } from '../checks/group-problems';
import { applySigningPolicy, type SigningDecision } from './apply-signing-policy';
import type * as untrusted from './untrusted-signatures';

/**
 * Refuses drivers whose signatures do not satisfy the signing policy: see
 * {@link applySigningPolicy} and, for `test`, `untrustedSignatures`.
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
  const problems = decision.policy === 'test' ? await untrustedSignatures(drivers, files) : [];
  return throwIfErrors([
    ...applySigningPolicy(drivers, decision),
    ...groupProblems(problems).map((problem) => errorDiagnostic(problem)),
  ]);
}

/** The code that reads catalogs is loaded only if they are read again. */
const untrustedSignatures: typeof untrusted.untrustedSignatures = (drivers, files) =>
  (require('./untrusted-signatures') as typeof untrusted).untrustedSignatures(drivers, files);
