import { portableExecutable } from '@aero-guest-tools/sample-virtio-win';
import {
  catalog,
  CODE_SIGNING,
  nestedSignature,
  signedImage,
  type CatalogOptions,
  type Identity,
  type SignOptions,
} from '@aero-guest-tools/test-signing';
import { atBuild, windowsTarget, type WindowsTarget } from '@aero-guest-tools/windows-target';
import { describe, expect, test } from '@jest/globals';
import { checkCatalog, type CatalogCheck } from './check-catalog';
import { ATTESTATION, WHQL } from './extended-key-usage';
import { judgedAt } from './judged-at';
import { describeFile } from './packaged-file';
import {
  catalogOptions,
  commercialSigner,
  driverContents,
  membersOf,
  microsoftRoot,
  releaseSignature,
  signedDriver,
  testIdentity,
} from './signed-driver.fixture';
import { verdictFields } from './verdict-json';
import { secureBootText, verdictText } from './verdict-text';

const byMicrosoft = (...extendedKeyUsage: readonly string[]): Identity => {
  const signer = testIdentity({
    name: { CN: 'Test of Microsoft' },
    issuer: microsoftRoot(),
    extendedKeyUsage,
  });
  return { ...signer, certificates: [signer.certificate] };
};

const SIGNERS = {
  WHQL: byMicrosoft(WHQL, CODE_SIGNING),
  attestation: byMicrosoft(ATTESTATION, CODE_SIGNING),
  Microsoft: byMicrosoft(CODE_SIGNING),
  early: commercialSigner({ notBefore: '150728235959Z' }),
  late: commercialSigner({ notBefore: '150729000000Z' }),
  nobody: testIdentity({ name: { CN: 'Test signer' } }),
} as const;

/** A version of Windows, at its newest build or at another one. */
function windowsOf(id: string): WindowsTarget {
  const [name = '', build] = id.split(' at ');
  return build === undefined ? windowsTarget(name) : atBuild(windowsTarget(name), Number(build));
}

/** The catalog of a driver for a Windows. */
function catalogFor(
  windows: WindowsTarget,
  signature: CatalogOptions['signature'],
  contents = driverContents(),
): Buffer {
  return catalog({
    ...catalogOptions(contents),
    version: 2,
    attributes: [],
    members: membersOf(contents).map((member) => ({
      ...member,
      osAttribute: windows.osAttribute,
    })),
    ...(signature === undefined ? {} : { signature }),
  });
}

function checkOn(
  windows: WindowsTarget,
  signature: CatalogOptions['signature'],
  changes: Parameters<typeof signedDriver>[0] = {},
): CatalogCheck {
  return checkCatalog(
    signedDriver({ catalog: catalogFor(windows, signature, changes.contents), ...changes }),
    windows,
  );
}

const by = (signer: keyof typeof SIGNERS): NonNullable<CatalogOptions['signature']> =>
  releaseSignature(SIGNERS[signer]);

