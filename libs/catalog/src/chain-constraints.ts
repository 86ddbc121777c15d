import type { Certificate } from './certificate';
import { isSameName } from './distinguished-name';

/**
 * Checks the constraints of the certificates in a chain (RFC 5280, 6.1.4, (k) to (n)): each issuer
 * must be an authority, have no more authorities below it than it allows, and be allowed to sign
 * certificates. The signer must be allowed to sign.
 *
 * @param certificates The signer's certificate first, without the trust anchor's. Only the name and
 *   the key of a trust anchor count (6.1.1 (d)), so it may be of version 1.
 * @returns What is wrong, as a clause; undefined if nothing is.
 */
export function constraintFlaw(certificates: readonly Certificate[]): string | undefined {
  for (const [index, certificate] of certificates.entries()) {
    const flaw =
      index === 0
        ? signerFlaw(certificate)
        : authorityFlaw(certificate, certificates.slice(1, index));
    if (flaw !== undefined) return `the certificate "${certificate.subject.text}" ${flaw}`;
  }
  return undefined;
}

function signerFlaw({ keyUsages }: Certificate): string | undefined {
  // Either usage lets a key sign something other than certificates (RFC 5280, 4.2.1.3).
  const isForSignatures =
    keyUsages === undefined ||
    keyUsages.includes('digitalSignature') ||
    keyUsages.includes('nonRepudiation');
  return isForSignatures ? undefined : 'may not sign, according to its key usage';
}

/** @param below How many authorities are between it and the signer. */
function authorityFlaw(
  { basicConstraints, keyUsages }: Certificate,
  below: readonly Certificate[],
): string | undefined {
  if (basicConstraints?.isAuthority !== true) {
    return 'is not that of a certificate authority, but issued another one';
  }
  const { pathLength } = basicConstraints;
  const authorities = below.filter(({ subject, issuer }) => !isSameName(subject, issuer));
  if (pathLength !== undefined && authorities.length > pathLength) {
    return `allows ${String(pathLength)} authorities below it, and there are ${String(authorities.length)}`;
  }
  if (keyUsages !== undefined && !keyUsages.includes('keyCertSign')) {
    return 'may not sign certificates, according to its key usage';
  }
  return undefined;
}
