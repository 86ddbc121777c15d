import { readCertificate, type Certificate } from './certificate';
import { isSameName, type DistinguishedName } from './distinguished-name';
import { verifySignature, type SignatureStanding } from './verify-signature';

/**
 * What Windows 7 trusts a root for:
 *
 * - `microsoft`: everything that Microsoft signs, including kernel code;
 * - `cross-certification`: kernel code, through a cross-certificate of a commercial authority;
 * - `authority`: user-mode code and timestamps, but not kernel code;
 * - `time-stamping`: timestamps alone.
 */
export type Trust = 'microsoft' | 'cross-certification' | 'authority' | 'time-stamping';

/** A name and the key that is trusted under it (RFC 5280, 6.1.1 (d)). */
export interface TrustAnchor {
  /** The text of the name, which allows searching anchors before their certificates are read. */
  readonly subject: string;
  readonly name: DistinguishedName;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKeyInfo: Uint8Array;
  readonly trust: Trust;
  /** The purposes that the root's own certificate names, in dotted notation; undefined: any. */
  readonly extendedKeyUsages: readonly string[] | undefined;
}

/** The anchor for a root certificate. @throws Asn1Error if the bytes are not a certificate. */
export function trustAnchorOf(der: Uint8Array, trust: Trust): TrustAnchor {
  const { subject, publicKeyInfo, extendedKeyUsages } = readCertificate(der);
  return { subject: subject.text, name: subject, publicKeyInfo, trust, extendedKeyUsages };
}

/**
 * Whether a certificate has the anchor's name and key: it is the root itself, or a
 * cross-certificate for it. Its own signature does not matter then.
 */
export function isOfAnchor(certificate: Certificate, anchor: TrustAnchor): boolean {
  return (
    isNameOf(certificate.subject, anchor) &&
    Buffer.compare(certificate.publicKeyInfo, anchor.publicKeyInfo) === 0
  );
}

/** Whether an anchor's key signed a certificate that names the anchor as its issuer. */
export function isIssuedByAnchor(certificate: Certificate, anchor: TrustAnchor): boolean {
  return (
    isNameOf(certificate.issuer, anchor) &&
    signatureUnder(certificate, anchor.publicKeyInfo) === 'valid'
  );
}

function isNameOf(name: DistinguishedName, anchor: TrustAnchor): boolean {
  return name.text === anchor.subject && isSameName(name, anchor.name);
}

/** Results of verified certificate signatures, by the key of the issuer. */
const knownStandings = new WeakMap<Certificate, Map<string, SignatureStanding>>();

/**
 * Whether a key made the signature of a certificate. Each is verified once, since every file of a
 * driver carries the same chains.
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
