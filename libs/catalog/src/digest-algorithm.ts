import { createHash } from 'node:crypto';
import { Asn1Error } from './asn1-error';
import type { BerValue } from './ber';
import { elementsOf, objectIdentifierOf } from './fields';

/** The digests that Windows 7 and its updates know, weakest first. */
export const DIGEST_ALGORITHMS = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'] as const;

export type DigestAlgorithm = (typeof DIGEST_ALGORITHMS)[number];

const OBJECT_IDENTIFIERS: Readonly<Record<DigestAlgorithm, string>> = {
  md5: '1.2.840.113549.2.5',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};

/** Their usual spelling. */
const NAMES: Readonly<Record<DigestAlgorithm, string>> = {
  md5: 'MD5',
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
};

/** The usual name: `SHA-256`. */
export function digestName(algorithm: DigestAlgorithm): string {
  return NAMES[algorithm];
}

/** The digest of consecutive parts. */
export function digest(algorithm: DigestAlgorithm, ...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/**
 * Reads an AlgorithmIdentifier (RFC 5280, 4.1.1.2) of a digest.
 *
 * @throws Asn1Error if it is not one, or if the digest is unknown here.
 */
export function digestAlgorithmOf(value: BerValue | undefined, what: string): DigestAlgorithm {
  const dotted = objectIdentifierOf(elementsOf('SEQUENCE', value, what)[0], what);
  const algorithm = DIGEST_ALGORITHMS.find((name) => OBJECT_IDENTIFIERS[name] === dotted);
  if (algorithm === undefined) throw new Asn1Error(`${what} is ${dotted}, which is not known here`);
  return algorithm;
}
