import { decodeBer, type BerValue } from './ber';
import { digest } from './digest-algorithm';
import { distinguishedNameOf, type DistinguishedName } from './distinguished-name';
import { extensionsOf, type CertificateExtensions } from './extensions';
import {
  bitStringOctetsOf,
  elementsOf,
  integerOctetsOf,
  isTagged,
  objectIdentifierOf,
  timeOf,
} from './fields';
import { signatureAlgorithmOf, type SignatureAlgorithm } from './signature-algorithm';
import { publicKeyOf } from './verify-signature';

/** The parts of an X.509 certificate (RFC 5280, 4.1) that driver signatures need. */
export interface Certificate extends CertificateExtensions {
  readonly subject: DistinguishedName;
  readonly issuer: DistinguishedName;
  /** In hexadecimal, lower case, as encoded. */
  readonly serialNumber: string;
  /** In seconds since 1970, inclusive. */
  readonly notBefore: number;
  /** In seconds since 1970, inclusive. */
  readonly notAfter: number;
  /** `RSA 2048`, or the dotted notation of an unknown kind. */
  readonly key: string;
  readonly signatureAlgorithm: SignatureAlgorithm;
  /** SHA-1 of the encoding, in hexadecimal: what Windows shows as the thumbprint. */
  readonly thumbprint: string;
  readonly encoding: Uint8Array;
  /** TBSCertificate: the part that the issuer signed. */
  readonly toBeSigned: Uint8Array;
  readonly signature: Uint8Array;
  /** SubjectPublicKeyInfo. */
  readonly publicKeyInfo: Uint8Array;
}

/** Reads a certificate in DER. @throws Asn1Error if it is not one. */
export function readCertificate(der: Uint8Array): Certificate {
  return certificateOf(decodeBer(der, 'the certificate'));
}

/**
 * Certificates by their encoding. Every signed file carries those of a few authorities, and reading
 * one takes as long as verifying a signature.
 */
const knownCertificates = new Map<string, Certificate>();

/** More than the drivers of any image have, and few enough to keep. */
const MAXIMUM_KNOWN_CERTIFICATES = 1000;

/** Reads a certificate inside another structure. @throws Asn1Error if it is not one. */
export function certificateOf(value: BerValue): Certificate {
  const bytes = Buffer.from(value.encoding);
  const encoding = bytes.toString('latin1');
  let certificate = knownCertificates.get(encoding);
  if (certificate === undefined) {
    // Reads a copy, so that the certificate does not keep its whole file in memory.
    certificate = certificateIn(decodeBer(bytes, 'the certificate'));
    if (knownCertificates.size >= MAXIMUM_KNOWN_CERTIFICATES) knownCertificates.clear();
    knownCertificates.set(encoding, certificate);
  }
  return certificate;
}

function certificateIn(value: BerValue): Certificate {
  const [toBeSigned, algorithm, signature] = elementsOf('SEQUENCE', value, 'the certificate');
  // version [0] EXPLICIT, serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo ...
  const fields = elementsOf('SEQUENCE', toBeSigned, 'TBSCertificate');
  const start = isTagged(0, fields[0]) ? 1 : 0;
  const [serialNumber, , issuer, validity, subject, publicKeyInfo] = fields.slice(start);
  const [notBefore, notAfter] = elementsOf('SEQUENCE', validity, 'the validity');
  return {
    subject: distinguishedNameOf(subject, 'the subject'),
    issuer: distinguishedNameOf(issuer, 'the issuer'),
    serialNumber: hex(integerOctetsOf(serialNumber, 'the serial number')),
    notBefore: timeOf(notBefore, 'notBefore'),
    notAfter: timeOf(notAfter, 'notAfter'),
    key: keyDescription(publicKeyInfo),
    signatureAlgorithm: signatureAlgorithmOf(algorithm, 'the signature algorithm'),
    ...extensionsOf(fields.find((field) => isTagged(3, field))),
    thumbprint: hex(digest('sha1', value.encoding)),
    encoding: value.encoding,
    toBeSigned: toBeSigned?.encoding ?? new Uint8Array(),
    signature: bitStringOctetsOf(signature, 'the signature of the certificate'),
    publicKeyInfo: publicKeyInfo?.encoding ?? new Uint8Array(),
  };
}

/** Whether a certificate is valid at a time, in seconds since 1970. */
export function isValidAt({ notBefore, notAfter }: Certificate, time: number): boolean {
  return notBefore <= time && time <= notAfter;
}

function keyDescription(publicKeyInfo: BerValue | undefined): string {
  const [algorithm] = elementsOf('SEQUENCE', publicKeyInfo, 'SubjectPublicKeyInfo');
  const dotted = objectIdentifierOf(
    elementsOf('SEQUENCE', algorithm, 'the algorithm of the key')[0],
    'the algorithm of the key',
  );
  const key = publicKeyOf(publicKeyInfo?.encoding ?? new Uint8Array());
  const { modulusLength, namedCurve } = key?.asymmetricKeyDetails ?? {};
  const size = modulusLength ?? namedCurve;
  if (key === undefined || size === undefined) return dotted;
  return `${(key.asymmetricKeyType ?? dotted).toUpperCase()} ${String(size)}`;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
