import { CODE_SIGNING, TIME_STAMPING, type Identity } from '@aero-guest-tools/test-signing';
import { describe, expect, test } from '@jest/globals';
import { readCertificate, type Certificate } from './certificate';
import { codeSigningChain, timeStampingChain, type CertificateChain } from './certificate-chain';
import { allowsCode, WHQL } from './extended-key-usage';
import {
  commercialRoot,
  commercialSigner,
  kernelRoot,
  microsoftRoot,
  testAnchors,
  testIdentity,
} from './signed-driver.fixture';

const DIGITAL_SIGNATURE = 0;
const KEY_ENCIPHERMENT = 2;
const KEY_CERT_SIGN = 5;

const ANCHORS = testAnchors();

function chain(
  signer: Identity,
  ders: readonly Buffer[] = signer.certificates,
  build: typeof codeSigningChain = codeSigningChain,
): CertificateChain {
  const certificates: readonly Certificate[] = ders.map((der) => readCertificate(der));
  return build(readCertificate(signer.certificate), { certificates, anchors: ANCHORS });
}

const summary = ({ certificates, anchor, root, flaw }: CertificateChain): unknown => ({
  certificates: certificates.map(({ subject }) => subject.commonName),
  root: root?.commonName,
  trust: anchor?.trust,
  ...(flaw === undefined ? {} : { flaw }),
});

const authority = (options: Partial<Parameters<typeof testIdentity>[0]> = {}): Identity =>
  testIdentity({ name: { CN: 'Authority' }, issuer: microsoftRoot(), ...options });
const below = (
  issuer: Identity,
  options: Partial<Parameters<typeof testIdentity>[0]> = {},
): Identity => testIdentity({ name: { CN: 'Signer' }, issuer, ...options });

describe('rules 11: a chain ends where the key of a trusted root signed', () => {
  test('a root that is no part of the signature', () => {
    const signer = below(authority());
    expect(summary(chain(signer, signer.certificates.slice(0, -1)))).toEqual({
      certificates: ['Signer', 'Authority'],
      root: 'Test root of Microsoft',
      trust: 'microsoft',
    });
  });

  test('or one that is', () => {
    expect(summary(chain(below(authority())))).toEqual({
      certificates: ['Signer', 'Authority'],
      root: 'Test root of Microsoft',
      trust: 'microsoft',
    });
  });

  test('a root of the name of a trusted one and with another key is none, whether it is there or not', () => {
    const impostor = testIdentity({
      name: { O: 'Test', CN: 'Test root of Microsoft' },
      seed: 'a key that was made for the purpose',
    });
    const signer = below(authority({ issuer: impostor, seed: 'forged authority' }));
    for (const certificates of [signer.certificates, signer.certificates.slice(0, -1)]) {
      const forged = chain(signer, certificates);
      expect(summary(forged)).toMatchObject({ root: 'Test root of Microsoft', trust: undefined });
      expect(forged.isOfAnotherKey).toBe(true);
    }
  });

  test('a cross-certificate of the name of a trusted root and with another key is none', () => {
    const impostor = testIdentity({
      name: { O: 'Test', CN: 'Test root of cross-certificates' },
      seed: 'another key that was made for the purpose',
    });
    const cross = testIdentity({
      name: { O: 'Test', CN: 'Test root' },
      issuer: impostor,
      seed: 'forged root',
    });
    const signer = below(testIdentity({ name: { CN: 'Forged' }, issuer: cross }));
    const forged = chain(signer, signer.certificates.slice(0, -1));
    expect([forged.anchor, forged.isOfAnotherKey]).toEqual([undefined, true]);
  });

  test('the kernel gets the way over the cross-certificate, a timestamp that to the root of users', () => {
    const signer = commercialSigner({ extendedKeyUsage: [CODE_SIGNING, TIME_STAMPING] });
    expect(summary(chain(signer))).toEqual({
      certificates: ['Test publisher', 'Test authority', 'Test root'],
      root: 'Test root of cross-certificates',
      trust: 'cross-certification',
    });
    expect(summary(chain(signer, signer.certificates, timeStampingChain))).toEqual({
      certificates: ['Test publisher', 'Test authority'],
      root: 'Test root',
      trust: 'authority',
    });
  });

  test('without the cross-certificate it ends in the root of users', () => {
    const signer = commercialSigner();
    expect(summary(chain(signer, signer.certificates.slice(0, -1)))).toMatchObject({
      trust: 'authority',
    });
  });

  test('the way that is right is found among impostors', () => {
    const impostor = authority({ seed: 'impostor', issuer: commercialRoot() });
    const signer = below(authority());
    expect(summary(chain(signer, [impostor.certificate, ...signer.certificates]))).toEqual({
      certificates: ['Signer', 'Authority'],
      root: 'Test root of Microsoft',
      trust: 'microsoft',
    });
  });

  test('a root for timestamps is none for code', () => {
    const root = testIdentity({
      name: { CN: 'Test time-stamping authority' },
      extendedKeyUsage: TIME_STAMPING,
    });
    expect(chain(below(root)).anchor).toBeUndefined();
  });

  test('certificates that issue each other in all ways are given up', () => {
    const name = (index: number) => ({ CN: `Ring ${String(index)}` });
    const indexes = Array.from({ length: 9 }, (_, index) => index);
    const issuers = indexes.map((index) => testIdentity({ name: name(index) }));
    const ring = issuers.flatMap((issuer) =>
      indexes.map((index) => testIdentity({ name: name(index), issuer }).certificate),
    );
    const [first] = issuers;
    if (!first) throw new Error('there is none');
    expect(chain(below(first), ring).anchor).toBeUndefined();
  });
});

