import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogFiles, installedFiles, parseInf } from '@aero-guest-tools/inf';
import { windowsTarget } from '@aero-guest-tools/windows-target';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readCatalog } from './catalog';
import { checkCatalog, type CatalogCheck } from './check-catalog';
import { osslsigncode, withoutOsslsigncode, type Opinion } from './osslsigncode.fixture';
import { describeFile } from './packaged-file';
import { verdictText } from './verdict-text';
import { WINDOWS_ROOTS } from './windows-roots';

const image = '../shared/virtio-win/virtio-win-w7-subset.iso';
/** A subset of the current release, in its layout. */
const currentImage = '../shared/virtio-win/virtio-win-0.1.285-subset.iso';
const pathOf = (name: string): string => join(__dirname, '../../..', name);

const obstacleOf = (name: string): string | undefined => {
  if (!existsSync(pathOf(name))) return `there is no ${name}`;
  if (spawnSync('bsdtar', ['--version']).status === 0) return undefined;
  return 'bsdtar (Debian package libarchive-tools) is not installed';
};
const obstacle = obstacleOf(image);
if (obstacle !== undefined) console.warn(`skipped: ${obstacle}`);
const describeGenuine = obstacle === undefined ? describe : describe.skip;
const currentObstacle = obstacleOf(currentImage);
if (currentObstacle !== undefined) console.warn(`skipped: ${currentObstacle}`);
const describeCurrent = currentObstacle === undefined ? describe : describe.skip;

type Architecture = 'x86' | 'amd64';

const DRIVERS = ['viostor', 'NetKVM', 'vioinput'].flatMap((driver) =>
  (['x86', 'amd64'] as const).map((architecture) => [driver, architecture] as const),
);

let root: string;
let currentRoot: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'genuine-catalogs-'));
  currentRoot = mkdtempSync(join(tmpdir(), 'genuine-catalogs-'));
  if (obstacle === undefined) execFileSync('bsdtar', ['-xf', pathOf(image), '-C', root]);
  if (currentObstacle === undefined)
    execFileSync('bsdtar', ['-xf', pathOf(currentImage), '-C', currentRoot]);
});
afterAll(() => {
  for (const directory of [root, currentRoot]) {
    // The files of the images are read-only.
    execFileSync('chmod', ['-R', 'u+w', directory]);
    rmSync(directory, { recursive: true, force: true });
  }
});

/** The files of a genuine driver by their names. */
function filesOf(
  driver: string,
  architecture: Architecture,
  system = 'w7',
  directoryOfImage = root,
): Map<string, Buffer> {
  const directory = join(directoryOfImage, driver, system, architecture);
  return new Map(
    readdirSync(directory).map((name) => [name, readFileSync(join(directory, name))] as const),
  );
}

function only(files: ReadonlyMap<string, Buffer>, extension: string): string {
  const [name = '', ...others] = [...files.keys()].filter((file) => file.endsWith(extension));
  expect(others).toEqual([]);
  return name;
}

function check(
  files: ReadonlyMap<string, Buffer>,
  architecture: Architecture,
  windows = windowsTarget('w7'),
  infName = only(files, '.inf'),
): CatalogCheck {
  const inf = parseInf(files.get(infName) ?? Buffer.of(), infName);
  const [catalogName = ''] = catalogFiles(inf, architecture);
  const installed = installedFiles(inf, infName, [...files.keys()], architecture, windows);
  const driver = {
    catalog: readCatalog(files.get(catalogName) ?? Buffer.of(), catalogName),
    architecture,
    files: [...files]
      .filter(([name]) => name === infName || installed.includes(name))
      .map(([name, bytes]) => describeFile(name, bytes)),
    isBootCritical: false,
  };
  return checkCatalog(driver, windows);
}

/** Offset of the checksum in the headers of an executable. */
function checksumOf(bytes: Buffer): number {
  return bytes.readUInt32LE(60) + 24 + 64;
}

/** The signature is the first OCTET STRING of 256 octets. */
function changedSignature(bytes: Buffer): Buffer {
  return changed(bytes, bytes.indexOf(Buffer.from('04820100', 'hex')) + 100);
}

/** The signer's certificate comes first. */
function changedCertificate(bytes: Buffer): Buffer {
  return changed(bytes, bytes.indexOf(Buffer.from('Red Hat, Inc')));
}

/** Flips a bit at a position, counted from the end if it is negative. */
function changed(bytes: Buffer, position: number): Buffer {
  const copy = Buffer.from(bytes);
  const index = position < 0 ? bytes.length + position : position;
  copy[index] = (bytes[index] ?? 0) ^ 1;
  return copy;
}

