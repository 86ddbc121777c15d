import { portableExecutable } from '@aero-guest-tools/sample-virtio-win';
import {
  catalog,
  CODE_SIGNING,
  countersignature,
  nestedSignature,
  signedImage,
  szdd,
  TIME_STAMPING,
  timestampToken,
  type CatalogOptions,
  type IdentityOptions,
  type SignOptions,
} from '@aero-guest-tools/test-signing';
import { describe, expect, test } from '@jest/globals';
import { checkCatalog } from './check-catalog';
import { digest } from './digest-algorithm';
import { ATTESTATION, WHQL } from './extended-key-usage';
import { judgedAt } from './judged-at';
import { describeFile } from './packaged-file';
import {
  catalogOptions,
  commercialSigner,
  driverContents,
  kernelRoot,
  membersOf,
  microsoftRoot,
  releaseSignature,
  SIGNED,
  signedDriver,
  testIdentity,
  type DriverContents,
} from './signed-driver.fixture';
import { verdictText } from './verdict-text';

type Changes = Parameters<typeof signedDriver>[0];

/** Each problem as its code and file, followed by the verdict. */
function check(changes: Changes): readonly string[] {
  const { problems, verdict } = checkCatalog(signedDriver(changes));
  return [...problems.map(({ id, file }) => `${id} ${file}`), verdictText(verdict)];
}

const catalogWith = (changes: Partial<CatalogOptions>): Buffer =>
  catalog({ ...catalogOptions(), ...changes });

const signedWith = (changes: Partial<SignOptions>): Buffer =>
  catalogWith({ signature: { ...releaseSignature(), ...changes } });

function contentsWith(file: string, change: (bytes: Buffer) => Uint8Array): Changes {
  const contents = driverContents();
  return { contents: { ...contents, [file]: change(Buffer.from(contents[file] ?? [])) } };
}

/** Flips a bit of the byte at a position, counted from the end if it is negative. */
const flip = (position: number) => (bytes: Buffer) => {
  const index = position < 0 ? bytes.length + position : position;
  bytes[index] = (bytes[index] ?? 0) ^ 1;
  return bytes;
};

/** Signs like WHQL. */
function microsoft(
  algorithm: 'sha1' | 'sha256' = 'sha256',
  options: Partial<IdentityOptions> = {},
): ReturnType<typeof testIdentity> {
  const issuer = microsoftRoot();
  const name = { CN: 'Test WHQL' };
  const signer = testIdentity({ name, issuer, digest: algorithm, ...options });
  return { ...signer, certificates: [signer.certificate] };
}

/** A signer whose signatures are younger than the cross-certificate of its authority. */
function lateSigner(): ReturnType<typeof testIdentity> {
  const cross = testIdentity({
    name: { O: 'Test', CN: 'Test root' },
    issuer: kernelRoot(),
    notAfter: '180101000000Z',
  });
  const signer = testIdentity({ name: { CN: 'Late publisher' }, issuer: cross });
  return { ...signer, certificates: signer.certificates.slice(0, -1) };
}

/** A commercial signature with a timestamp by an unknown authority. */
function strangeTimestamp(): Pick<SignOptions, 'certificates' | 'unsignedAttributes'> {
  const authority = testIdentity({
    name: { CN: 'Test time-stamping authority' },
    extendedKeyUsage: TIME_STAMPING,
    seed: 'made for the purpose',
  });
  return {
    certificates: [...commercialSigner().certificates, authority.certificate],
    unsignedAttributes: countersignature(authority, SIGNED, 'sha1'),
  };
}

const CHECKSUM = 0x80 + 24 + 64;

test('the catalog of a release for Windows 7 is what it should be', () => {
  expect(check({})).toEqual(['accepted']);
});