describe('rules 11: what Windows 8 and newer accept', () => {
  const TEST_SIGNED = 'refused with Secure Boot, without it accepted with test signing only';

  test.each<readonly [string, Readonly<Record<keyof typeof SIGNERS, string>>]>([
    [
      'w8.1',
      {
        WHQL: 'accepted',
        attestation: 'refused',
        Microsoft: 'accepted',
        early: 'accepted',
        late: 'accepted',
        nobody: TEST_SIGNED,
      },
    ],
    [
      'w10 at 10586',
      {
        WHQL: 'accepted',
        attestation: 'accepted',
        Microsoft: 'accepted',
        early: 'accepted',
        late: 'accepted',
        nobody: TEST_SIGNED,
      },
    ],
    [
      'w10 at 14393',
      {
        WHQL: 'accepted',
        attestation: 'accepted',
        Microsoft: 'accepted',
        early: 'accepted',
        late: 'refused with Secure Boot, accepted without it',
        nobody: TEST_SIGNED,
      },
    ],
    [
      'w11',
      {
        WHQL: 'accepted',
        attestation: 'accepted',
        Microsoft: 'accepted',
        early: 'may be refused',
        late: 'refused with Secure Boot, may be refused without it',
        nobody: TEST_SIGNED,
      },
    ],
    [
      '2k22',
      {
        WHQL: 'accepted',
        attestation: 'may be refused',
        Microsoft: 'accepted',
        early: 'may be refused',
        late: 'refused with Secure Boot, may be refused without it',
        nobody: TEST_SIGNED,
      },
    ],
  ])('%s', (id, expected) => {
    const windows = windowsOf(id);
    const verdicts = Object.keys(SIGNERS).map((signer) => {
      const { verdict } = checkOn(windows, by(signer as keyof typeof SIGNERS));
      return [signer, verdictText(verdict)];
    });
    expect(Object.fromEntries(verdicts)).toEqual(expected);
  });

  test('x86 asks for signatures of what the kernel loads where Secure Boot is on', () => {
    const contents = driverContents('x86');
    const onX86 = (signer: keyof typeof SIGNERS): string =>
      verdictText(checkOn(windowsOf('w10'), by(signer), { contents, architecture: 'x86' }).verdict);
    expect(onX86('late')).toBe('refused with Secure Boot, accepted without it');
    expect(onX86('nobody')).toBe(
      'refused with Secure Boot, without it accepted if the guest trusts the certificate',
    );
  });

  test('ARM64 takes WHQL signatures', () => {
    const sys = driverContents()['test.sys'] ?? Buffer.of();
    const image = Buffer.from(sys);
    image.writeUInt16LE(0xaa64, image.readUInt32LE(60) + 4);
    expect(describeFile('test.sys', image).architecture).toBe('arm64');
    const contents = { ...driverContents(), 'test.sys': image };
    const onArm64 = (signer: keyof typeof SIGNERS): string =>
      verdictText(
        checkOn(windowsOf('w11'), by(signer), { contents, architecture: 'arm64' }).verdict,
      );
    expect(onArm64('WHQL')).toBe('accepted');
    expect(onArm64('attestation')).toBe('may be refused');
    expect(onArm64('early')).toBe('refused');
  });

  test('a driver that brings nothing for the kernel is a matter of installation alone', () => {
    const contents = { 'test.inf': driverContents()['test.inf'] ?? Buffer.of() };
    const verdictOf = (signer: keyof typeof SIGNERS): string =>
      verdictText(checkOn(windowsOf('w11'), by(signer), { contents }).verdict);
    expect(verdictOf('late')).toBe('accepted');
    expect(verdictOf('nobody')).toBe('accepted if the guest trusts the certificate');
  });

  test('a problem says for which state of Secure Boot, why, and by which pages', () => {
    const { problems } = checkOn(windowsOf('2k22'), by('late'));
    expect(problems.map(({ id, message }) => [id, message])).toEqual([
      [
        'catalog.code-signing-policy',
        expect.stringMatching(
          /^Windows Server 2022 refuses this driver where Secure Boot is on: .*\(Driver Signing Policy\)$/,
        ),
      ],
      [
        'catalog.code-signing-policy-disputed',
        expect.stringMatching(
          /^Windows Server 2022 may refuse this driver where Secure Boot is off: .*\(Driver Signing Policy\); but .*\(Driver code signing requirements\)$/,
        ),
      ],
    ]);
    expect(problems[0]?.found).toBe(
      'a signature by way of a cross-certificate, by a certificate that was issued on 2015-07-29',
    );
    expect(checkOn(windowsOf('w10'), by('WHQL')).problems).toEqual([]);
    expect(checkOn(windowsOf('w8.1'), by('attestation')).problems.map(({ id }) => id)).toEqual([
      'catalog.attestation',
    ]);
  });

  test('the versions in OSAttr are compared with that of the Windows', () => {
    const problemsOn = (
      id: string,
      of: string,
      signer: keyof typeof SIGNERS,
    ): readonly string[] => {
      const bytes = catalogFor(windowsOf(of), by(signer));
      const { problems } = checkCatalog(signedDriver({ catalog: bytes }), windowsOf(id));
      return problems.map((problem) => problem.id);
    };
    expect(problemsOn('w8.1', 'w10', 'WHQL')).toEqual(['catalog.os-attribute-newer']);
    expect(problemsOn('w8.1', 'w8', 'WHQL')).toEqual([]);
    expect(problemsOn('w8.1', 'w8', 'late')).toEqual(['catalog.os-attribute-older']);
    expect(problemsOn('2k25', 'w10', 'WHQL')).toEqual([]);
  });

  test('a client that the catalog names stands for the server of its version', () => {
    const notesOn = (id: string, architecture: 'x86' | 'amd64'): readonly unknown[] => {
      const contents = driverContents(architecture);
      const windows = windowsOf(id);
      const bytes = catalog({
        ...catalogOptions(contents),
        members: membersOf(contents).map((member) => ({
          ...member,
          osAttribute: windows.osAttribute,
        })),
        attributes: [['OS', '_v100_X64_22H2']],
        signature: by('WHQL'),
      });
      return checkCatalog(
        signedDriver({ architecture, contents, catalog: bytes }),
        windows,
      ).notes.map((note) => [note.id, note.expected]);
    };
    expect(notesOn('2k16', 'amd64')).toEqual([]);
    expect(notesOn('w10', 'x86')).toEqual([['catalog.system-not-named', '_v100_X86']]);
    expect(notesOn('w8.1', 'amd64')).toEqual([['catalog.system-not-named', '_v63_X64']]);
  });

  test('a signature without a timestamp ends, in both states of Secure Boot', () => {
    const { signer } = releaseSignature(SIGNERS.WHQL);
    const bytes = catalogFor(windowsOf('w11'), { signer, digest: 'sha256' });
    const check = checkCatalog(signedDriver({ catalog: bytes }), windowsOf('w11'));
    const { until = 0 } = check.verdict;
    expect(verdictText(check.verdict)).toMatch(/^accepted, until \d{4}-\d\d-\d\d$/);
    expect(judgedAt(check, until).verdict).toEqual(check.verdict);
    expect(judgedAt(check, until + 1).verdict).toEqual({
      windows: 'w11',
      secureBootOn: 'refused',
      secureBootOff: 'refused',
    });
  });
});