describeGenuine('the genuine drivers for Windows 7', () => {
  test.each(DRIVERS)('%s for %s passes every check', (driver, architecture) => {
    const { problems, verdict } = check(filesOf(driver, architecture), architecture);
    expect(problems).toEqual([]);
    expect(verdictText(verdict)).toBe('accepted');
  });

  test('are signed by Red Hat, by way of a cross-certificate, with a timestamp', () => {
    const files = filesOf('viostor', 'amd64');
    const { signature } = readCatalog(files.get('viostor.cat') ?? Buffer.of(), 'viostor.cat');
    expect(signature).toMatchObject({
      digestAlgorithm: 'sha1',
      signer: { subject: { commonName: 'Red Hat, Inc' }, key: 'RSA 2048' },
      chain: { anchor: { name: { commonName: 'Microsoft Code Verification Root' } } },
      timestamp: {
        kind: 'countersignature',
        time: Date.UTC(2019, 5, 8, 2, 48, 4) / 1000,
        chain: { anchor: { name: { commonName: 'DigiCert Assured ID Root CA' } } },
      },
    });
    const { certificates = [] } = signature?.chain ?? {};
    expect(WINDOWS_ROOTS).toContainEqual(
      expect.objectContaining({
        subject: certificates.at(-1)?.subject.text,
        crossCertificate: certificates.at(-1)?.thumbprint,
      }),
    );
  });

  test('bring a co-installer that Microsoft signed', () => {
    const name = 'WdfCoInstaller01009.dll';
    const { embedded } = describeFile(name, filesOf('vioinput', 'amd64').get(name) ?? Buffer.of());
    const authority = 'Microsoft Root Authority';
    expect(embedded?.signature).toMatchObject({
      chain: { anchor: { name: { commonName: authority } } },
      timestamp: { chain: { anchor: { name: { commonName: authority } } } },
    });
    expect(embedded?.signature.chain.flaw).toBeUndefined();
    expect(embedded?.signature.timestamp?.flaw).toBeUndefined();
  });
});

describeCurrent('the genuine drivers of the current release', () => {
  test.each(
    ['viostor', 'vioscsi', 'vioserial', 'NetKVM', 'vioinput'].flatMap((driver) =>
      (['x86', 'amd64'] as const).map((architecture) => [driver, architecture] as const),
    ),
  )('%s for Windows 7 %s is accepted', (driver, architecture) => {
    const { problems, notes, verdict } = check(
      filesOf(driver, architecture, 'w7', currentRoot),
      architecture,
    );
    expect(problems).toEqual([]);
    // Red Hat is not a publisher that Windows trusts by default.
    expect(notes.map(({ id }) => id)).toEqual(['catalog.publisher-not-trusted']);
    expect(verdictText(verdict)).toBe('accepted');
  });

  test.each([
    ['vioscsi', 'vioscsi.cat', Date.UTC(2018, 7, 3, 11, 8, 29)],
    ['vioserial', 'vioser.cat', Date.UTC(2018, 5, 12, 3, 52, 5)],
  ])('%s has a timestamp of Symantec without DigestInfo', (driver, name, time) => {
    const files = filesOf(driver, 'amd64', 'w7', currentRoot);
    const { signature } = readCatalog(files.get(name) ?? Buffer.of(), name);
    expect(signature?.timestamp).toMatchObject({ kind: 'countersignature', time: time / 1000 });
    expect(signature?.timestamp?.flaw).toBeUndefined();
  });
});