describe('rules 11: every file that the INF installs is a member of the catalog, and the INF itself', () => {
  test.each<readonly [string, Changes, readonly string[]]>([
    [
      'a byte of an executable',
      contentsWith('test.sys', flip(-1)),
      ['catalog.file-contradicts test.sys'],
    ],
    [
      'the checksum of an executable, which does not count',
      contentsWith('test.sys', flip(CHECKSUM)),
      [],
    ],
    [
      'a byte of the INF',
      contentsWith('test.inf', flip(-3)),
      ['catalog.file-contradicts test.inf'],
    ],
    [
      'something behind an executable',
      contentsWith('test.sys', (bytes) => Buffer.concat([bytes, Buffer.from('x')])),
      ['catalog.file-contradicts test.sys'],
    ],
    [
      'something behind the INF',
      contentsWith('test.inf', (bytes) => Buffer.concat([bytes, Buffer.from('\r\n')])),
      ['catalog.file-contradicts test.inf'],
    ],
    [
      'a file more',
      { contents: { ...driverContents(), 'more.dll': Buffer.from('a library') } },
      ['catalog.not-a-member more.dll'],
    ],
    [
      'the executable of the other architecture',
      {
        contents: {
          ...driverContents(),
          'test.sys': driverContents('x86')['test.sys'] ?? Buffer.of(),
        },
      },
      ['catalog.file-contradicts test.sys'],
    ],
    [
      'an executable that is cut off in its table of signatures',
      contentsWith('test.sys', (bytes) => signed(bytes).subarray(0, -8)),
      ['catalog.image-malformed test.sys'],
    ],
  ])('changed: %s', (_, changes, problems) => {
    expect(check(changes)).toEqual([...problems, problems.length > 0 ? 'refused' : 'accepted']);
  });

  test('whatever the members are called', () => {
    const members = membersOf(driverContents()).map((member) => ({ ...member, file: 'other.inf' }));
    expect(check({ catalog: catalogWith({ members }) })).toEqual(['accepted']);
    expect(
      check({ ...contentsWith('test.inf', flip(-3)), catalog: catalogWith({ members }) }),
    ).toEqual(['catalog.file-contradicts test.inf', 'refused']);
  });

  test('an executable that is listed by the digest of all its bytes is none that Windows finds', () => {
    const [inf, sys] = membersOf(driverContents());
    const bytes = driverContents()['test.sys'] ?? Buffer.of();
    if (!inf || !sys) throw new Error('no members');
    const flat = {
      sha1: digest('sha1', bytes).toString('hex'),
      sha256: digest('sha256', bytes).toString('hex'),
    };
    const members = [inf, { ...sys, digests: flat, subject: 'flat' as const }];
    expect(check({ catalog: catalogWith({ members }) })).toEqual([
      'catalog.file-contradicts test.sys',
      'refused',
    ]);
  });

  test('of a catalog that names no files, any other file is another one', () => {
    const members = membersOf(driverContents()).map(({ digests, subject }) => ({
      digests,
      subject,
    }));
    expect(
      check({ ...contentsWith('test.sys', flip(-1)), catalog: catalogWith({ members }) }),
    ).toEqual(['catalog.file-contradicts test.sys', 'refused']);
  });

  test('a text of any kind whose line ends were changed, with the pattern of its name', () => {
    const contents = { ...driverContents(), 'test.ini': Buffer.from('[a]\r\nb=c\r\n') };
    const lf = { ...contents, 'test.ini': Buffer.from('[a]\nb=c\n') };
    const bytes = catalogWith({ members: membersOf(contents) });
    expect(checkCatalog(signedDriver({ contents: lf, catalog: bytes })).problems).toEqual([
      expect.objectContaining({
        file: 'test.ini',
        message: 'the line endings of this file were changed after "test.cat" was signed',
        remedy: expect.stringContaining('"*.ini -text" in .gitattributes'),
      }),
    ]);
    const readme = { ...driverContents(), readme: Buffer.from('a\nb\n') };
    const unlike = { ...readme, readme: Buffer.from('a\r\nb\r\n') };
    const found = checkCatalog(
      signedDriver({ contents: unlike, catalog: catalogWith({ members: membersOf(readme) }) }),
    );
    expect(found.problems).toEqual([
      expect.objectContaining({
        found: 'lines that end in CRLF',
        remedy: expect.stringContaining('"readme -text"'),
      }),
    ]);
  });

  describe('a file that is stored compressed is looked up expanded', () => {
    const image = portableExecutable({
      architecture: 'amd64',
      kind: 'library',
      label: 'A library.',
    });
    const expanded = { ...driverContents(), 'test.dll': image };
    const bytes = catalogWith({ members: membersOf(expanded) });
    const stored = (compressed: Uint8Array): Changes => ({
      contents: { ...driverContents(), 'test.dl_': compressed },
      catalog: bytes,
    });

    test.each<readonly [string, Uint8Array, readonly string[]]>([
      ['by SZDD', szdd(image, 'l'), ['accepted']],
      [
        'by SZDD, another file',
        szdd(flip(-1)(Buffer.from(image)), 'l'),
        ['catalog.file-contradicts test.dl_', 'refused'],
      ],
      [
        'truncated',
        szdd(image, 'l').subarray(0, -1),
        ['catalog.compressed-file-malformed test.dl_', 'refused'],
      ],
      [
        'by KWAJ',
        Buffer.from('KWAJ...'),
        ['catalog.compressed-file-unread test.dl_', 'may be refused'],
      ],
      [
        'in a cabinet',
        Buffer.from('MSCF...'),
        ['catalog.compressed-file-unread test.dl_', 'may be refused'],
      ],
      ['not compressed, though its name says so', image, ['accepted']],
    ])('%s', (_, compressed, expected) => {
      expect(check(stored(compressed))).toEqual(expected);
    });

    test('an executable that is compressed is one that the kernel loads', () => {
      const { 'test.sys': sys = Buffer.of(), ...others } = driverContents();
      expect(
        check({
          contents: { ...others, 'test.sy_': szdd(sys, 's') },
          catalog: catalogWith({
            signature: releaseSignature(testIdentity({ name: { CN: 'Test signer' } })),
          }),
        }),
      ).toEqual(['catalog.unknown-root test.cat', 'accepted with test signing only']);
    });
  });

  test('line ends that were changed on the way are told from other changes', () => {
    const lf = contentsWith('test.inf', (bytes) =>
      Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'),
    );
    expect(checkCatalog(signedDriver(lf)).problems).toEqual([
      expect.objectContaining({
        id: 'catalog.line-ends-changed',
        message: 'the line endings of this file were changed after "test.cat" was signed',
        found: 'lines that end in LF',
      }),
    ]);
  });
});

