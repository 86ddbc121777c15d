import { createHash } from 'node:crypto';
import { nullValue, objectIdentifier, sequence } from './der';

/** A digest that Windows knows in signatures. */
export type Digest = 'md5' | 'sha1' | 'sha256';

/** A digest that catalogs hold of files. */
export type FileDigest = Exclude<Digest, 'md5'>;

const DIGESTS: Readonly<Record<Digest, string>> = {
  md5: '1.2.840.113549.2.5',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
};

const RSA_SIGNATURES: Readonly<Record<Digest, string>> = {
  md5: '1.2.840.113549.1.1.4',
  sha1: '1.2.840.113549.1.1.5',
  sha256: '1.2.840.113549.1.1.11',
};

export function digestOf(digest: Digest, bytes: Uint8Array): Buffer {
  return createHash(digest).update(bytes).digest();
}

/** AlgorithmIdentifier of a digest (RFC 3370, 2; RFC 5754, 2). */
export function digestIdentifier(digest: Digest): Buffer {
  return sequence(objectIdentifier(DIGESTS[digest]), nullValue());
}

/** AlgorithmIdentifier of a signature by RSA (RFC 3279, 2.2.1; RFC 4055, 5). */
export function rsaSignatureIdentifier(digest: Digest): Buffer {
  return sequence(objectIdentifier(RSA_SIGNATURES[digest]), nullValue());
}
