import {
  catalog,
  CODE_SIGNING,
  countersignature,
  identity,
  timestampToken,
  type CatalogOptions,
} from '@aero-guest-tools/test-signing';
import { describe, expect, test } from '@jest/globals';
import { readCatalog } from './catalog';
import { CatalogError } from './catalog-error';
import {
  catalogOptions,
  commercialRoot,
  commercialSigner,
  driverContents,
  kernelRoot,
  membersOf,
  releaseSignature,
  SIGNED,
  testAnchors,
  testIdentity,
  timeStampingAuthority,
} from './signed-driver.fixture';

const read = (options: CatalogOptions) => readCatalog(catalog(options), 'test.cat', testAnchors());

describe('rules 11: a catalog tells what it lists', () => {
  const [inf, sys] = membersOf(driverContents());

  test('of version 1: digests by SHA-1, names, systems, hardware IDs, the time', () => {
    expect(read(catalogOptions())).toMatchObject({
      file: 'test.cat',
      version: 1,
      thisUpdate: Date.UTC(2019, 5, 7, 23, 6, 19) / 1000,
      members: [
        {
          tag: inf?.digests.sha1,
          digestAlgorithm: 'sha1',
          digest: inf?.digests.sha1,
          subject: 'flat',
          pageHashes: [],
          file: 'test.inf',
          osAttribute: '2:6.1',
        },
        { digest: sys?.digests.sha1, subject: 'pe-image', file: 'test.sys' },
      ],
      attributes: [
        { name: 'OS', value: '7X64' },
        { name: 'HWID1', value: 'pci\\ven_1af4&dev_1042&rev_01' },
        { name: 'HWID2', value: 'pci\\ven_1af4&dev_1042' },
      ],
    });
  });

  test('of version 2: digests by SHA-256, and by SHA-1 as the names of members', () => {
    const { version, members } = read({ ...catalogOptions(), version: 2 });
    expect(version).toBe(2);
    expect(members.map(({ digestAlgorithm, digest }) => [digestAlgorithm, digest])).toEqual([
      ['sha256', inf?.digests.sha256],
      ['sha1', inf?.digests.sha1],
      ['sha256', sys?.digests.sha256],
      ['sha1', sys?.digests.sha1],
    ]);
  });

  test('page hashes', () => {
    const members = membersOf(driverContents()).map((member) => ({
      ...member,
      pageHashes: 'sha256' as const,
    }));
    const { members: found } = read({ ...catalogOptions(), members });
    expect(found.map(({ pageHashes }) => pageHashes)).toEqual([[], ['sha256']]);
  });

  test('nothing', () => {
    const { signature, ...others } = catalogOptions();
    expect(signature).toBeDefined();
    expect(read({ ...others, members: [], attributes: [] })).toMatchObject({
      members: [],
      attributes: [],
    });
  });
});