/** The test executable, with a signature of its own. */
function signed(
  image: Uint8Array,
  options: Partial<Parameters<typeof signedImage>[2]> = {},
): Buffer {
  const { digests } = describeFile('x.sys', image);
  const algorithm = options.digest === 'sha256' ? 'sha256' : 'sha1';
  const hash = Buffer.from(digests?.[algorithm] ?? '', 'hex');
  return signedImage(image, hash, { signer: commercialSigner(), digest: algorithm, ...options });
}

describe('rules 11: a signature in a file is of that file', () => {
  const image = driverContents()['test.sys'] ?? Buffer.of();
  const withImage = (bytes: Uint8Array): Changes => {
    const contents = { ...driverContents(), 'test.sys': bytes };
    return { contents, catalog: catalogWith({ members: membersOf(contents) }) };
  };

  test('signing an executable does not change its digest in the catalog', () => {
    expect(check({ contents: { ...driverContents(), 'test.sys': signed(image) } })).toEqual([
      'accepted',
    ]);
  });

  test('one of another file', () => {
    const other = signedImage(image, Buffer.alloc(20), {
      signer: commercialSigner(),
      digest: 'sha1',
    });
    expect(check(withImage(other))).toEqual([
      'catalog.embedded-signature-invalid test.sys',
      'accepted',
    ]);
  });

  test('one that is no signature', () => {
    const bytes = signed(image);
    bytes[bytes.length - 300] = 0;
    bytes.fill(0xff, image.length + 12, image.length + 20);
    expect(check(withImage(bytes))).toEqual([
      'catalog.embedded-signature-invalid test.sys',
      'accepted',
    ]);
  });

  test('page hashes by SHA-256 alone', () => {
    expect(check(withImage(signed(image, { pageHashes: 'sha256' })))).toEqual([
      'catalog.page-hashes test.cat',
      'refused without updates, accepted with KB3033929',
    ]);
    expect(check(withImage(signed(image, { pageHashes: 'sha1' })))).toEqual(['accepted']);
  });
});

