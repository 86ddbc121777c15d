import type { Certificate } from './certificate';
import { digest } from './digest-algorithm';
import { octetsOf } from './fields';
import { attributeValue, type SignerInfo } from './signed-data';
import { isBareDigestSignature, verifySignature, type SignatureStanding } from './verify-signature';

/** The result of verifying a signature over some content. */
export interface SignerStanding {
  /** Whether the content is the one that was signed, by its digest. */
  readonly isContentIntact: boolean;
  /** Whether the signer's key made the signature. */
  readonly signature: SignatureStanding;
}

const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';

/** The certificate of a signer among those that came with the signature. */
export function certificateOfSigner(
  { issuerAndSerialNumber: identifier }: SignerInfo,
  certificates: readonly Certificate[],
): Certificate | undefined {
  if (identifier === undefined) return undefined;
  return certificates.find(
    ({ issuer, serialNumber }) =>
      serialNumber === identifier.serialNumber &&
      Buffer.compare(issuer.encoding, identifier.issuer) === 0,
  );
}

/**
 * Verifies a signature over content (RFC 5652, 5.6).
 *
 * @param signedOctets The content.
 */
export function verifySigner(
  signer: SignerInfo,
  certificate: Certificate,
  signedOctets: Uint8Array,
): SignerStanding {
  const { digestAlgorithm, signedAttributes, signature } = signer;
  const verify = (octets: Uint8Array): SignatureStanding =>
    verifySignature(certificate.publicKeyInfo, digestAlgorithm, octets, signature);
  if (signedAttributes === undefined) {
    // Without signed attributes there is no separate digest of the content: the signature covers
    // the content itself.
    const standing = verify(signedOctets);
    return { isContentIntact: standing === 'valid', signature: standing };
  }
  const messageDigest = attributeValue(signedAttributes.attributes, MESSAGE_DIGEST);
  return {
    isContentIntact:
      messageDigest !== undefined &&
      digest(digestAlgorithm, signedOctets).equals(octetsOf(messageDigest, 'the message digest')),
    signature: verify(signedAttributes.signedOctets),
  };
}

/**
 * Like {@link verifySigner}, for a countersignature (RFC 2985, 5.3.6), which may also be over the
 * bare digest: see {@link isBareDigestSignature}.
 *
 * @param signedOctets The signature that is countersigned.
 */
export function verifyCountersigner(
  authority: SignerInfo,
  certificate: Certificate,
  signedOctets: Uint8Array,
): SignerStanding {
  const standing = verifySigner(authority, certificate, signedOctets);
  const { digestAlgorithm, signedAttributes, signature } = authority;
  if (standing.signature !== 'invalid' || signedAttributes === undefined) return standing;
  const isBare = isBareDigestSignature(
    certificate.publicKeyInfo,
    digestAlgorithm,
    signedAttributes.signedOctets,
    signature,
  );
  return isBare ? { ...standing, signature: 'valid' } : standing;
}
