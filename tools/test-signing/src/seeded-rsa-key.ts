import {
  checkPrimeSync,
  constants,
  createHash,
  createPrivateKey,
  privateEncrypt,
  type KeyObject,
} from 'node:crypto';
import { octetString, sequence } from './der';
import { digestIdentifier, digestOf, type Digest } from './digests';

const PUBLIC_EXPONENT = 65_537n;

/**
 * An RSA key that is made of a text, the same on every call. Whoever knows the text has the key, so that
 * it protects nothing: it is for tests and fixtures that need the same bytes on every machine.
 *
 * @param bits Length of the modulus: a multiple of 16.
 */
export function seededRsaKey(seed: string, bits = 2048): KeyObject {
  const p = primeOf(`${seed} p`, bits / 2);
  const q = primeOf(`${seed} q`, bits / 2);
  const d = inverse(PUBLIC_EXPONENT, (p - 1n) * (q - 1n));
  return createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'RSA',
      n: base64url(p * q),
      e: base64url(PUBLIC_EXPONENT),
      d: base64url(d),
      p: base64url(p),
      q: base64url(q),
      dp: base64url(d % (p - 1n)),
      dq: base64url(d % (q - 1n)),
      qi: base64url(inverse(q, p)),
    },
  });
}

/**
 * Signs by RSASSA-PKCS1-v1_5 (RFC 8017, 8.2.1), which gives the same bytes on every call. OpenSSL is not
 * asked to, since some systems forbid it to sign by SHA-1.
 */
export function signByRsa(key: KeyObject, digest: Digest, bytes: Uint8Array): Buffer {
  const digestInfo = sequence(digestIdentifier(digest), octetString(digestOf(digest, bytes)));
  return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, digestInfo);
}

/** As {@link signByRsa}, but over the bare digest, without `DigestInfo`: as old authorities signed timestamps. */
export function signBareDigestByRsa(key: KeyObject, digest: Digest, bytes: Uint8Array): Buffer {
  return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, digestOf(digest, bytes));
}

/** The first prime from a number on that is made of a text, and that suits the public exponent. */
function primeOf(text: string, bits: number): bigint {
  const blocks = Array.from({ length: Math.ceil(bits / 256) }, (_, index) =>
    createHash('sha256')
      .update(`${text} ${String(index)}`)
      .digest('hex'),
  );
  const number = BigInt(`0x${blocks.join('').slice(0, bits / 4)}`);
  // With both upper bits the product of two primes has all of the bits that were asked for.
  let candidate = number | (3n << BigInt(bits - 2)) | 1n;
  while (candidate % PUBLIC_EXPONENT === 1n || !checkPrimeSync(candidate)) candidate += 2n;
  return candidate;
}

/** The inverse of a number modulo another, by the extended Euclidean algorithm. */
function inverse(number: bigint, modulus: bigint): bigint {
  let [a, b] = [modulus, number % modulus];
  let [x, y] = [0n, 1n];
  while (b !== 0n) {
    const quotient = a / b;
    [a, b] = [b, a - quotient * b];
    [x, y] = [y, x - quotient * y];
  }
  return ((x % modulus) + modulus) % modulus;
}

function base64url(number: bigint): string {
  const hex = number.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
}