describe('rules 11: the catalog is signed, and the signature is of it', () => {
  /** The catalog of a release with one bit flipped, at the first occurrence of given bytes. */
  const changedAt = (bytesAt: (signature: Buffer) => Buffer): Buffer => {
    let found: Uint8Array = Buffer.of();
    const { unsignedAttributes } = releaseSignature();
    const bytes = signedWith({
      unsignedAttributes: (signature) => {
        found = bytesAt(signature);
        return unsignedAttributes?.(signature) ?? [];
      },
    });
    const index = bytes.indexOf(found);
    expect(index).toBeGreaterThan(0);
    return flip(index)(bytes);
  };

  test.each<readonly [string, Uint8Array, readonly string[]]>([
    [
      'its content',
      changedAt(() => Buffer.from('test.inf', 'utf16le')),
      ['catalog.content-changed test.cat'],
    ],
    ['its signature', changedAt((signature) => signature), ['catalog.signature-invalid test.cat']],
    [
      'the certificate that it names',
      signedWith({ certificates: [] }),
      ['catalog.signer-missing test.cat'],
    ],
    [
      'the key of the certificate',
      signedWith({
        certificates: [commercialSigner({ seed: 'another key' }).certificate],
      }),
      ['catalog.signature-invalid test.cat'],
    ],
  ])('changed: %s', (_, bytes, problems) => {
    expect(check({ catalog: bytes })).toEqual([...problems, 'refused']);
  });

  test('not signed at all', () => {
    const { members, attributes } = catalogOptions();
    expect(check({ catalog: catalog({ members, ...(attributes ? { attributes } : {}) }) })).toEqual(
      ['catalog.not-signed test.cat', 'refused'],
    );
  });
});

describe('rules 11: the certificates vouch for the signer, at the time of the signature', () => {
  test('a certificate of the chain that was changed', () => {
    const [publisher = Buffer.of(), authority = Buffer.of(), root = Buffer.of()] =
      commercialSigner().certificates;
    const certificates = [publisher, flip(-5)(Buffer.from(authority)), root];
    expect(check({ catalog: signedWith({ certificates, unsignedAttributes: () => [] }) })).toEqual([
      'catalog.chain-broken test.cat',
      'catalog.timestamp-missing test.cat',
      'refused',
    ]);
  });

  test('no timestamp', () => {
    expect(check({ catalog: signedWith({ unsignedAttributes: () => [] }) })).toEqual([
      'catalog.timestamp-missing test.cat',
      'accepted, until 2039-12-31',
    ]);
  });

  test('no timestamp, and a certificate that has expired', () => {
    const signer = commercialSigner({ notAfter: '120101000000Z' });
    const { certificates } = signer;
    const found = checkCatalog(
      signedDriver({
        catalog: signedWith({ signer, certificates, unsignedAttributes: () => [] }),
      }),
    );
    const end = Date.UTC(2012, 0, 1) / 1000;
    const at = (time: number): readonly string[] => {
      const { problems, verdict } = judgedAt(found, time);
      return [...problems.map(({ id }) => id), verdictText(verdict)];
    };
    expect(at(end)).toEqual(['catalog.timestamp-missing', 'accepted, until 2012-01-01']);
    expect(at(end + 1)).toEqual(['catalog.certificate-expired', 'refused']);
    expect(judgedAt(found, end + 1).problems).toEqual([
      expect.objectContaining({ found: 'a certificate that was valid until 2012-01-01' }),
    ]);
  });

  test('no timestamp: the first of the certificates to expire ends it', () => {
    const issuer = testIdentity({ name: { CN: 'Short-lived' }, notAfter: '300101000000Z' });
    const signer = testIdentity({ name: { CN: 'Test publisher' }, issuer });
    const { certificates } = signer;
    expect(
      check({ catalog: signedWith({ signer, certificates, unsignedAttributes: () => [] }) }),
    ).toContain('accepted with test signing only, until 2030-01-01');
  });

  test('with a timestamp it is accepted for good', () => {
    const found = checkCatalog(signedDriver());
    expect(judgedAt(found, Date.UTC(2100, 0, 1) / 1000)).toEqual(found);
  });

  test('a timestamp that is not valid', () => {
    const authority = testIdentity({
      name: { CN: 'A signer of code' },
      extendedKeyUsage: CODE_SIGNING,
    });
    const certificates = [...commercialSigner().certificates, authority.certificate];
    const unsignedAttributes = timestampToken(authority, SIGNED, 'sha1');
    expect(check({ catalog: signedWith({ certificates, unsignedAttributes }) })).toEqual([
      'catalog.timestamp-invalid test.cat',
      'refused',
    ]);
  });

  test('a signature after the certificate has expired', () => {
    const signature = releaseSignature(commercialSigner({ notAfter: '190101000000Z' }));
    expect(check({ catalog: catalogWith({ signature }) })).toEqual([
      'catalog.signed-outside-validity test.cat',
      'refused',
    ]);
  });
});

