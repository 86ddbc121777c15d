import { constants, generateKeyPairSync, privateEncrypt, sign, type KeyObject } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { DIGEST_ALGORITHMS, digest } from './digest-algorithm';
import { verifySignature } from './verify-signature';

const bytes = Buffer.from('signed');
const spki = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' });

describe('RSASSA-PKCS1-v1_5 (RFC 8017, 8.2)', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const key = spki(publicKey);

  test.each(DIGEST_ALGORITHMS)('by %s', (algorithm) => {
    const signature = sign(algorithm, bytes, privateKey);
    expect(verifySignature(key, algorithm, bytes, signature)).toBe('valid');
    expect(verifySignature(key, algorithm, Buffer.from('other'), signature)).toBe('invalid');
    const other = algorithm === 'sha1' ? 'sha256' : 'sha1';
    expect(verifySignature(key, other, bytes, signature)).toBe('invalid');
  });

  test.each([
    ['a digest without its algorithm', digest('sha1', bytes)],
    ['something behind the digest', Buffer.concat([digestInfo(), Buffer.of(0)])],
    [
      'parameters other than NULL',
      Buffer.from(digestInfo().toString('hex').replace('0500', '0400'), 'hex'),
    ],
  ])('%s is none', (_, encoded) => {
    const signature = privateEncrypt(
      { key: privateKey, padding: constants.RSA_PKCS1_PADDING },
      encoded,
    );
    expect(verifySignature(key, 'sha1', bytes, signature)).toBe('invalid');
  });

  test.each([
    ['nothing', Buffer.of()],
    ['zeros', Buffer.alloc(128)],
    ['a number greater than the modulus', Buffer.alloc(128, 0xff)],
    ['too many bytes', Buffer.alloc(1000, 1)],
  ])('%s is none', (_, signature) => {
    expect(verifySignature(key, 'sha1', bytes, signature)).toBe('invalid');
  });

  function digestInfo(): Buffer {
    return Buffer.concat([
      Buffer.from('3021300906052b0e03021a05000414', 'hex'),
      digest('sha1', bytes),
    ]);
  }
});

test('ECDSA', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signature = sign('sha256', bytes, privateKey);
  expect(verifySignature(spki(publicKey), 'sha256', bytes, signature)).toBe('valid');
  expect(verifySignature(spki(publicKey), 'sha256', Buffer.of(), signature)).toBe('invalid');
});

test('what cannot be told', () => {
  expect(verifySignature(Buffer.from('no key'), 'sha1', bytes, bytes)).toBe('unknown');
  const { publicKey } = generateKeyPairSync('ed25519');
  expect(verifySignature(spki(publicKey), 'sha1', bytes, Buffer.alloc(64))).toBe('unknown');
});
