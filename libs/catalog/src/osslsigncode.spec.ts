import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalog, type CatalogOptions } from '@aero-guest-tools/test-signing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkCatalog } from './check-catalog';
import { osslsigncode, withoutOsslsigncode, type Opinion } from './osslsigncode.fixture';
import {
  catalogOptions,
  commercialSigner,
  driverContents,
  releaseSignature,
  signedDriver,
  testIdentity,
} from './signed-driver.fixture';

if (withoutOsslsigncode !== undefined) console.warn(`skipped: ${withoutOsslsigncode}`);
const describeWithProgram = withoutOsslsigncode === undefined ? describe : describe.skip;

const TIME = Date.UTC(2019, 5, 8) / 1000;

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'osslsigncode-'));
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

function opinions(
  bytes: Uint8Array,
  image: Uint8Array,
  authority = testIdentity({ name: { CN: 'Test signer' } }).certificate,
): { readonly theirs: Opinion; readonly ours: Opinion } {
  writeFileSync(join(root, 'test.cat'), bytes);
  writeFileSync(join(root, 'test.sys'), image);
  writeFileSync(join(root, 'ca.pem'), pem(authority));
  const theirs = osslsigncode(join(root, 'test.cat'), join(root, 'test.sys'), {
    time: TIME,
    authorities: join(root, 'ca.pem'),
  });
  const { problems } = checkCatalog(
    signedDriver({ catalog: bytes, contents: { 'test.sys': image } }),
  );
  const isMember = !problems.some(({ kind }) => kind === 'membership');
  return {
    theirs,
    ours: { isMember, isValid: !problems.some(({ kind }) => kind !== 'acceptance') },
  };
}

function pem(der: Buffer): string {
  const base64 = der.toString('base64').replaceAll(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;
}

const image = Buffer.from(driverContents()['test.sys'] ?? []);

function changed(bytes: Buffer, index: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[index] = (bytes[index] ?? 0) ^ 1;
  return copy;
}

describeWithProgram('osslsigncode agrees on catalogs of every kind', () => {
  const signature = releaseSignature(testIdentity({ name: { CN: 'Test signer' } }));
  const options: CatalogOptions = { ...catalogOptions(), signature };

  test.each<readonly [string, CatalogOptions]>([
    ['version 1, SHA-1', options],
    ['version 1, SHA-256', { ...options, signature: { ...signature, digest: 'sha256' } }],
    ['version 2', { ...options, version: 2, signature: { ...signature, digest: 'sha256' } }],
  ])('%s', (_, catalogOf) => {
    const good = { isMember: true, isValid: true };
    expect(opinions(catalog(catalogOf), image)).toEqual({ theirs: good, ours: good });
  });

  const release = catalog(options);
  const bad = { isMember: false, isValid: false };

  test.each<readonly [string, Uint8Array, Opinion]>([
    ['a byte of an executable', changed(image, image.length - 1), bad],
    [
      'the checksum of an executable',
      changed(image, 0x80 + 24 + 64),
      { isMember: true, isValid: true },
    ],
    ['something behind an executable', Buffer.concat([image, Buffer.from('12345678')]), bad],
    ['an executable for the other architecture', driverContents('x86')['test.sys'] ?? image, bad],
  ])('changed: %s', (_, bytes, opinion) => {
    expect(opinions(release, bytes)).toEqual({ theirs: opinion, ours: opinion });
  });

  test.each<readonly [string, () => Buffer]>([
    ['the content', () => changed(release, release.indexOf(Buffer.from('test.inf', 'utf16le')))],
    [
      'the signature',
      () => {
        let made = Buffer.of();
        const { unsignedAttributes } = signature;
        const bytes = catalog({
          ...options,
          signature: {
            ...signature,
            unsignedAttributes: (octets) => {
              made = Buffer.from(octets);
              return unsignedAttributes?.(octets) ?? [];
            },
          },
        });
        return changed(bytes, bytes.indexOf(made));
      },
    ],
    [
      'the certificate',
      () => {
        const { certificate } = signature.signer;
        const name = Buffer.from('Test signer');
        return changed(release, release.indexOf(certificate) + certificate.indexOf(name));
      },
    ],
  ])('changed: %s of the catalog', (_, bytes) => {
    const { theirs, ours } = opinions(bytes(), image);
    expect([theirs.isValid, ours.isValid]).toEqual([false, false]);
  });

  test('a catalog that it signed', () => {
    const path = (name: string): string => join(root, name);
    const request = 'req -x509 -newkey rsa:2048 -nodes -sha256 -days 36500'.split(' ');
    const name = ['-subj', '/CN=Made in the test', '-addext', 'extendedKeyUsage=codeSigning'];
    const made = ['-keyout', path('key.pem'), '-out', path('signer.pem')];
    execFileSync('openssl', [...request, ...name, ...made], { stdio: 'ignore' });
    const commercial = releaseSignature(commercialSigner());
    writeFileSync(path('a.cat'), catalog({ ...catalogOptions(), signature: commercial }));
    const signer = ['-h', 'sha256', '-certs', path('signer.pem'), '-key', path('key.pem')];
    const files = ['-in', path('a.cat'), '-out', path('signed.cat')];
    execFileSync('osslsigncode', ['sign', ...signer, ...files], { stdio: 'ignore' });
    const contents = driverContents();
    const driver = signedDriver({ catalog: readFileSync(path('signed.cat')), contents });
    expect(driver.catalog.signature).toMatchObject({
      digestAlgorithm: 'sha256',
      signer: { subject: { text: 'CN=Made in the test' } },
      standing: 'valid',
    });
    const { problems, verdict } = checkCatalog(driver);
    expect(problems.map(({ id }) => id)).toEqual([
      'catalog.timestamp-missing',
      'catalog.unknown-root',
      'catalog.sha-2',
    ]);
    expect(verdict).toEqual({
      withoutUpdates: 'refused',
      withUpdates: 'test-signing',
      updates: ['KB3033929'],
      until: driver.catalog.signature?.signer?.notAfter,
    });
  });
});