describe('rules 11: Windows knows the root, and the certificates are for code', () => {
  const signedBy = (options: Partial<IdentityOptions>) => {
    const signer = testIdentity({ name: { CN: 'Signer' }, issuer: microsoftRoot(), ...options });
    const own = { ...signer, certificates: [signer.certificate] };
    return catalogWith({ signature: releaseSignature(own) });
  };

  test.each<readonly [string, Uint8Array, readonly string[]]>([
    ['WHQL', signedBy({ extendedKeyUsage: [WHQL, CODE_SIGNING] }), ['accepted']],
    [
      'attestation, which is for Windows 10',
      signedBy({ extendedKeyUsage: [ATTESTATION, CODE_SIGNING] }),
      ['catalog.attestation test.cat', 'refused'],
    ],
    ['WHQL and attestation', signedBy({ extendedKeyUsage: [ATTESTATION, WHQL] }), ['accepted']],
    [
      'a signer of timestamps',
      signedBy({ extendedKeyUsage: TIME_STAMPING }),
      ['catalog.not-for-code test.cat', 'refused'],
    ],
    [
      'a signer that an authority for timestamps issued',
      catalogWith({
        signature: releaseSignature(
          commercialSigner({
            issuer: testIdentity({
              name: { CN: 'Authority for timestamps' },
              issuer: microsoftRoot(),
              extendedKeyUsage: TIME_STAMPING,
            }),
          }),
        ),
      }),
      ['catalog.not-for-code test.cat', 'refused'],
    ],
    [
      'a certificate that a signer of code issued, who is no authority',
      catalogWith({
        signature: releaseSignature(
          testIdentity({
            name: { CN: 'Signer' },
            issuer: testIdentity({
              name: { CN: 'No authority' },
              issuer: microsoftRoot(),
              isAuthority: false,
            }),
          }),
        ),
      }),
      ['catalog.chain-broken test.cat', 'refused'],
    ],
  ])('%s', (_, bytes, expected) => {
    expect(check({ catalog: bytes })).toEqual(expected);
  });

  test('a root of a trusted name with another key is told with its name and the hash of the key below', () => {
    const impostor = testIdentity({
      name: { O: 'Test', CN: 'Test root of Microsoft' },
      seed: 'made for the purpose',
    });
    const [problem, ...others] = checkCatalog(
      signedDriver({ catalog: signedBy({ issuer: impostor, seed: 'forged' }) }),
    ).problems;
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      id: 'catalog.unknown-root',
      message: expect.stringMatching(
        /^the certificates of the signer end in the name of a root that Windows trusts, "CN=Test root of Microsoft, O=Test", but not in its key: the last one is "CN=Signer", whose key has the SHA-256 [0-9a-f]{64}$/,
      ),
    });
  });

  test('a timestamp by an authority that nobody knows does not count', () => {
    expect(check({ catalog: signedWith(strangeTimestamp()) })).toEqual([
      'catalog.unknown-timestamp-root test.cat',
      'may be refused',
    ]);
  });
});

