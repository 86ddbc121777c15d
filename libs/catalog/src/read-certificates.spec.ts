import { catalog } from '@aero-guest-tools/test-signing';
import { describe, expect, test } from '@jest/globals';
import { CatalogError } from './catalog-error';
import { readCertificates } from './read-certificates';
import {
  catalogOptions,
  commercialSigner,
  releaseSignature,
  signedDriver,
  testIdentity,
} from './signed-driver.fixture';
import { vouchesFor } from './vouches-for';

const root = testIdentity({ name: { CN: 'Test root' } });
const signer = testIdentity({ name: { CN: 'Test signer' }, issuer: root });

function pem(der: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\r\n${der.toString('base64').replaceAll(/.{64}/g, '$&\r\n')}\r\n-----END CERTIFICATE-----\r\n`;
}

describe('certificates are read', () => {
  test.each([
    ['in DER', signer.certificate, ['Test signer']],
    ['in PEM', Buffer.from(pem(signer.certificate)), ['Test signer']],
    [
      'several in PEM',
      Buffer.from(`# first\n${pem(signer.certificate)}\n${pem(root.certificate)}`),
      ['Test signer', 'Test root'],
    ],
    [
      'in a bundle of PKCS #7',
      catalog({ members: [], signature: { signer, digest: 'sha1' } }),
      ['Test signer', 'Test root'],
    ],
  ])('%s', (_, bytes, names) => {
    const found = readCertificates(bytes, 'a.cer');
    expect(found.map(({ subject }) => subject.commonName)).toEqual(names);
  });

  test.each([
    ['a text', Buffer.from('no certificate')],
    ['PEM of something else', Buffer.from(pem(Buffer.from('no certificate')))],
    ['a truncated one', signer.certificate.subarray(0, -1)],
    ['a catalog that nobody signed', catalog({ members: [] })],
  ])('but not %s', (_, bytes) => {
    expect(() => readCertificates(bytes, 'a.cer')).toThrow(CatalogError);
  });
});

describe('rules 11: a guest that trusts a certificate trusts a signature', () => {
  const signatureOf = (identity: typeof signer, certificates = identity.certificates) => {
    const signature = { ...releaseSignature(identity), certificates };
    const found = signedDriver({ catalog: catalog({ ...catalogOptions(), signature }) });
    if (!found.catalog.signature) throw new Error('not signed');
    return found.catalog.signature;
  };
  const vouches = (der: Buffer, signature = signatureOf(signer)): readonly boolean[] =>
    readCertificates(der, 'a.cer').map((certificate) => vouchesFor(certificate, signature));

  test('that of the signer, or of its issuer', () => {
    expect(vouches(signer.certificate)).toEqual([true]);
    expect(vouches(root.certificate)).toEqual([true]);
  });

  test('that of its issuer, which did not come with the signature', () => {
    expect(vouches(root.certificate, signatureOf(signer, [signer.certificate]))).toEqual([true]);
  });

  test('not that of somebody else, nor one of the same name', () => {
    expect(vouches(commercialSigner().certificate)).toEqual([false]);
    const impostor = testIdentity({ name: { CN: 'Test root' }, seed: 'another key' });
    expect(vouches(impostor.certificate)).toEqual([false]);
  });
});