describe('rules 11: an authority issues what its certificate allows (RFC 5280, 6.1.4)', () => {
  test.each<readonly [string, () => Identity, RegExp | undefined]>([
    [
      'one that is no authority',
      () => below(authority({ isAuthority: false })),
      /"CN=Authority" is not that of a certificate authority/,
    ],
    [
      'one of version 1',
      () => below(authority({ version: 1 })),
      /"CN=Authority" is not that of a certificate authority/,
    ],
    [
      'a root of version 1, which is trusted for its name and key',
      () => below(testIdentity({ name: { O: 'Test', CN: 'Test root of Microsoft' }, version: 1 })),
      undefined,
    ],
    [
      'more authorities than it allows',
      () => below(testIdentity({ name: { CN: 'Below' }, issuer: authority({ pathLength: 0 }) })),
      /"CN=Authority" allows 0 authorities below it, and there are 1/,
    ],
    [
      'as many as it allows',
      () => below(testIdentity({ name: { CN: 'Below' }, issuer: authority({ pathLength: 1 }) })),
      undefined,
    ],
    [
      'a key usage for something else',
      () => below(authority({ keyUsage: [DIGITAL_SIGNATURE] })),
      /"CN=Authority" may not sign certificates/,
    ],
    ['a key usage for it', () => below(authority({ keyUsage: [KEY_CERT_SIGN] })), undefined],
    [
      'a signer that may not sign',
      () => below(authority(), { keyUsage: [KEY_ENCIPHERMENT] }),
      /"CN=Signer" may not sign/,
    ],
    [
      'a signer that may',
      () => below(authority(), { keyUsage: [DIGITAL_SIGNATURE, KEY_ENCIPHERMENT] }),
      undefined,
    ],
    ['a signer that is no authority', () => below(authority(), { isAuthority: false }), undefined],
  ])('%s', (_, signer, flaw) => {
    const found = chain(signer());
    expect(found.anchor?.trust).toBe('microsoft');
    if (flaw === undefined) expect(found.flaw).toBeUndefined();
    else expect(found.flaw).toMatch(flaw);
  });
});

describe('rules 11: the usages of an authority bound those of what it issues', () => {
  test.each<readonly [string, Identity, boolean]>([
    ['code signing throughout', below(authority()), true],
    ['any purpose', below(authority({ extendedKeyUsage: [] }), { extendedKeyUsage: [] }), true],
    [
      'any purpose by its identifier',
      below(authority(), { extendedKeyUsage: '2.5.29.37.0' }),
      true,
    ],
    [
      'WHQL below an authority for anything',
      below(authority({ extendedKeyUsage: [] }), { extendedKeyUsage: WHQL }),
      true,
    ],
    ['a signer for timestamps', below(authority(), { extendedKeyUsage: TIME_STAMPING }), false],
    ['an authority for timestamps', below(authority({ extendedKeyUsage: TIME_STAMPING })), false],
    [
      'an authority for timestamps, above a signer for anything',
      below(authority({ extendedKeyUsage: TIME_STAMPING }), { extendedKeyUsage: [] }),
      false,
    ],
  ])('%s', (_, signer, isForCode) => {
    expect(allowsCode(chain(signer))).toBe(isForCode);
  });
});

test('the roots of the tests are none of Windows', () => {
  const signer = commercialSigner();
  const certificates = signer.certificates.map((der) => readCertificate(der));
  const first = readCertificate(signer.certificate);
  expect(codeSigningChain(first, { certificates, anchors: [] }).anchor).toBeUndefined();
  expect(readCertificate(kernelRoot().certificate).subject.text).not.toMatch(/Microsoft Code/);
});