describe('rules 11: the catalog is for Windows 7 of the architecture', () => {
  const members = (osAttribute: string) =>
    membersOf(driverContents()).map((member) => ({ ...member, osAttribute }));
  const withoutOsAttribute = membersOf(driverContents()).map(({ digests, subject, file }) => ({
    digests,
    subject,
    file: file ?? '',
  }));
  const withoutSystem = (catalogOptions().attributes ?? []).slice(1);

  test.each<readonly [string, Partial<CatalogOptions>, readonly string[]]>([
    [
      'OSAttr of Windows 8',
      { members: members('2:6.2') },
      ['catalog.os-attribute-newer test.cat', 'refused'],
    ],
    [
      'OSAttr of Windows 10',
      { members: members('2:10.0') },
      ['catalog.os-attribute-newer test.cat', 'refused'],
    ],
    ['OSAttr of several', { members: members('2:6.0, 2:6.1') }, ['accepted']],
    ['OSAttr of any version 6', { members: members('2:6.x') }, ['accepted']],
    ['OSAttr of nothing that is known', { members: members('1:4.9') }, ['accepted']],
    [
      'OSAttr of Windows XP and Vista',
      { members: members('2:5.1,2:5.2,2:6.0') },
      ['catalog.os-attribute-older test.cat', 'may be refused'],
    ],
    [
      'OSAttr of Windows XP and Vista, signed by Microsoft',
      { members: members('2:5.1,2:5.2,2:6.0'), signature: releaseSignature(microsoft('sha1')) },
      ['accepted'],
    ],
    [
      'OSAttr of Windows 10, signed by Microsoft',
      { members: members('2:10.0'), signature: releaseSignature(microsoft('sha1')) },
      ['catalog.os-attribute-newer test.cat', 'refused'],
    ],
    [
      'OSAttr of the catalog',
      {
        members: withoutOsAttribute,
        attributes: [['OSAttr', '2:6.0'], ...withoutSystem],
      },
      ['catalog.os-attribute-older test.cat', 'may be refused'],
    ],
    ['OS of x86', { attributes: [['OS', '7X86'], ...withoutSystem] }, ['accepted']],
    [
      'OS of the server',
      { attributes: [['OS', 'Server2008R2X64'], ...withoutSystem] },
      ['accepted'],
    ],
    ['OS of several', { attributes: [['OS', 'VistaX64,7X64'], ...withoutSystem] }, ['accepted']],
    ['OS of Windows 8.1', { attributes: [['OS', '_v63_X64'], ...withoutSystem] }, ['accepted']],
    ['OS that nobody knows', { attributes: [['OS', 'TempleOS'], ...withoutSystem] }, ['accepted']],
    [
      'neither',
      {
        members: withoutOsAttribute,
        attributes: [],
      },
      ['accepted'],
    ],
  ])('%s', (_, changes, expected) => {
    expect(check({ catalog: catalogWith(changes) })).toEqual(expected);
  });

  test('what Inf2Cat was told is worth a note, and no more', () => {
    const notesFor = (architecture: 'x86' | 'amd64', system: string): readonly unknown[] => {
      const attributes: CatalogOptions['attributes'] = [['OS', system]];
      const signature = releaseSignature(microsoft());
      const driver = signedDriver({
        architecture,
        catalog: catalogWith({ attributes, signature }),
      });
      return checkCatalog(driver).notes.map(({ id, found }) => [id, found]);
    };
    expect(notesFor('amd64', 'VistaX64,7X64')).toEqual([]);
    expect(notesFor('amd64', 'TempleOS')).toEqual([]);
    expect(notesFor('amd64', '7X86')).toEqual([['catalog.system-not-named', 'OS "7X86"']]);
    expect(notesFor('x86', '7X86')).toEqual([]);
    expect(notesFor('x86', '_v63,7X64')).toEqual([
      ['catalog.system-not-named', 'OS "_v63", "7X64"'],
    ]);
  });

  test('where only the catalog is known, all of its members count', () => {
    const verdictOf = (values: readonly string[]): readonly string[] => {
      const bytes = catalogWith({
        members: values.flatMap((osAttribute) => members(osAttribute)),
      });
      const { files: _, ...driver } = signedDriver({ catalog: bytes });
      const { problems, verdict } = checkCatalog(driver);
      return [...problems.map(({ id }) => id), verdictText(verdict)];
    };
    expect(verdictOf(['2:10.0'])).toEqual(['catalog.os-attribute-newer', 'refused']);
    expect(verdictOf(['2:6.0'])).toEqual(['catalog.os-attribute-older', 'may be refused']);
    expect(verdictOf(['2:10.0', '2:6.1'])).toEqual(['accepted']);
  });

  test('x86', () => {
    const attributes: CatalogOptions['attributes'] = [['OS', '7X86'], ...withoutSystem];
    expect(check({ architecture: 'x86', catalog: catalogWith({ attributes }) })).toEqual([
      'accepted',
    ]);
    expect(check({ architecture: 'x86' })).toEqual(['accepted']);
  });
});

describe('rules 11: Windows does not compare the hardware IDs that a catalog holds', () => {
  test.each([
    ['of the whole submission, as WHQL makes them', ['pci\\ven_1af4&dev_1041', 'test0001']],
    ['without the star that the INF has, as Inf2Cat writes them', ['pnp0001']],
    ['none', []],
  ])('%s', (_, ids) => {
    const attributes: CatalogOptions['attributes'] = [
      ['OS', '7X64'],
      ...ids.map((id, index) => [`HWID${String(index + 1)}`, id] as const),
    ];
    expect(check({ catalog: catalogWith({ attributes }) })).toEqual(['accepted']);
  });
});