describeCurrent(
  'the genuine drivers of the current release, for the Windows that is asked about',
  () => {
    const TEST_SIGNED = 'refused with Secure Boot, without it accepted with test signing only';
    const CROSS_SIGNED = 'refused with Secure Boot, may be refused without it';

    test.each(
      [
        ['NetKVM', 'netkvm.inf'],
        ['vioscsi', 'vioscsi.inf'],
      ].flatMap(([driver = '', inf = '']) =>
        [
          ['w10', 'w7', 'refused'],
          ['w10', 'w8.1', 'refused'],
          ['w10', 'w10', 'accepted'],
          ['w10', 'w11', 'accepted'],
          ['w11', 'w11', 'accepted'],
          ['w10', '2k16', 'accepted'],
          ['2k22', '2k22', 'accepted'],
          ['2k25', '2k25', 'accepted'],
          ['w8.1', 'w8.1', TEST_SIGNED],
          ['w8.1', '2k12R2', TEST_SIGNED],
          ['w7', 'w7', 'accepted'],
          ['w7', '2k8R2', 'accepted'],
          ['w7', 'w10', CROSS_SIGNED],
          ['w7', 'w11', CROSS_SIGNED],
          ['w7', '2k25', CROSS_SIGNED],
        ].map(
          ([folder = '', id = '', expected = '']) => [driver, folder, id, expected, inf] as const,
        ),
      ),
    )('%s of %s on %s: %s', (driver, folder, id, expected, inf) => {
      const files = filesOf(driver, 'amd64', folder, currentRoot);
      const { problems, notes, verdict } = check(files, 'amd64', windowsTarget(id), inf);
      expect(verdictText(verdict)).toBe(expected);
      if (expected !== 'accepted') return;
      expect(problems).toEqual([]);
      expect(notes.filter((note) => note.id !== 'catalog.publisher-not-trusted')).toEqual([]);
    });

    test.each([
      ['NetKVM', 'netkvm.inf', '2019-02-15'],
      ['vioscsi', 'vioscsi.inf', '2016-03-18'],
    ])('%s of w7 is told on Windows 10 for what it is', (driver, inf, issued) => {
      const files = filesOf(driver, 'amd64', 'w7', currentRoot);
      const { problems } = check(files, 'amd64', windowsTarget('w10'), inf);
      expect(problems.map(({ id }) => id)).toEqual([
        'catalog.code-signing-policy',
        'catalog.code-signing-policy-disputed',
        'catalog.os-attribute-older',
      ]);
      expect(problems[0]?.message).toMatch(
        /refuses this driver where Secure Boot is on: .*fresh installation/,
      );
      expect(problems[0]?.found).toContain(issued);
    });

    test('the second INF of NetKVM has a catalog of its own', () => {
      const files = filesOf('NetKVM', 'amd64', 'w11', currentRoot);
      const { problems, verdict } = check(files, 'amd64', windowsTarget('w11'), 'vioprot.inf');
      expect(problems).toEqual([]);
      expect(verdictText(verdict)).toBe('accepted');
    });
  },
);

describeGenuine('the genuine drivers for other systems', () => {
  test('for Windows 8 are not for Windows 7, and their line ends were changed', () => {
    const { problems, verdict } = check(filesOf('viostor', 'amd64', 'w8'), 'amd64');
    expect(problems.map(({ id, found }) => [id, found])).toEqual([
      ['catalog.line-ends-changed', 'lines that end in LF'],
      ['catalog.unknown-root', '"CN=Red Hat Inc., OU=Dev, O=virtio-win"'],
      ['catalog.sha-2', 'a signature by SHA-256'],
      ['catalog.version-2', expect.anything()],
      ['catalog.os-attribute-newer', 'OSAttr "2:6.2"'],
    ]);
    expect(verdictText(verdict)).toBe('refused');
  });

  test('have a timestamp of RFC 3161', () => {
    const files = filesOf('NetKVM', 'x86', 'w8.1');
    const { signature, version } = readCatalog(files.get('netkvm.cat') ?? Buffer.of(), 'a.cat');
    expect(version).toBe(2);
    expect(signature?.timestamp).toMatchObject({ kind: 'RFC 3161', digestAlgorithm: 'sha256' });
    expect(signature?.timestamp?.flaw).toBeUndefined();
  });
});

describeGenuine('a genuine driver that was changed', () => {
  type Change = (files: Map<string, Buffer>) => unknown;
  const edit =
    (extension: string, change: (bytes: Buffer) => Buffer): Change =>
    (files) => {
      const name = only(files, extension);
      return files.set(name, change(files.get(name) ?? Buffer.of()));
    };

  test.each<readonly [string, Change, readonly string[]]>([
    [
      'a byte of the .sys',
      edit('.sys', (bytes) => changed(bytes, 5000)),
      ['catalog.file-contradicts'],
    ],
    ['its checksum alone', edit('.sys', (bytes) => changed(bytes, checksumOf(bytes))), []],
    [
      'something behind the .sys',
      edit('.sys', (bytes) => Buffer.concat([bytes, Buffer.alloc(8)])),
      ['catalog.file-contradicts'],
    ],
    [
      'a byte of the .inf',
      edit('.inf', (bytes) => changed(bytes, 10)),
      ['catalog.file-contradicts'],
    ],
    [
      'something behind the .inf',
      edit('.inf', (bytes) => Buffer.concat([bytes, Buffer.from('\r\n')])),
      ['catalog.file-contradicts'],
    ],
    [
      'the content of the catalog',
      edit('.cat', (bytes) => changed(bytes, bytes.indexOf(Buffer.from('viostor.sys', 'utf16le')))),
      ['catalog.content-changed'],
    ],
    ['the signature of the catalog', edit('.cat', changedSignature), ['catalog.signature-invalid']],
    ['its timestamp', edit('.cat', (bytes) => changed(bytes, -1)), ['catalog.timestamp-invalid']],
    ["the signer's certificate", edit('.cat', changedCertificate), ['catalog.chain-broken']],
    [
      'the catalog of the other architecture',
      (files) =>
        files.set('viostor.cat', filesOf('viostor', 'x86').get('viostor.cat') ?? Buffer.of()),
      ['catalog.file-contradicts', 'catalog.file-contradicts'],
    ],
  ])('%s', (_, change, codes) => {
    const files = filesOf('viostor', 'amd64');
    change(files);
    expect(check(files, 'amd64').problems.map(({ id }) => id)).toEqual(codes);
  });
});