describe('rules 11: a catalog tells who signed it', () => {
  test('with certificates up to a cross-certificate, and a countersignature', () => {
    const { signature } = read(catalogOptions());
    expect(signature).toMatchObject({
      digestAlgorithm: 'sha1',
      isContentIntact: true,
      standing: 'valid',
      signer: {
        subject: { text: 'CN=Test publisher, O=Test', commonName: 'Test publisher' },
        issuer: { text: 'CN=Test authority, O=Test' },
        key: 'RSA 1024',
        signatureAlgorithm: { name: 'sha1WithRSAEncryption', digestAlgorithm: 'sha1' },
        notBefore: Date.UTC(2010, 0, 1) / 1000,
        notAfter: Date.UTC(2039, 11, 31, 23, 59, 59) / 1000,
      },
      chain: { root: { commonName: 'Test root of cross-certificates' } },
      timestamp: {
        kind: 'countersignature',
        time: Date.UTC(2019, 5, 8, 2, 48, 4) / 1000,
        digestAlgorithm: 'sha1',
      },
      nested: [],
    });
    expect(signature?.chain.certificates.map(({ subject }) => subject.commonName)).toEqual([
      'Test publisher',
      'Test authority',
      'Test root',
    ]);
    expect(signature?.chain.flaw).toBeUndefined();
    expect(signature?.timestamp?.flaw).toBeUndefined();
  });

  test('with a timestamp of RFC 3161', () => {
    const unsignedAttributes = timestampToken(timeStampingAuthority(), SIGNED, 'sha256');
    const signature = { ...releaseSignature(), digest: 'sha256' as const, unsignedAttributes };
    const { timestamp } = read({ ...catalogOptions(), signature }).signature ?? {};
    expect(timestamp).toMatchObject({
      kind: 'RFC 3161',
      time: Date.UTC(2019, 5, 8, 2, 48, 4) / 1000,
      digestAlgorithm: 'sha256',
    });
    expect(timestamp?.flaw).toBeUndefined();
  });

  test('nobody', () => {
    const { signature, ...unsigned } = catalogOptions();
    expect(signature).toBeDefined();
    expect(read(unsigned).signature).toBeUndefined();
  });

  test('somebody whose certificate is not there', () => {
    const signature = { ...releaseSignature(), certificates: [] };
    const read1 = read({ ...catalogOptions(), signature }).signature;
    expect(read1?.signer).toBeUndefined();
    expect(read1?.chain.certificates).toEqual([]);
  });

  test('with a cross-certificate rather than with the root of the same name and key', () => {
    const cross = commercialSigner();
    const root = commercialRoot();
    for (const certificates of [
      [...cross.certificates, root.certificate],
      [root.certificate, ...cross.certificates],
    ]) {
      const signature = { ...releaseSignature(), certificates };
      expect(read({ ...catalogOptions(), signature }).signature?.chain.root?.commonName).toBe(
        'Test root of cross-certificates',
      );
    }
  });
});

describe('rules 11: a certificate chain is only as good as its links', () => {
  function chainWith(certificates: readonly Buffer[]): string | undefined {
    const signature = { ...releaseSignature(), certificates };
    return read({ ...catalogOptions(), signature }).signature?.chain.flaw;
  }

  test('an issuer of the same name with another key', () => {
    const [publisher = Buffer.of(), , root = Buffer.of()] = commercialSigner().certificates;
    const impostor = testIdentity({ name: { O: 'Test', CN: 'Test authority' }, seed: 'other' });
    expect(chainWith([publisher, impostor.certificate, root])).toBe(
      'the certificate "CN=Test publisher, O=Test" was not signed by the key of its issuer',
    );
    expect(chainWith([impostor.certificate, ...commercialSigner().certificates])).toBeUndefined();
  });

  test('a root is trusted for being there: nobody looks at its own signature', () => {
    const root = testIdentity({ name: { O: 'Test', CN: 'Old root' } });
    const signer = testIdentity({ name: { CN: 'Old publisher' }, issuer: root });
    const signature = { ...releaseSignature(), signer };
    const chainOf = (rootCertificate: Buffer) =>
      read({
        ...catalogOptions(),
        signature: { ...signature, certificates: [signer.certificate, rootCertificate] },
      }).signature?.chain;
    const md2 = Buffer.from('06092a864886f70d010102', 'hex');
    const sha1 = Buffer.from('06092a864886f70d010105', 'hex');
    const byMd2 = Buffer.from(
      root.certificate.toString('hex').replaceAll(sha1.toString('hex'), md2.toString('hex')),
      'hex',
    );
    expect(byMd2).not.toEqual(root.certificate);
    expect(chainOf(byMd2)).toMatchObject({ root: { commonName: 'Old root' } });
    expect(chainOf(byMd2)?.certificates).toHaveLength(2);
    expect(chainOf(byMd2)?.flaw).toBeUndefined();
  });

  test("a signer's own signature keeps its form", () => {
    const signature = { ...releaseSignature(), isBareDigest: true };
    expect(read({ ...catalogOptions(), signature }).signature?.standing).toBe('invalid');
  });

  test('certificates that issue each other', () => {
    const name = { CN: 'Egg' };
    const hen = testIdentity({ name: { CN: 'Hen' }, issuer: testIdentity({ name }) });
    const egg = identity({ name, issuer: hen, bits: 1024 });
    const signature = {
      ...releaseSignature(),
      signer: egg,
      certificates: [hen.certificate, egg.certificate],
    };
    const { chain } = read({ ...catalogOptions(), signature }).signature ?? {};
    expect(chain?.certificates.map(({ subject }) => subject.commonName)).toEqual(['Egg', 'Hen']);
  });
});