describe('rules 11: what Windows 7 accepts', () => {
  const sha256 = { ...releaseSignature(), digest: 'sha256' as const };
  const privateSigner = testIdentity({ name: { CN: 'Test signer' } });
  const { certificates, ...commercial } = commercialSigner();
  const withoutCrossCertificate = { ...commercial, certificates: certificates.slice(0, -1) };

  test.each<
    readonly [string, CatalogOptions['signature'], Partial<CatalogOptions>, readonly string[]]
  >([
    [
      'a signature by SHA-256',
      sha256,
      {},
      ['catalog.sha-2 test.cat', 'refused without updates, accepted with KB3033929'],
    ],
    [
      'a certificate signed by SHA-256',
      releaseSignature(commercialSigner({ digest: 'sha256' })),
      {},
      ['catalog.sha-2 test.cat', 'refused without updates, accepted with KB3033929'],
    ],
    [
      'a signature of Microsoft by SHA-2',
      { ...releaseSignature(microsoft()), digest: 'sha256' },
      {},
      ['catalog.sha-2 test.cat', 'refused without updates, accepted with KB4490628 and KB4474419'],
    ],
    [
      'a catalog of version 2',
      sha256,
      { version: 2 },
      [
        'catalog.sha-2 test.cat',
        'catalog.version-2 test.cat',
        'refused without updates, may be refused with KB4490628 and KB4474419',
      ],
    ],
    [
      'a certificate below a root that the kernel does not know',
      releaseSignature(withoutCrossCertificate),
      {},
      ['catalog.kernel-root test.cat', 'accepted with test signing only'],
    ],
    [
      'a certificate that Windows does not know',
      releaseSignature(privateSigner),
      {},
      ['catalog.unknown-root test.cat', 'accepted with test signing only'],
    ],
    [
      'the same by SHA-256, whose own signature does not matter',
      releaseSignature(testIdentity({ name: { CN: 'Test signer' }, digest: 'sha256' })),
      {},
      ['catalog.unknown-root test.cat', 'accepted with test signing only'],
    ],
  ])('%s', (_, signature, changes, expected) => {
    const options = { ...changes, ...(signature ? { signature } : {}) };
    expect(check({ catalog: catalogWith(options) })).toEqual(expected);
  });

  describe('the kernel asks the catalog for binaries without a signature of their own', () => {
    const image = driverContents()['test.sys'] ?? Buffer.of();
    const library = portableExecutable({
      architecture: 'amd64',
      kind: 'library',
      label: 'A library.',
    });
    const inf = driverContents()['test.inf'] ?? Buffer.of();
    const attestation = microsoft('sha1', { extendedKeyUsage: [ATTESTATION, CODE_SIGNING] });
    const withoutTrustOfKernel = (contents: DriverContents): Changes => ({
      contents,
      catalog: catalogWith({
        members: membersOf(contents),
        signature: releaseSignature(withoutCrossCertificate),
      }),
    });

    test.each<readonly [string, DriverContents, readonly string[]]>([
      [
        'one that has one which the kernel trusts',
        { 'test.inf': inf, 'test.sys': signed(image) },
        ['accepted if the guest trusts the certificate'],
      ],
      [
        'one that has one which the kernel trusts with updates only',
        { 'test.inf': inf, 'test.sys': signed(image, { digest: 'sha256' }) },
        [
          'accepted with test signing only without updates, accepted if the guest trusts the certificate with KB3033929',
        ],
      ],
      [
        'one that has one of somebody else',
        { 'test.inf': inf, 'test.sys': signed(image, { signer: privateSigner }) },
        ['catalog.kernel-root test.cat', 'accepted with test signing only'],
      ],
      [
        'one that has one of another file',
        {
          'test.inf': inf,
          'test.sys': signedImage(image, Buffer.alloc(20), {
            signer: commercialSigner(),
            digest: 'sha1',
          }),
        },
        [
          'catalog.kernel-root test.cat',
          'catalog.embedded-signature-invalid test.sys',
          'accepted with test signing only',
        ],
      ],
      [
        'one that has one by attestation, which is for Windows 10',
        { 'test.inf': inf, 'test.sys': signed(image, { signer: attestation }) },
        ['catalog.kernel-root test.cat', 'accepted with test signing only'],
      ],
      [
        'one that has one with a timestamp of an authority that nobody knows',
        { 'test.inf': inf, 'test.sys': signed(image, strangeTimestamp()) },
        ['catalog.unknown-timestamp-root test.sys', 'may be refused'],
      ],
      [
        'one that has one that was made after the cross-certificate had expired',
        { 'test.inf': inf, 'test.sys': signed(image, releaseSignature(lateSigner())) },
        ['catalog.signed-after-cross-certificate test.sys', 'may be refused'],
      ],
      [
        'one that has one beside another that has none',
        { 'test.inf': inf, 'test.sys': signed(image), 'more.sys': Buffer.from(image) },
        ['catalog.kernel-root test.cat', 'accepted with test signing only'],
      ],
      [
        'a driver that only brings a library',
        { 'test.inf': inf, 'test.dll': library },
        ['accepted if the guest trusts the certificate'],
      ],
      [
        'a driver that brings nothing but its INF',
        { 'test.inf': inf },
        ['accepted if the guest trusts the certificate'],
      ],
    ])('%s', (_, contents, expected) => {
      expect(check(withoutTrustOfKernel(contents))).toEqual(expected);
    });

    test('where only the catalog is known, it asks if that lists a driver', () => {
      const verdictOf = (contents: DriverContents): string => {
        const { files: _, ...driver } = signedDriver(withoutTrustOfKernel(contents));
        return verdictText(checkCatalog(driver).verdict);
      };
      expect(verdictOf({ 'test.inf': inf, 'test.sys': image })).toBe(
        'accepted with test signing only',
      );
      expect(verdictOf({ 'test.inf': inf, 'test.dll': library })).toBe(
        'accepted if the guest trusts the certificate',
      );
    });
  });

  describe('a signature that was made after the cross-certificate had expired', () => {
    const bytes = catalogWith({ signature: releaseSignature(lateSigner()), attributes: [] });

    test('may be refused by the kernel of x64', () => {
      expect(check({ catalog: bytes })).toEqual([
        'catalog.signed-after-cross-certificate test.cat',
        'may be refused',
      ]);
    });

    test('is as good as any other for x86, and where the kernel trusts the files themselves', () => {
      expect(check({ catalog: bytes, architecture: 'x86' })).toEqual(['accepted']);
      const contents = driverContents();
      const image = signed(contents['test.sys'] ?? Buffer.of());
      expect(check({ catalog: bytes, contents: { ...contents, 'test.sys': image } })).toEqual([
        'accepted',
      ]);
    });
  });

  test('on x86 the kernel asks nobody', () => {
    const bytes = catalogWith({ signature: releaseSignature(privateSigner), attributes: [] });
    expect(check({ architecture: 'x86', catalog: bytes })).toEqual([
      'catalog.unknown-root test.cat',
      'accepted if the guest trusts the certificate',
    ]);
  });

  test('setup has no updates', () => {
    const driver = { catalog: catalogWith({ signature: sha256 }), isBootCritical: true };
    expect(checkCatalog(signedDriver(driver)).problems).toEqual([
      expect.objectContaining({
        message:
          'Windows 7 accepts this driver only with KB3033929, and setup from the installation medium refuses it',
        found: 'a signature by SHA-256',
      }),
    ]);
  });

  test('a further signature by SHA-256 takes nothing away', () => {
    const nested = catalogWith({ signature: sha256 });
    const bytes = signedWith({
      unsignedAttributes: (signature) => [
        ...(releaseSignature().unsignedAttributes?.(signature) ?? []),
        nestedSignature(nested),
      ],
    });
    expect(check({ catalog: bytes })).toEqual(['accepted']);
    expect(signedDriver({ catalog: bytes }).catalog.signature?.nested).toMatchObject([
      { digestAlgorithm: 'sha256', standing: 'valid', isContentIntact: true },
    ]);
  });
});

describe('rules 11: whom Windows 7 asks about before it installs a driver', () => {
  const notes = (signature: CatalogOptions['signature']): readonly string[] =>
    checkCatalog(signedDriver({ catalog: catalogWith(signature ? { signature } : {}) })).notes.map(
      ({ id }) => id,
    );

  test.each<readonly [string, CatalogOptions['signature'], readonly string[]]>([
    ['a publisher that signs by SHA-1', releaseSignature(), ['catalog.publisher-not-trusted']],
    [
      'a publisher that signs by SHA-256',
      { ...releaseSignature(), digest: 'sha256' },
      ['catalog.publisher-not-trusted', 'catalog.publisher-sha-2'],
    ],
    [
      'a publisher whose certificate is signed by SHA-256',
      releaseSignature(commercialSigner({ digest: 'sha256' })),
      ['catalog.publisher-not-trusted', 'catalog.publisher-sha-2'],
    ],
    ['Microsoft', releaseSignature(microsoft()), []],
    ['a publisher whose signature is none', { ...releaseSignature(), isBareDigest: true }, []],
  ])('%s', (_, signature, expected) => {
    expect(notes(signature)).toEqual(expected);
  });
});
