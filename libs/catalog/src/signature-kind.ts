import { isSignedByMicrosoft, microsoftSignatureOf } from './kernel-root';
import { signatureTrust } from './kernel-mode-trust';
import type { Signature } from './signature';

/** The kinds of driver signatures that Microsoft's pages on kernel-mode drivers distinguish. */
export type SignatureKind =
  | 'WHQL'
  | 'attestation'
  /** By Microsoft itself, but neither of the two: parts of Windows, and co-installers. */
  | 'Microsoft'
  /** Through a cross-certificate, with a certificate that was issued before 2015-07-29. */
  | 'cross-signed before 2015-07-29'
  | 'cross-signed'
  /** By a signer that the kernel does not know. */
  | 'other';

/** "An end-entity certificate issued prior to July 29th 2015" ("Driver Signing Policy"). In seconds since 1970. */
const FIRST_DAY_OF_POLICY = Date.UTC(2015, 6, 29) / 1000;

/** The kind of a signature. One that kernels do not trust, such as an invalid one, is `other`. */
export function signatureKind(signature: Signature): SignatureKind {
  if (signatureTrust(signature) === 'untrusted') return 'other';
  const byMicrosoft = microsoftSignatureOf(signature.chain);
  if (byMicrosoft !== undefined) return byMicrosoft;
  if (isSignedByMicrosoft(signature.chain)) return 'Microsoft';
  const issued = signature.signer?.notBefore ?? FIRST_DAY_OF_POLICY;
  return issued < FIRST_DAY_OF_POLICY ? 'cross-signed before 2015-07-29' : 'cross-signed';
}
