import type { Certificate } from './certificate';
import { isSameName, type DistinguishedName } from './distinguished-name';
import { verifySignature, type SignatureStanding } from './verify-signature';

/** Certificates of which each is signed by the next. */
export interface CertificateChain {
  /** That of the signer first; empty if it is not known. */
  readonly certificates: readonly Certificate[];
  /** Who signed the last one: the last one itself if it is a root. */
  readonly root?: DistinguishedName;
  /** What is wrong with a link, as a clause; absent if nothing is. */
  readonly flaw?: string;
}

/** Longer than any that is used. */
const MAXIMUM_LENGTH = 16;

/**
 * Follows the issuers of a certificate as far as they came with the signature. Where both a root and a
 * cross-certificate for it came, the way leads over the cross-certificate, as that of the kernel of Windows.
 *
 * @param certificates Those that came with the signature.
 */
export function certificateChain(
  first: Certificate | undefined,
  certificates: readonly Certificate[],
): CertificateChain {
  const chain: Certificate[] = [];
  let current = first;
  while (current && chain.length < MAXIMUM_LENGTH) {
    chain.push(current);
    const { subject, issuer } = current;
    // A root is trusted for being there: nobody looks at its own signature, which may be by MD2.
    if (isSameName(subject, issuer)) return endOf(chain);
    const issuers = certificates
      .filter((item) => isSameName(item.subject, issuer) && !chain.includes(item))
      .toSorted((a, b) => Number(isSelfIssued(a)) - Number(isSelfIssued(b)));
    if (issuers.length === 0) return endOf(chain);
    const issued: Certificate = current;
    const next = issuers.find((item) => flawOf(issued, item) === undefined);
    if (!next) return endOf(chain, flawOf(issued, issuers[0]));
    current = next;
  }
  return endOf(chain);
}

function isSelfIssued({ subject, issuer }: Certificate): boolean {
  return isSameName(subject, issuer);
}

function endOf(certificates: readonly Certificate[], flaw?: string): CertificateChain {
  const root = certificates.at(-1)?.issuer;
  return {
    certificates,
    ...(root === undefined ? {} : { root }),
    ...(flaw === undefined ? {} : { flaw }),
  };
}

/** What is wrong with the signature of an issuer under a certificate. */
function flawOf(certificate: Certificate, issuer: Certificate | undefined): string | undefined {
  const standing = standingOf(certificate, issuer);
  if (standing === 'valid') return undefined;
  const name = `the certificate "${certificate.subject.text}"`;
  return standing === 'invalid'
    ? `${name} was not signed by the key of its issuer`
    : `whether ${name} was signed by its issuer cannot be told here (${certificate.signatureAlgorithm.name})`;
}

function standingOf(certificate: Certificate, issuer: Certificate | undefined): SignatureStanding {
  const { digestAlgorithm } = certificate.signatureAlgorithm;
  if (digestAlgorithm === undefined || issuer === undefined) return 'unknown';
  return verifySignature(
    issuer.publicKeyInfo,
    digestAlgorithm,
    certificate.toBeSigned,
    certificate.signature,
  );
}
