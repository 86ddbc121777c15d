import type { Certificate } from './certificate';
import { isSameName } from './distinguished-name';
import type { Signature } from './signature';
import { signatureUnder } from './trust-anchor';

/**
 * Whether a guest that trusts a certificate trusts a signature: the certificate must be that of the
 * signer or of one of its issuers, whether or not it came with the signature.
 */
export function vouchesFor(certificate: Certificate, { chain }: Signature): boolean {
  const isPart = chain.certificates.some(
    ({ encoding }) => Buffer.compare(encoding, certificate.encoding) === 0,
  );
  const last = chain.certificates.at(-1);
  return isPart || (last !== undefined && isIssuer(certificate, last));
}

function isIssuer(issuer: Certificate, certificate: Certificate): boolean {
  return (
    isSameName(issuer.subject, certificate.issuer) &&
    signatureUnder(certificate, issuer.publicKeyInfo) === 'valid'
  );
}