describe('rules 11: of nested signatures one that is accepted is enough', () => {
  const w11 = windowsOf('w11');
  const holding = (nested: Buffer): CatalogOptions['signature'] => ({
    ...by('nobody'),
    unsignedAttributes: () => [nestedSignature(nested)],
  });

  test('in a catalog', () => {
    const nested = catalogFor(w11, { ...by('WHQL'), digest: 'sha256' });
    const check = checkOn(w11, holding(nested));
    expect([...check.problems, verdictText(check.verdict)]).toEqual(['accepted']);
    // Windows 7 sees only the outer signature.
    const bytes = catalogFor(windowsOf('w7'), holding(catalogFor(windowsOf('w7'), by('WHQL'))));
    expect(verdictText(checkCatalog(signedDriver({ catalog: bytes })).verdict)).not.toMatch(
      /^accepted$/,
    );
  });

  test('but not one of another catalog', () => {
    const contents = { ...driverContents(), 'more.txt': Buffer.from('another catalog') };
    const nested = catalogFor(w11, by('WHQL'), contents);
    const { verdict } = checkOn(w11, holding(nested));
    expect(verdictText(verdict)).toMatch(/^refused with Secure Boot/);
  });

  const image = driverContents()['test.sys'] ?? Buffer.of();
  const signed = (signer: Identity, options: Partial<SignOptions> = {}, hashed = image): Buffer =>
    signedImage(image, Buffer.from(describeFile('x.sys', hashed).digests?.sha256 ?? '', 'hex'), {
      signer,
      digest: 'sha256',
      ...options,
    });
  /** The PKCS #7 structure in a signed image. */
  const signatureIn = (bytes: Buffer): Buffer => {
    const der = bytes.subarray(Math.ceil(image.length / 8) * 8 + 8);
    return der.subarray(0, der.readUInt16BE(2) + 4);
  };
  const verdictWith = (sys: Buffer): string => {
    const contents = { ...driverContents(), 'test.sys': sys };
    return verdictText(checkOn(w11, by('late'), { contents }).verdict);
  };

  test('in a file', () => {
    const nested = signatureIn(signed(SIGNERS.WHQL));
    const unsignedAttributes = (): readonly Buffer[] => [nestedSignature(nested)];
    expect(verdictWith(signed(SIGNERS.WHQL))).toBe('accepted');
    expect(verdictWith(signed(SIGNERS.nobody))).toMatch(/^refused with Secure Boot/);
    expect(verdictWith(signed(SIGNERS.nobody, { unsignedAttributes }))).toBe('accepted');
  });

  test('but not one of another file', () => {
    const other = portableExecutable({ architecture: 'amd64', kind: 'driver', label: 'Another.' });
    const nested = signatureIn(signed(SIGNERS.WHQL, {}, other));
    const unsignedAttributes = (): readonly Buffer[] => [nestedSignature(nested)];
    expect(verdictWith(signed(SIGNERS.nobody, { unsignedAttributes }))).toMatch(
      /^refused with Secure Boot/,
    );
  });
});

