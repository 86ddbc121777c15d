import { constants, createPublicKey, publicDecrypt, verify, type KeyObject } from 'node:crypto';
import { digest, type DigestAlgorithm } from './digest-algorithm';

/** The DER encoding of DigestInfo, up to the digest (RFC 8017, 9.2, note 1). */
const DIGEST_INFO_PREFIXES: Readonly<Record<DigestAlgorithm, Buffer>> = {
  md5: Buffer.from('3020300c06082a864886f70d020505000410', 'hex'),
  sha1: Buffer.from('3021300906052b0e03021a05000414', 'hex'),
  sha256: Buffer.from('3031300d060960864801650304020105000420', 'hex'),
  sha384: Buffer.from('3041300d060960864801650304020205000430', 'hex'),
  sha512: Buffer.from('3051300d060960864801650304020305000440', 'hex'),
};

/** Whether a signature is valid; `unknown` if that cannot be determined here. */
export type SignatureStanding = 'valid' | 'invalid' | 'unknown';

/**
 * Verifies a signature: RSASSA-PKCS1-v1_5 (RFC 8017, 8.2.2) and everything else that Node.js
 * supports.
 *
 * Some systems forbid OpenSSL to verify signatures over MD5 or SHA-1, or keys of 1024 bits. What
 * Windows 7 accepts does not depend on that, so RSA signatures are decrypted and compared here.
 *
 * @param publicKeyInfo SubjectPublicKeyInfo (RFC 5280, 4.1.2.7), DER.
 */
export function verifySignature(
  publicKeyInfo: Uint8Array,
  algorithm: DigestAlgorithm,
  signed: Uint8Array,
  signature: Uint8Array,
): SignatureStanding {
  const key = publicKeyOf(publicKeyInfo);
  if (key === undefined) return 'unknown';
  if (key.asymmetricKeyType === 'rsa') {
    return isRsaSignature(key, algorithm, signed, signature) ? 'valid' : 'invalid';
  }
  try {
    return verify(algorithm, signed, key, signature) ? 'valid' : 'invalid';
  } catch {
    return 'unknown';
  }
}

/**
 * Keys by their encoding. Every signed file carries the certificates of a few authorities, and
 * OpenSSL takes a while to read a key.
 */
const knownKeys = new Map<string, KeyObject | undefined>();

/** More keys than the drivers of any image have, and few enough to keep. */
const MAXIMUM_KNOWN_KEYS = 1000;

/** The key of a SubjectPublicKeyInfo; undefined if OpenSSL does not support its kind. */
export function publicKeyOf(publicKeyInfo: Uint8Array): KeyObject | undefined {
  const der = Buffer.from(publicKeyInfo);
  const encoding = der.toString('base64');
  if (knownKeys.has(encoding)) return knownKeys.get(encoding);
  if (knownKeys.size >= MAXIMUM_KNOWN_KEYS) knownKeys.clear();
  const key = readPublicKey(der);
  knownKeys.set(encoding, key);
  return key;
}

function readPublicKey(der: Buffer): KeyObject | undefined {
  try {
    return createPublicKey({ key: der, format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

/**
 * Verifies an RSA signature over the bare digest: padded as in RSASSA-PKCS1-v1_5, but without the
 * `DigestInfo` of RFC 8017, 9.2. VeriSign, Symantec and Thawte made timestamps like this until
 * 2018, by SHA-1 and MD5, and Windows accepts them (mtrojnar/osslsigncode#243; a quarter of the
 * genuine catalogs that this was measured with have one). For anything but such a timestamp this
 * form is not valid.
 *
 * @param publicKeyInfo SubjectPublicKeyInfo (RFC 5280, 4.1.2.7), DER.
 */
export function isBareDigestSignature(
  publicKeyInfo: Uint8Array,
  algorithm: DigestAlgorithm,
  signed: Uint8Array,
  signature: Uint8Array,
): boolean {
  const key = publicKeyOf(publicKeyInfo);
  if (key?.asymmetricKeyType !== 'rsa') return false;
  if (algorithm !== 'sha1' && algorithm !== 'md5') return false;
  return opened(key, signature)?.equals(digest(algorithm, signed)) ?? false;
}

function isRsaSignature(
  key: KeyObject,
  algorithm: DigestAlgorithm,
  signed: Uint8Array,
  signature: Uint8Array,
): boolean {
  const digestInfo = Buffer.concat([DIGEST_INFO_PREFIXES[algorithm], digest(algorithm, signed)]);
  return opened(key, signature)?.equals(digestInfo) ?? false;
}

/**
 * The plaintext of an RSA signature, without its padding; undefined if the padding is not that of
 * PKCS #1.
 */
function opened(key: KeyObject, signature: Uint8Array): Buffer | undefined {
  try {
    return publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature);
  } catch {
    return undefined;
  }
}
