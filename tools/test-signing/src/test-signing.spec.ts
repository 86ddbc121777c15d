import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { catalog } from './catalog';
import { identity } from './identity';
import { seededRsaKey, signByRsa } from './seeded-rsa-key';
import { countersignature } from './timestamps';

describe('a key that is made of a text', () => {
  test.each([1024, 2048])('has %i bits, and is the same on every call', (bits) => {
    const key = seededRsaKey('a text', bits);
    expect(key.asymmetricKeyDetails).toMatchObject({ modulusLength: bits });
    expect(key.equals(seededRsaKey('a text', bits))).toBe(true);
    expect(key.equals(seededRsaKey('another text', bits))).toBe(false);
  });

  test('makes signatures that OpenSSL verifies, the same on every call', () => {
    const key = seededRsaKey('a text', 1024);
    const bytes = Buffer.from('signed');
    const signature = signByRsa(key, 'sha256', bytes);
    expect(verify('sha256', bytes, createPublicKey(key), signature)).toBe(true);
    expect(signature).toEqual(signByRsa(key, 'sha256', bytes));
  });
});

test('a certificate is one of its key, signed by its issuer', () => {
  const root = identity({ name: { C: 'US', CN: 'Test root' }, bits: 1024 });
  const signer = identity({ name: { CN: 'Test signer' }, issuer: root, bits: 1024 });
  const certificate = new X509Certificate(signer.certificate);
  expect(certificate.subject).toBe('CN=Test signer');
  expect(certificate.issuer).toBe('C=US\nCN=Test root');
  expect(certificate.verify(new X509Certificate(root.certificate).publicKey)).toBe(true);
  expect(certificate.checkIssued(new X509Certificate(root.certificate))).toBe(true);
});

test('a catalog is the same on every call', () => {
  const make = (): Buffer => {
    const signer = identity({ name: { CN: 'Test signer' }, bits: 1024 });
    return catalog({
      members: [
        {
          digests: { sha1: '00'.repeat(20), sha256: '00'.repeat(32) },
          subject: 'flat',
          file: 'a.inf',
        },
      ],
      signature: {
        signer,
        digest: 'sha1',
        unsignedAttributes: countersignature(signer, '200101000000Z', 'sha1'),
      },
    });
  };
  expect(make()).toEqual(make());
});
