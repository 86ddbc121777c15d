import { createHash } from 'node:crypto';
import { describeFile, trustAnchorOf, type TrustAnchor } from '@aero-guest-tools/catalog';
import { fileInMemory } from '@aero-guest-tools/file-tree';
import { portableExecutable } from '@aero-guest-tools/sample-virtio-win';
import {
  catalog,
  CODE_SIGNING,
  identity,
  szdd,
  type CatalogOptions,
} from '@aero-guest-tools/test-signing';
import { describe, expect, test } from '@jest/globals';
import { checkDriverTree } from './check-drivers';
import type { DriverTree } from './driver-tree';
import { parsePackagingSpec } from './parse-packaging-spec';
import { parseJson } from '@aero-guest-tools/canonical-json';
import type { SigningReport } from './validation-report';

const INF = String.raw`
[Version]
Signature = "$Windows NT$"
CatalogFile = Disk.cat
[SourceDisksNames]
1 = disk
[SourceDisksFiles]
disk.sys = 1
[Manufacturer]
a = Disk, NTx86.6.1, NTamd64.6.1
[Disk.NTx86.6.1]
d = install, PCI\VEN_1AF4&DEV_1042
[Disk.NTamd64.6.1]
d = install, PCI\VEN_1AF4&DEV_1042
[install]
CopyFiles = @disk.sys
[install.Services]
AddService = disk, 2, service
[service]
ServiceBinary = %12%\disk.sys
StartType = 3
`;

type Contents = Readonly<Record<string, Uint8Array>>;

/** The two extended key usages, from Microsoft, "Driver Signing". */
const WHQL = '1.3.6.1.4.1.311.10.3.5';
const ATTESTATION = '1.3.6.1.4.1.311.10.3.5.1';

const SIGNER = identity({ name: { CN: 'Test signer' }, bits: 1024 });

const sys = (architecture: 'x86' | 'amd64'): Uint8Array =>
  portableExecutable({ architecture, kind: 'driver', label: 'A driver of a test.' });

function catalogOf(files: Contents, changes: Partial<CatalogOptions> = {}): Buffer {
  const members = Object.entries(files).map(([file, bytes]) => {
    const { digests = { sha1: '', sha256: '' }, subject } = describeFile(file, bytes);
    return { digests, subject, file, osAttribute: '2:6.1' };
  });
  return catalog({ members, signature: { signer: SIGNER, digest: 'sha1' }, ...changes });
}

/** The signing report of one driver for x86. */
async function check(
  files: Contents,
  sizes: Readonly<Record<string, number>> = {},
  anchors?: readonly TrustAnchor[],
  windows = 'w7',
): Promise<SigningReport> {
  const amd64 = driver('amd64');
  const tree: DriverTree = {
    root: 'drivers',
    directories: ['amd64', 'amd64/disk', 'x86', 'x86/disk'],
    files: Object.entries({
      ...Object.fromEntries(
        Object.entries(amd64).map(([name, bytes]) => [`amd64/disk/${name}`, bytes]),
      ),
      ...Object.fromEntries(
        Object.entries(files).map(([name, bytes]) => [`x86/disk/${name}`, bytes]),
      ),
    }).map(([path, bytes]) => ({
      ...fileInMemory(path, bytes),
      size: sizes[path] ?? bytes.length,
    })),
  };
  const target = { windows, architectures: ['x86', 'amd64'] };
  const spec = Buffer.from(JSON.stringify({ target, drivers: [{ name: 'disk', required: true }] }));
  const expectations = {
    spec: parsePackagingSpec(parseJson(spec, 'spec.json')),
    devicesCmdVariables: new Map<string, readonly string[]>(),
  };
  const report = await checkDriverTree(tree, expectations, anchors);
  const found = report.drivers.find(({ architecture }) => architecture === 'x86');
  if (found?.signing === undefined) throw new Error('there is no report');
  return found.signing;
}

function signedFiles(architecture: 'x86' | 'amd64'): Contents {
  return { 'disk.inf': Buffer.from(INF), 'disk.sys': sys(architecture) };
}

function driver(architecture: 'x86' | 'amd64' = 'x86'): Contents {
  const files = signedFiles(architecture);
  return { ...files, 'disk.cat': catalogOf(files) };
}

const codes = ({ problems }: SigningReport): readonly string[] =>
  problems.map(({ id, file }) => `${id} ${file}`);