describe('rules 11: a timestamp is only as good as its authority', () => {
  function timestampBy(
    authority: ReturnType<typeof timeStampingAuthority>,
    certificates = authority.certificates,
  ): string | undefined {
    const unsignedAttributes = releaseSignatureBy(authority);
    const signature = {
      ...releaseSignature(),
      certificates: [...commercialSigner().certificates, ...certificates],
      unsignedAttributes,
    };
    return read({ ...catalogOptions(), signature }).signature?.timestamp?.flaw;
  }
  const releaseSignatureBy = (authority: ReturnType<typeof timeStampingAuthority>) =>
    timestampToken(authority, SIGNED, 'sha1');

  test('one whose certificate was not valid yet', () => {
    expect(timestampBy(timeStampingAuthority({ notBefore: '200101000000Z' }))).toMatch(
      /was not valid at the time/,
    );
  });

  test('one that is not for timestamps', () => {
    const authority = testIdentity({
      name: { CN: 'A signer of code' },
      extendedKeyUsage: CODE_SIGNING,
    });
    expect(timestampBy(authority)).toBe('its authority is not one for timestamps');
  });

  test.each(['sha1', 'md5'] as const)('one over the bare %s digest, as until 2018', (digest) => {
    const authority = timeStampingAuthority();
    const flawOf = (form: 'digest-info' | 'bare-digest', change = (bytes: Buffer) => bytes) => {
      const countersigned = countersignature(authority, SIGNED, digest, form);
      const signature = {
        ...releaseSignature(),
        unsignedAttributes: (bytes: Buffer) => countersigned(change(bytes)),
      };
      return read({ ...catalogOptions(), signature }).signature?.timestamp?.flaw;
    };
    expect(flawOf('digest-info')).toBeUndefined();
    expect(flawOf('bare-digest')).toBeUndefined();
    expect(flawOf('bare-digest', () => Buffer.from('other'))).toBe(
      'it was made for another signature',
    );
  });

  test('SHA-256 was never signed without DigestInfo, and a token of RFC 3161 never', () => {
    const authority = timeStampingAuthority();
    const flawOf = (unsignedAttributes: (signature: Buffer) => readonly Buffer[]) =>
      read({ ...catalogOptions(), signature: { ...releaseSignature(), unsignedAttributes } })
        .signature?.timestamp?.flaw;
    const invalid = 'the signature of its authority is invalid';
    expect(flawOf(countersignature(authority, SIGNED, 'sha256', 'bare-digest'))).toBe(invalid);
    expect(flawOf(timestampToken(authority, SIGNED, 'sha1', 'bare-digest'))).toBe(invalid);
  });

  test('one by the authority of the signer, whose cross-certificate has expired', () => {
    const name = { O: 'Test', CN: 'Test root' };
    const cross = testIdentity({ name, issuer: kernelRoot(), notAfter: '180101000000Z' });
    const signer = testIdentity({ name: { CN: 'Test publisher' }, issuer: cross });
    const authority = timeStampingAuthority({ issuer: cross });
    const signature = {
      ...releaseSignature(),
      signer,
      certificates: [signer, authority, cross].map(({ certificate }) => certificate),
      unsignedAttributes: countersignature(authority, SIGNED, 'sha1'),
    };
    const { chain, timestamp } = read({ ...catalogOptions(), signature }).signature ?? {};
    expect(timestamp?.flaw).toBeUndefined();
    expect(timestamp?.chain.root?.commonName).toBe('Test root');
    expect(chain?.root?.commonName).toBe('Test root of cross-certificates');
  });

  test('one of another signature', () => {
    const signature = {
      ...releaseSignature(),
      unsignedAttributes: () => releaseSignatureBy(timeStampingAuthority())(Buffer.from('other')),
    };
    expect(read({ ...catalogOptions(), signature }).signature?.timestamp?.flaw).toBe(
      'it was made for another signature',
    );
  });
});

