import { X509Certificate } from 'node:crypto';
import { readCertificates } from '@aero-guest-tools/catalog';
import { catalog, identity } from '@aero-guest-tools/test-signing';
import { describe, expect, test } from '@jest/globals';
import { certificatesAlone } from './certificate-encoding';

const root = identity({ name: { CN: 'Test root' }, bits: 1024 });
const signer = identity({ name: { CN: 'Test signer' }, issuer: root, bits: 1024 });
const bundle = catalog({ members: [], signature: { signer, digest: 'sha1' } });

const pem = (der: Uint8Array): string => new X509Certificate(der).toString();

describe('rules 4: certificates go on the media alone', () => {
  test.each([
    ['DER', signer.certificate],
    ['PEM', Buffer.from(pem(signer.certificate))],
    ['PEM with CRLF', Buffer.from(pem(signer.certificate).replaceAll('\n', '\r\n'))],
    ['PEM among other text', Buffer.from(`a secret\n${pem(signer.certificate)}another\n`)],
  ])('one certificate becomes DER: %s', (_, bytes) => {
    expect(certificatesAlone(bytes, 'certs/a.cer')).toEqual(signer.certificate);
  });

  test('several stay in PEM, without the text between them', () => {
    const text = `# ours\n${pem(signer.certificate)}# a secret\n${pem(root.certificate)}\n\n`;
    expect(certificatesAlone(Buffer.from(text), 'certs/a.crt').toString()).toBe(
      pem(signer.certificate) + pem(root.certificate),
    );
  });

  test.each([
    ['a signed file', bundle, [signer, root]],
    ['a certificate', signer.certificate, [signer]],
    ['PEM', Buffer.from(`${pem(root.certificate)} ${pem(signer.certificate)}`), [root, signer]],
  ])('a bundle holds certificates and nothing else: %s', (_, bytes, identities) => {
    const written = certificatesAlone(bytes, 'certs/a.P7B');
    const encodings = identities.map(({ certificate }) => certificate);
    expect(readCertificates(written, 'a.p7b').map(({ encoding }) => Buffer.from(encoding))).toEqual(
      encodings.toSorted((a, b) => Buffer.compare(a, b)),
    );
    const length = encodings.reduce((sum, encoding) => sum + encoding.length, 0);
    // ContentInfo, SignedData and their fields, but no content, no signer and no revocation list.
    expect(written.length - length).toBeLessThan(60);
    expect(certificatesAlone(written, 'certs/a.p7b')).toEqual(written);
  });

  test('a value that was added to a certificate is refused', () => {
    const key = Buffer.from('0403010203', 'hex');
    const longer = Buffer.concat([signer.certificate, key]);
    longer.writeUInt16BE(signer.certificate.readUInt16BE(2) + key.length, 2);
    expect(() => certificatesAlone(longer, 'certs/a.cer')).toThrow(
      /certs\/a\.cer: the certificate cannot be read/,
    );
  });

  test('bytes behind a certificate are refused', () => {
    const longer = Buffer.concat([signer.certificate, Buffer.from('behind')]);
    expect(() => certificatesAlone(longer, 'certs/a.cer')).toThrow(/6 bytes follow the end/);
  });
});
