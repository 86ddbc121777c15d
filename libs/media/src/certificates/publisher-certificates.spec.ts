import { createHash } from 'node:crypto';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import { describe, expect, test } from '@jest/globals';
import { isPublisherCertificate, publisherCertificates } from './publisher-certificates';

const certificate = Buffer.from('the DER of a certificate');

const driver = (...signerCertificates: readonly string[]): DriverReport => ({
  name: 'viostor',
  architecture: 'amd64',
  directory: 'x64/viostor',
  infFiles: [],
  devices: [],
  hardwareIds: [],
  services: [],
  files: [],
  signing: {
    catalogs: signerCertificates.map((signerCertificate) => ({
      path: 'a.cat',
      sha256: '0',
      memberAlgorithms: [],
      signerCertificate,
    })),
    problems: [],
    verdict: { withoutUpdates: 'accepted', withUpdates: 'accepted', updates: [] },
  },
});

describe('rules 4: the certificates of the publishers', () => {
  test('each once, named by its thumbprint', () => {
    const base64 = certificate.toString('base64');
    const thumbprint = createHash('sha1').update(certificate).digest('hex').toUpperCase();
    expect(publisherCertificates([driver(base64, base64), driver(base64), driver()])).toEqual([
      { path: `certs/publishers/${thumbprint}.cer`, contents: certificate },
    ]);
  });

  test('none of drivers that nobody signed', () => {
    expect(publisherCertificates([driver()])).toEqual([]);
  });

  test('are not those of the signing policy test', () => {
    expect(isPublisherCertificate('certs/publishers/A.cer')).toBe(true);
    expect(isPublisherCertificate('certs/test.cer')).toBe(false);
  });
});
