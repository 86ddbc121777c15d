import { isSignedByMicrosoft, microsoftSignatureOf } from './kernel-root';
import { signatureTrust } from './kernel-mode-trust';
import type { Signature } from './signature';

/** Who signed a driver, as Microsoft's pages on signatures of kernel-mode drivers tell them apart. */
export type SignatureKind =
  | 'WHQL'
  | 'attestation'
  /** By Microsoft itself, for neither of the two: parts of Windows, and co-installers. */
  | 'Microsoft'
  /** By way of a cross-certificate, with a certificate that was issued before 2015-07-29. */
  | 'cross-signed before 2015-07-29'
  | 'cross-signed'
  /** By whom the kernel does not know. */
  | 'other';

/** "An end-entity certificate issued prior to July 29th 2015" ("Driver Signing Policy"). In seconds since 1970. */
const FIRST_DAY_OF_POLICY = Date.UTC(2015, 6, 29) / 1000;

/** The kind of a signature. One that is not valid in itself is of nobody. */
export function signatureKind(signature: Signature): SignatureKind {
  if (signatureTrust(signature) === 'untrusted') return 'other';
  const byMicrosoft = microsoftSignatureOf(signature.chain);
  if (byMicrosoft !== undefined) return byMicrosoft;
  if (isSignedByMicrosoft(signature.chain)) return 'Microsoft';
  const issued = signature.signer?.notBefore ?? FIRST_DAY_OF_POLICY;
  return issued < FIRST_DAY_OF_POLICY ? 'cross-signed before 2015-07-29' : 'cross-signed';
}
