import type { Certificate } from './certificate';
import type { CertificateChain } from './certificate-chain';

/**
 * The certificate that Microsoft issued for the root of a commercial authority, if a chain goes
 * through it ("Cross-Certificates for Kernel Mode Code Signing"). Only the kernel uses it: in user
 * mode the chain ends at that root itself, which is in the guest's store.
 */
export function crossCertificateOf({
  certificates,
  anchor,
}: CertificateChain): Certificate | undefined {
  return anchor?.trust === 'cross-certification' ? certificates.at(-1) : undefined;
}