const describeWithProgram =
  obstacle === undefined && withoutOsslsigncode === undefined ? describe : describe.skip;
if (withoutOsslsigncode !== undefined) console.warn(`skipped: ${withoutOsslsigncode}`);

describeWithProgram('osslsigncode agrees', () => {
  const TIME = Date.UTC(2019, 5, 9) / 1000;

  /** Whether this system has the root that the drivers were signed under. */
  let isTrustedHere: boolean;
  beforeAll(() => {
    const directory = join(root, 'viostor/w7/amd64');
    const paths = [join(directory, 'viostor.cat'), join(directory, 'viostor.sys')] as const;
    isTrustedHere = osslsigncode(...paths, { time: TIME }).isValid;
    if (!isTrustedHere) console.warn('skipped in part: the system does not trust DigiCert');
  });

  function opinions(
    catalogBytes: Buffer,
    imageBytes: Buffer,
  ): { readonly theirs: Opinion; readonly ours: Opinion } {
    writeFileSync(join(root, 'a.cat'), catalogBytes);
    writeFileSync(join(root, 'a.sys'), imageBytes);
    const theirs = osslsigncode(join(root, 'a.cat'), join(root, 'a.sys'), { time: TIME });
    const { problems } = checkCatalog({
      catalog: readCatalog(catalogBytes, 'a.cat'),
      architecture: 'amd64',
      files: [describeFile('a.sys', imageBytes)],
      isBootCritical: false,
    });
    const isMember = !problems.some(({ kind }) => kind === 'membership');
    if (!isTrustedHere)
      return { theirs: { ...theirs, isValid: false }, ours: { isMember, isValid: false } };
    const isSigned = !problems.some(
      ({ kind, id }) => kind === 'signature' || id === 'catalog.chain-broken',
    );
    return { theirs, ours: { isMember, isValid: isMember && isSigned } };
  }

  test.each(DRIVERS)('on every executable of %s for %s', (driver, architecture) => {
    const files = filesOf(driver, architecture);
    const catalog = files.get(only(files, '.cat')) ?? Buffer.of();
    const images = [...files].filter(([name]) => /\.(?:sys|dll)$/i.test(name));
    expect(images.length).toBeGreaterThan(0);
    for (const [name, bytes] of images) {
      const { theirs, ours } = opinions(catalog, bytes);
      expect([name, theirs]).toEqual([name, ours]);
    }
  });

  test.each<readonly [string, () => readonly [catalog: Buffer, image: Buffer]]>([
    ['a byte of the .sys', () => pair((catalog, bytes) => [catalog, changed(bytes, 5000)])],
    ['its checksum', () => pair((catalog, bytes) => [catalog, changed(bytes, checksumOf(bytes))])],
    [
      'something behind it',
      () => pair((catalog, bytes) => [catalog, Buffer.concat([bytes, Buffer.alloc(8)])]),
    ],
    [
      'the content of the catalog',
      () =>
        pair((catalog, bytes) => [
          changed(catalog, catalog.indexOf('v\0i\0o\0s\0t\0o\0r\0.\0s')),
          bytes,
        ]),
    ],
    ['its signature', () => pair((catalog, bytes) => [changedSignature(catalog), bytes])],
    ['its certificate', () => pair((catalog, bytes) => [changedCertificate(catalog), bytes])],
    [
      'the catalog of the other architecture',
      () =>
        pair((_, bytes) => [filesOf('viostor', 'x86').get('viostor.cat') ?? Buffer.of(), bytes]),
    ],
  ])('on a change: %s', (_, change) => {
    const { theirs, ours } = opinions(...change());
    expect(theirs).toEqual(ours);
  });

  function pair(
    change: (catalog: Buffer, image: Buffer) => readonly [catalog: Buffer, image: Buffer],
  ): readonly [catalog: Buffer, image: Buffer] {
    const files = filesOf('viostor', 'amd64');
    return change(files.get('viostor.cat') ?? Buffer.of(), files.get('viostor.sys') ?? Buffer.of());
  }
});