describe('rules 11: the report tells who signed a driver', () => {
  test('by which algorithms, and what Windows 7 says', async () => {
    const files = driver();
    const report = await check(files);
    expect(report).toEqual({
      catalogs: [
        {
          path: 'disk.cat',
          sha256: createHash('sha256')
            .update(files['disk.cat'] ?? '')
            .digest('hex'),
          memberAlgorithms: ['sha1'],
          signatureAlgorithm: 'sha1',
          signer: 'CN=Test signer',
          signerName: 'Test signer',
          signerCertificate: expect.stringMatching(/^MII/),
        },
      ],
      problems: [
        expect.objectContaining({ id: 'catalog.timestamp-missing', file: 'x86/disk/disk.cat' }),
        expect.objectContaining({ id: 'catalog.unknown-root', file: 'x86/disk/disk.cat' }),
      ],
      notes: [
        expect.objectContaining({ id: 'catalog.publisher-not-trusted', file: 'x86/disk/disk.cat' }),
      ],
      verdict: {
        withoutUpdates: 'if-trusted',
        withUpdates: 'if-trusted',
        updates: [],
        until: Date.UTC(2039, 11, 31, 23, 59, 59) / 1000,
      },
    });
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  test.each<readonly [SigningReport['catalogs'][number]['microsoftSignature'], readonly string[]]>([
    ['WHQL', [WHQL, CODE_SIGNING]],
    ['attestation', [ATTESTATION, CODE_SIGNING]],
    [undefined, [CODE_SIGNING]],
  ])('how Microsoft came to sign it: %s', async (expected, extendedKeyUsage) => {
    const issuer = identity({ name: { CN: 'Test root of Microsoft' }, bits: 1024 });
    const name = { CN: 'Test publisher' };
    const signer = identity({ name, issuer, extendedKeyUsage, bits: 1024 });
    const files = signedFiles('x86');
    const signature = { signer, digest: 'sha1' as const };
    const signed = { ...files, 'disk.cat': catalogOf(files, { signature }) };
    const anchors = [trustAnchorOf(issuer.certificate, 'microsoft')];
    const [report] = (await check(signed, {}, anchors)).catalogs;
    expect(report?.microsoftSignature).toBe(expected);
    const [unknown] = (await check(signed)).catalogs;
    expect(unknown?.microsoftSignature).toBeUndefined();
  });

  test('which files are not those that were signed', async () => {
    const report = await check({ ...driver(), 'disk.sys': sys('amd64') });
    expect(codes(report)).toEqual([
      'catalog.file-contradicts x86/disk/disk.sys',
      'catalog.timestamp-missing x86/disk/disk.cat',
      'catalog.unknown-root x86/disk/disk.cat',
    ]);
    expect(report.verdict).toMatchObject({ withUpdates: 'refused' });
  });

  test('what the Windows says that the spec names', async () => {
    const report = await check(driver(), {}, undefined, 'w10');
    expect(report.verdict).toMatchObject({ windows: 'w10', secureBootOn: 'refused' });
    expect(report.verdict).not.toHaveProperty('withUpdates');
    const unreadable = { ...driver(), 'disk.cat': Buffer.from('no catalog') };
    const { verdict } = await check(unreadable, {}, undefined, 'w10');
    expect(verdict).toEqual({ windows: 'w10', secureBootOn: 'refused', secureBootOff: 'refused' });
  });

  test('files that no INF installs need not be signed', async () => {
    const report = await check({ ...driver(), 'readme.txt': Buffer.from('hello') });
    expect(codes(report)).toEqual([
      'catalog.timestamp-missing x86/disk/disk.cat',
      'catalog.unknown-root x86/disk/disk.cat',
    ]);
  });

  test('files that are stored compressed are looked up expanded', async () => {
    const { 'disk.sys': image = Buffer.of(), ...others } = signedFiles('x86');
    const catalogBytes = catalogOf(signedFiles('x86'));
    const stored = (contents: Uint8Array): Promise<SigningReport> =>
      check({ ...others, 'disk.sy_': szdd(contents, 's'), 'disk.cat': catalogBytes });
    expect(codes(await stored(image))).toEqual([
      'catalog.timestamp-missing x86/disk/disk.cat',
      'catalog.unknown-root x86/disk/disk.cat',
    ]);
    expect(codes(await stored(sys('amd64')))).toEqual([
      'catalog.file-contradicts x86/disk/disk.sy_',
      'catalog.timestamp-missing x86/disk/disk.cat',
      'catalog.unknown-root x86/disk/disk.cat',
    ]);
  });

  test('several INF files that name one catalog are checked against it together', async () => {
    const other = Buffer.from(INF.replace('DEV_1042', 'DEV_1041'));
    const files = { ...signedFiles('x86'), 'other.inf': other };
    const report = await check({ ...files, 'disk.cat': catalogOf(files) });
    expect(report.catalogs).toHaveLength(1);
    expect(codes(report)).toEqual([
      'catalog.timestamp-missing x86/disk/disk.cat',
      'catalog.unknown-root x86/disk/disk.cat',
    ]);
  });

  test('several catalogs: the verdict is that of the worst', async () => {
    const other = { 'other.inf': Buffer.from(INF.replace('Disk.cat', 'other.cat')) };
    const report = await check({ ...driver(), ...other, 'other.cat': Buffer.from('none') });
    expect(report.catalogs.map(({ path }) => path)).toEqual(['disk.cat']);
    expect(codes(report)).toEqual([
      'catalog.timestamp-missing x86/disk/disk.cat',
      'catalog.unknown-root x86/disk/disk.cat',
      'catalog.unreadable x86/disk/other.cat',
    ]);
    expect(report.verdict).toMatchObject({ withUpdates: 'refused' });
  });

  test('an INF that names no catalog', async () => {
    const inf = Buffer.from(INF.replace('CatalogFile', ';'));
    expect(codes(await check({ ...driver(), 'disk.inf': inf }))).toEqual([
      'catalog.not-named x86/disk/disk.inf',
    ]);
  });

  test('setup refuses a driver that it starts from, if that needs updates', async () => {
    const inf = Buffer.from(INF.replace('StartType = 3', 'StartType = 0'));
    const files = { ...signedFiles('x86'), 'disk.inf': inf };
    const signature = { signer: SIGNER, digest: 'sha256' as const };
    const report = await check({ ...files, 'disk.cat': catalogOf(files, { signature }) });
    expect(report.problems.map(({ message }) => message)).toContain(
      'Windows 7 accepts this driver only with KB3033929, and setup from the installation medium refuses it',
    );
  });

  test('what is too large is not read', async () => {
    expect(codes(await check(driver(), { 'x86/disk/disk.cat': 2 ** 24 + 1 }))).toEqual([
      'catalog.file-too-large x86/disk/disk.cat',
    ]);
    expect(codes(await check(driver(), { 'x86/disk/disk.sys': 2 ** 29 + 1 }))).toContain(
      'catalog.file-too-large x86/disk/disk.sys',
    );
  });
});
