import type { BerValue } from './ber';
import type { DigestAlgorithm } from './digest-algorithm';
import { elementsOf, objectIdentifierOf } from './fields';

/** The algorithm of a certificate's signature. */
export interface SignatureAlgorithm {
  /** The name in RFC 3279 and its successors, or the dotted notation. */
  readonly name: string;
  /** Absent for unknown algorithms. */
  readonly digestAlgorithm?: DigestAlgorithm;
}

/** RFC 3279, 2.2; RFC 4055, 5; RFC 5758, 3. SHA-1 with RSA also has an older identifier. */
const KNOWN: ReadonlyMap<string, Required<SignatureAlgorithm>> = new Map([
  ['1.2.840.113549.1.1.4', { name: 'md5WithRSAEncryption', digestAlgorithm: 'md5' }],
  ['1.2.840.113549.1.1.5', { name: 'sha1WithRSAEncryption', digestAlgorithm: 'sha1' }],
  ['1.3.14.3.2.29', { name: 'sha1WithRSAEncryption', digestAlgorithm: 'sha1' }],
  ['1.2.840.113549.1.1.11', { name: 'sha256WithRSAEncryption', digestAlgorithm: 'sha256' }],
  ['1.2.840.113549.1.1.12', { name: 'sha384WithRSAEncryption', digestAlgorithm: 'sha384' }],
  ['1.2.840.113549.1.1.13', { name: 'sha512WithRSAEncryption', digestAlgorithm: 'sha512' }],
  ['1.2.840.10045.4.1', { name: 'ecdsa-with-SHA1', digestAlgorithm: 'sha1' }],
  ['1.2.840.10045.4.3.2', { name: 'ecdsa-with-SHA256', digestAlgorithm: 'sha256' }],
  ['1.2.840.10045.4.3.3', { name: 'ecdsa-with-SHA384', digestAlgorithm: 'sha384' }],
  ['1.2.840.10045.4.3.4', { name: 'ecdsa-with-SHA512', digestAlgorithm: 'sha512' }],
]);

/**
 * Reads an AlgorithmIdentifier (RFC 5280, 4.1.1.2) of a signature. @throws Asn1Error if it is not
 * one.
 */
export function signatureAlgorithmOf(
  value: BerValue | undefined,
  what: string,
): SignatureAlgorithm {
  const dotted = objectIdentifierOf(elementsOf('SEQUENCE', value, what)[0], what);
  return KNOWN.get(dotted) ?? { name: dotted };
}