describe('rules 11: a note says what memory integrity does not load', () => {
  const notesFor = (id: string, change: (image: Buffer) => void): readonly unknown[] => {
    const image = Buffer.from(driverContents()['test.sys'] ?? []);
    change(image);
    const contents = { ...driverContents(), 'test.sys': image };
    const { notes, problems } = checkOn(windowsOf(id), by('WHQL'), { contents });
    expect(problems).toEqual([]);
    return notes.map((note) => [note.id, note.found]);
  };
  const optionalHeaderOf = (image: Buffer): number => image.readUInt32LE(60) + 24;
  const writableCode = (image: Buffer): void => {
    const sections = optionalHeaderOf(image) + image.readUInt16LE(optionalHeaderOf(image) - 4);
    image.writeUInt32LE(0xe000_0020, sections + 36);
  };

  test('sections that are writable and executable', () => {
    expect(notesFor('w11', () => {})).toEqual([]);
    expect(notesFor('w11', writableCode)).toEqual([
      ['catalog.memory-integrity', 'the section ".text", writable and executable'],
    ]);
    expect(notesFor('w8.1', writableCode)).toEqual([]);
  });

  test('sections that are not aligned to pages', () => {
    expect(
      notesFor('2k22', (image) => void image.writeUInt32LE(0x200, optionalHeaderOf(image) + 32)),
    ).toEqual([['catalog.memory-integrity', 'sections aligned to 0x200 bytes']]);
  });
});

describe('rules 11: verdicts name their Windows', () => {
  test.each([
    ['w7', 'windows_7'],
    ['w8.1', 'windows_8_1'],
    ['w11', 'windows_11'],
    ['2k8R2', 'windows_server_2008_r2'],
    ['2k22', 'windows_server_2022'],
  ])('%s: %s', (id, field) => {
    const windows = windowsOf(id);
    const { verdict } = checkOn(windows, by('WHQL'));
    expect(Object.keys(verdictFields(verdict))).toEqual([field]);
    expect(verdict.windows ?? 'w7').toBe(id);
  });

  test('in text, of one state of Secure Boot or of both', () => {
    const { verdict } = checkOn(windowsOf('w10 at 14393'), by('late'));
    expect(verdictFields(verdict)).toEqual({
      windows_10: { secure_boot_on: 'refused', secure_boot_off: 'accepted' },
    });
    expect(secureBootText(verdict, 'on')).toBe('refused');
    expect(secureBootText(verdict, 'off')).toBe('accepted');
  });
});