describe('rules 11: what is no catalog is refused with what to do', () => {
  test.each([
    ['a text', Buffer.from('Not a catalog, signed by nobody.\n'), /the text "Not a catalog/],
    ['nothing', Buffer.of(), /an empty file/],
    ['a PE image', driverContents()['test.sys'] ?? Buffer.of(), /other data/],
  ])('%s', (_, bytes, found) => {
    const error = thrownBy(() => readCatalog(bytes, 'a.cat'));
    expect(error).toBeInstanceOf(CatalogError);
    expect((error as CatalogError).diagnostics[0]).toMatchObject({
      file: 'a.cat',
      message: 'the file is not a catalog, so Windows treats the driver as unsigned',
      found: expect.stringMatching(found),
      remedy: expect.stringMatching(/signed release/),
    });
  });

  test.each([
    ['signed data of something else', Buffer.from('3080060a2b060104', 'hex')],
    ['a certificate', testIdentity({ name: { CN: 'x' } }).certificate],
  ])('%s', (_, bytes) => {
    expect(() => readCatalog(bytes, 'a.cat')).toThrow(CatalogError);
  });
});

describe('rules 11: hostile catalogs end in one error of one type', () => {
  const bytes = catalog(catalogOptions());

  test('truncated at each byte', () => {
    for (let length = 0; length < bytes.length; length += 1) {
      expect(thrownBy(() => readCatalog(bytes.subarray(0, length), 'a.cat'))).toBeInstanceOf(
        CatalogError,
      );
    }
  });

  test('with each byte changed: it is refused, or read as something', () => {
    const [member] = membersOf(driverContents());
    const signer = testIdentity({ name: { CN: 'x' } });
    const small = catalog({
      members: member ? [member] : [],
      attributes: [['OS', '7X86']],
      signature: { signer, digest: 'sha1' },
    });
    const errors = new Set<unknown>();
    for (let index = 0; index < small.length; index += 1) {
      const changed = Buffer.from(small);
      changed[index] = (small[index] ?? 0) ^ 0xff;
      errors.add(thrownBy(() => readCatalog(changed, 'a.cat'))?.constructor);
    }
    expect([...errors]).toEqual(expect.arrayContaining([CatalogError, undefined]));
    expect(errors.size).toBe(2);
  });

  test('followed by something', () => {
    expect(() => readCatalog(Buffer.concat([bytes, Buffer.of(0)]), 'a.cat')).toThrow(
      /1 bytes follow/,
    );
  });

  test('of 100 MB of members', () => {
    const sequenceOf = (size: number): Buffer => {
      const head = Buffer.from('308400000000', 'hex');
      head.writeUInt32BE(size, 2);
      // A member without a name and without attributes.
      return Buffer.concat([head, Buffer.alloc(size, Buffer.from('300404003100', 'hex'))]);
    };
    expect(() => readCatalog(sequenceOf(100_000_002), 'a.cat')).toThrow(/which is too much/);
    expect(() => readCatalog(sequenceOf(16_000_002), 'a.cat')).toThrow(/node count/);
  });
});

function thrownBy(action: () => unknown): Error | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
