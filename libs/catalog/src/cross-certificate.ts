import type { Certificate } from './certificate';
import type { CertificateChain } from './certificate-chain';

/**
 * The certificate that Microsoft issued for the root of a commercial authority, in a chain that leads over it
 * ("Cross-Certificates for Kernel Mode Code Signing"). Only the kernel follows it: in user mode a chain leads to that
 * root itself, which the store of the guest holds.
 */
export function crossCertificateOf({
  certificates,
  anchor,
}: CertificateChain): Certificate | undefined {
  return anchor?.trust === 'cross-certification' ? certificates.at(-1) : undefined;
}
