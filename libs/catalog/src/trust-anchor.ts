import { readCertificate, type Certificate } from './certificate';
import { isSameName, type DistinguishedName } from './distinguished-name';
import { verifySignature, type SignatureStanding } from './verify-signature';

/**
 * What Windows 7 trusts a root for:
 *
 * - `microsoft`: what Microsoft signs, also as code of the kernel;
 * - `cross-certification`: code of the kernel, by a cross-certificate of a commercial authority;
 * - `authority`: code and timestamps of users, but not code of the kernel;
 * - `time-stamping`: timestamps alone.
 */
export type Trust = 'microsoft' | 'cross-certification' | 'authority' | 'time-stamping';

/** A name and the key that is trusted under it (RFC 5280, 6.1.1 (d)). */
export interface TrustAnchor {
  /** The text of the name, by which anchors are looked through before their certificates are read. */
  readonly subject: string;
  readonly name: DistinguishedName;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKeyInfo: Uint8Array;
  readonly trust: Trust;
  /** The purposes that the root's own certificate names, in dotted notation; undefined: any. */
  readonly extendedKeyUsages: readonly string[] | undefined;
}

/** The anchor that a root certificate is. @throws Asn1Error if the bytes are no certificate. */
export function trustAnchorOf(der: Uint8Array, trust: Trust): TrustAnchor {
  const { subject, publicKeyInfo, extendedKeyUsages } = readCertificate(der);
  return { subject: subject.text, name: subject, publicKeyInfo, trust, extendedKeyUsages };
}

/**
 * Whether a certificate is of the anchor's name and key: the root itself, or a cross-certificate for it. By whom it
 * is signed does not matter then.
 */
export function isOfAnchor(certificate: Certificate, anchor: TrustAnchor): boolean {
  return (
    isNameOf(certificate.subject, anchor) &&
    Buffer.compare(certificate.publicKeyInfo, anchor.publicKeyInfo) === 0
  );
}

/** Whether the key of an anchor signed a certificate that names it as its issuer. */
export function isIssuedByAnchor(certificate: Certificate, anchor: TrustAnchor): boolean {
  return (
    isNameOf(certificate.issuer, anchor) &&
    signatureUnder(certificate, anchor.publicKeyInfo) === 'valid'
  );
}

function isNameOf(name: DistinguishedName, anchor: TrustAnchor): boolean {
  return name.text === anchor.subject && isSameName(name, anchor.name);
}

/** What is known already of the signatures of certificates, by the key of an issuer. */
const knownStandings = new WeakMap<Certificate, Map<string, SignatureStanding>>();

/**
 * Whether the signature of a certificate is by a key. Each is verified once: the same chains come with every file of
 * a driver.
 *
 * @param publicKeyInfo SubjectPublicKeyInfo, DER.
 */
export function signatureUnder(
  certificate: Certificate,
  publicKeyInfo: Uint8Array,
): SignatureStanding {
  const { toBeSigned, signature } = certificate;
  const { digestAlgorithm } = certificate.signatureAlgorithm;
  if (digestAlgorithm === undefined) return 'unknown';
  let byKey = knownStandings.get(certificate);
  if (byKey === undefined) knownStandings.set(certificate, (byKey = new Map()));
  const key = Buffer.from(publicKeyInfo).toString('latin1');
  let standing = byKey.get(key);
  if (standing === undefined) {
    standing = verifySignature(publicKeyInfo, digestAlgorithm, toBeSigned, signature);
    byKey.set(key, standing);
  }
  return standing;
}
