import type { Certificate } from './certificate';
import { CODE_VERIFICATION_ROOT } from './kernel-root';

/**
 * Whether a certificate is one that Microsoft issued for the root of a commercial authority ("Cross-Certificates for
 * Kernel Mode Code Signing"). Only the kernel follows it: in user mode a chain leads to that root itself, which
 * the store of the guest holds.
 */
export function isCrossCertificate({ issuer }: Certificate): boolean {
  return issuer.text === CODE_VERIFICATION_ROOT;
}
