import type { CertificateChain } from './certificate-chain';
import { allows, ATTESTATION, WHQL } from './extended-key-usage';

/**
 * Whether the kernel of Windows 7 x64 trusts the end of a chain. It does not know the roots in the
 * user's store: a commercial certificate needs the cross-certificate of its authority in the
 * signature, while a WHQL signature leads directly to a root of Microsoft ("Cross-Certificates for
 * Kernel Mode Code Signing"; "Kernel-Mode Code Signing Requirements").
 */
export function isTrustedByKernel({ anchor }: CertificateChain): boolean {
  return anchor?.trust === 'microsoft' || anchor?.trust === 'cross-certification';
}

/** Whether Microsoft itself signed, as WHQL and the Hardware Dev Center do. */
export function isSignedByMicrosoft({ anchor }: CertificateChain): boolean {
  return anchor?.trust === 'microsoft';
}

/** How Microsoft came to sign a driver: after tests, or because a known publisher submitted it. */
export type MicrosoftSignature = 'WHQL' | 'attestation';

/**
 * How Microsoft came to sign, from the extended key usages that the whole chain allows ("Driver
 * Signing", on the EKUs of WHQL and of attestation signatures). A signature for both is a WHQL
 * signature.
 *
 * @returns Undefined for signatures of others, and for those of Microsoft that are not for drivers.
 */
export function microsoftSignatureOf(chain: CertificateChain): MicrosoftSignature | undefined {
  if (!isSignedByMicrosoft(chain) || chain.extendedKeyUsages === undefined) return undefined;
  if (allows(chain, WHQL)) return 'WHQL';
  return allows(chain, ATTESTATION) ? 'attestation' : undefined;
}
