import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describeFile } from '@aero-guest-tools/catalog';
import { driverOutFiles } from '@aero-guest-tools/driver-fixtures';
import { portableExecutable } from '@aero-guest-tools/sample-virtio-win';
import { catalog, identity, szdd, type CatalogOptions } from '@aero-guest-tools/test-signing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aeroCatalogVerify } from './aero-catalog-verify';
import { recordRun, type RecordedRun } from './recorded-run.fixture';
import { runProgram } from './run-program';

const DRIVER = 'x64/aero_virtio_blk';
const CATALOG = `${DRIVER}/aero_virtio_blk.cat`;

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'aero-catalog-verify-'));
  for (const { path, contents } of driverOutFiles()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), contents);
  }
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

function run(...args: readonly string[]): Promise<RecordedRun> {
  return recordRun((invocation) => runProgram(aeroCatalogVerify, invocation), {
    args,
    workingDirectory: root,
  });
}

/** Runs with a file of the driver changed, and restores the file. */
async function runChanged(
  file: string,
  change: (bytes: Buffer) => Uint8Array,
  ...args: readonly string[]
): Promise<RecordedRun> {
  const path = join(root, DRIVER, file);
  const bytes = readFileSync(path);
  writeFileSync(path, change(bytes));
  try {
    return await run(CATALOG, '--dir', DRIVER, ...args);
  } finally {
    writeFileSync(path, bytes);
  }
}

describe('rules 10 and 11: a catalog that is what it should be', () => {
  test('tells who signed it, when, what it lists, and what Windows 7 says', async () => {
    const { status, stdout, stderr } = await run(CATALOG);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(
      /^signer {5}CN=Aero fixture that everybody can sign with \(RSA 2048\)$/m,
    );
    expect(stdout).toMatch(/^signature {2}SHA-1, valid$/m);
    expect(stdout).toMatch(/^ {11}ends in CN=Aero fixture .*, which Windows does not know$/m);
    expect(stdout).toMatch(
      /^timestamp {2}2021-01-01 00:00:00 UTC by .*\(countersignature, SHA-1\)$/m,
    );
    expect(stdout).toMatch(
      /^member {5}aero_virtio_blk\.sys: Authenticode SHA-1 [0-9a-f]{40}, OSAttr 2:6\.1$/m,
    );
    expect(stdout).toMatch(/^Windows 7 {2}amd64: accepted with test signing only$/m);
    expect(stdout).toMatch(
      /^warning: .*the certificates of the signer end in a root that Windows does not know/m,
    );
  });

  test('with --dir tells of each file', async () => {
    const { status, stdout } = await run(CATALOG, '--dir', DRIVER);
    expect(status).toBe(0);
    expect(stdout.split('\n').filter((line) => line.startsWith('file '))).toEqual([
      'file       aero_virtio_blk.inf: listed, installed',
      'file       aero_virtio_blk.pdb: not listed, not installed',
      'file       aero_virtio_blk.sys: listed, installed',
    ]);
  });

  test('with --json is one object', async () => {
    const { status, stdout } = await run(CATALOG, '--dir', DRIVER, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      made: '2021-01-01T00:00:00.000Z',
      members: [{ file: 'aero_virtio_blk.inf', subject: 'flat' }, { subject: 'pe-image' }],
      signature: {
        digest_algorithm: 'sha1',
        standing: 'valid',
        content_intact: true,
        chain: [{ key: 'RSA 2048', not_before: '2010-01-01T00:00:00.000Z' }],
        root_known: false,
        extended_key_usages: ['1.3.6.1.5.5.7.3.3'],
        microsoft_signature: null,
        timestamp: { kind: 'countersignature', flaw: null },
        nested: [],
      },
      files: [{ path: 'aero_virtio_blk.inf', listed: true, installed_on: ['amd64'] }, {}, {}],
      windows_7: [{ architecture: 'amd64', without_updates: 'test-signing', updates: [] }],
      warnings: [{ id: 'catalog.unknown-root' }],
    });
  });
});

describe('rules 10 and 11: the Windows that is asked about', () => {
  const said = async (...args: readonly string[]): Promise<readonly string[]> => {
    const { status, stdout, stderr } = await run(CATALOG, ...args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return stdout.split('\n').filter((line) => line.startsWith('Windows '));
  };

  test('with its Secure Boot, if it has one', async () => {
    const lines = await said('--windows', '2k12R2');
    expect(lines).toEqual([
      'Windows Server 2012 R2 amd64: refused with Secure Boot, may be refused without it',
    ]);
    expect(await said('--windows', '2k12R2', '--secure-boot', 'on')).toEqual([
      'Windows Server 2012 R2 amd64: refused',
    ]);
    expect(await said('--windows', 'w11', '--secure-boot', 'off')).toEqual([
      'Windows 11 amd64: may be refused',
    ]);
    expect(await said('--secure-boot', 'on')).toEqual(await said());
  });

  test('with --json in a field of its name', async () => {
    const json = async (...args: readonly string[]): Promise<unknown> =>
      JSON.parse((await run(CATALOG, '--json', ...args)).stdout);
    expect(await json('--windows', 'w11')).toMatchObject({
      windows_11: [
        { architecture: 'amd64', secure_boot_on: 'refused', secure_boot_off: 'unknown' },
      ],
    });
    expect(await json('--windows', 'w11', '--secure-boot', 'on')).toMatchObject({
      windows_11: [{ architecture: 'amd64', secure_boot_on: 'refused', until: null }],
    });
    expect(await json('--windows', 'w11')).not.toHaveProperty('windows_7');
  });

  test('has to be one that there is', async () => {
    const { status, stderr } = await run(CATALOG, '--windows', 'w12');
    expect(status).toBe(2);
    expect(stderr).toMatch(/w12[^]*w8\.1/);
  });
});

describe('rules 10 and 11: a catalog that is not is refused', () => {
  test('with all that there is to tell of it, and what is wrong', async () => {
    const { status, stdout, stderr } = await runChanged('aero_virtio_blk.sys', (bytes) =>
      Buffer.concat([bytes, Buffer.from('more')]),
    );
    expect(status).toBe(1);
    expect(stdout).toMatch(/^file {7}aero_virtio_blk\.sys: not listed, installed$/m);
    expect(stdout).toMatch(/^Windows 7 {2}amd64: refused$/m);
    expect(stderr).toMatch(
      /^x64\/aero_virtio_blk\/aero_virtio_blk\.sys: this file is not the one that "aero_virtio_blk\.cat" was made for\n/,
    );
  });

  test('with --json the errors are part of the object', async () => {
    const change = (bytes: Buffer): Buffer =>
      Buffer.from(bytes.toString('latin1').replaceAll('\r', ''));
    const { status, stdout } = await runChanged('aero_virtio_blk.inf', change, '--json');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      errors: [{ id: 'catalog.line-ends-changed', found: 'lines that end in LF' }],
    });
  });

  test('what is none, or not there', async () => {
    const none = await run(`${DRIVER}/aero_virtio_blk.inf`);
    expect({ status: none.status, stdout: none.stdout }).toEqual({ status: 1, stdout: '' });
    expect(none.stderr).toMatch(/^x64\/.*\.inf: the file is not a catalog/);
    const missing = await run('missing.cat');
    expect({ status: missing.status, stdout: missing.stdout }).toEqual({ status: 1, stdout: '' });
    expect(missing.stderr).toMatch(/^missing\.cat: the catalog cannot be read/);
    expect((await run(CATALOG, '--dir', 'missing')).status).toBe(1);
  });

  test('no catalog, or two, are wrong usage', async () => {
    expect((await run()).status).toBe(2);
    expect((await run(CATALOG, CATALOG)).status).toBe(2);
    expect((await run('')).status).toBe(2);
  });
});

const INF = String.raw`
[Version]
Signature = "$Windows NT$"
CatalogFile = test.cat
[SourceDisksNames]
1 = disk
[SourceDisksFiles]
test.sys = 1
[Manufacturer]
a = Test, NTx86.6.1, NTamd64.6.1
[Test.NTx86.6.1]
d = install, PCI\VEN_1AF4&DEV_1042
[Test.NTamd64.6.1]
d = install, PCI\VEN_1AF4&DEV_1042
[install]
CopyFiles = @test.sys
`;

const sys = (architecture: 'x86' | 'amd64'): Uint8Array =>
  portableExecutable({ architecture, kind: 'driver', label: 'A driver of a test.' });

/** A driver in its own directory, with a catalog that lists some of its files. */
function makeDriver(
  files: Readonly<Record<string, Uint8Array>>,
  changes: Partial<CatalogOptions> & { readonly osAttribute?: string } = {},
  listed = files,
): string {
  const { osAttribute = '2:6.1', ...options } = changes;
  const members = Object.entries(listed).map(([path, bytes]) => {
    const { digests, subject } = describeFile(path, bytes);
    if (!digests) throw new Error(`${path} is malformed`);
    return { digests, subject, file: basename(path), osAttribute };
  });
  const directory = mkdtempSync(join(root, 'driver-'));
  const signature = {
    signer: identity({ name: { CN: 'Test' }, bits: 1024 }),
    digest: 'sha1',
  } as const;
  const made = catalog({ members, attributes: [['OS', '7X64']], signature, ...options });
  for (const [path, bytes] of Object.entries({ ...files, 'test.cat': made })) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), bytes);
  }
  return directory;
}

/** The lines that say whether Windows 7 accepts a catalog, with and without its directory. */
async function verdicts(
  directory: string,
  ...args: readonly string[]
): Promise<readonly (readonly string[])[]> {
  const path = join(directory, 'test.cat');
  const runs = [await run(path, '--dir', directory, ...args), await run(path, ...args)];
  return runs.map(({ stdout }) =>
    stdout.split('\n').filter((line) => line.startsWith('Windows 7')),
  );
}

const X86 = 'Windows 7  x86: accepted if the guest trusts the certificate, until 2039-12-31';
const AMD64 = 'Windows 7  amd64: accepted with test signing only, until 2039-12-31';

describe('rules 11: each architecture that a catalog is for is judged for itself', () => {
  const inf = Buffer.from(INF);
  const both = { attributes: [['OS', '7X86,7X64']] } as const;

  test('files for another one may stand beside those that are listed', async () => {
    const listed = { 'test.inf': inf, 'test.sys': sys('amd64') };
    const directory = makeDriver({ 'a32/test.sys': sys('x86'), ...listed }, {}, listed);
    expect(await verdicts(directory)).toEqual([[AMD64], [AMD64]]);
  });

  test('both, where the catalog says so', async () => {
    const directory = makeDriver({ 'test.inf': inf, 'test.sys': sys('amd64') }, both);
    expect(await verdicts(directory)).toEqual([
      [X86, AMD64],
      [X86, AMD64],
    ]);
  });

  test('both, where it lists drivers for both, whatever Inf2Cat was told', async () => {
    const files = { 'test.inf': inf, 'test.sys': sys('amd64'), 'a32/test.sys': sys('x86') };
    expect((await verdicts(makeDriver(files)))[0]).toEqual([X86, AMD64]);
  });

  test('none that the INF does not bind', async () => {
    const amd64 = Buffer.from(INF.replace('NTx86.6.1, ', ''));
    const directory = makeDriver({ 'test.inf': amd64, 'test.sys': sys('amd64') }, both);
    expect(await verdicts(directory)).toEqual([[AMD64], [X86, AMD64]]);
  });

  test('the files say it where nothing else does', async () => {
    const directory = makeDriver({ 'test.sys': sys('x86') }, { attributes: [] });
    expect(await verdicts(directory)).toEqual([[X86], [AMD64]]);
  });

  test('what is wrong with both is said once', async () => {
    const directory = makeDriver({ 'test.inf': inf, 'test.sys': sys('amd64') }, both);
    const { stdout } = await run(join(directory, 'test.cat'), '--dir', directory);
    expect(stdout.match(/has no timestamp/g)).toHaveLength(1);
  });
});

describe('rules 11: a catalog alone, and a catalog with its files', () => {
  const inf = Buffer.from(INF);
  const files = { 'test.inf': inf, 'test.sys': sys('amd64') };

  test('for Windows 10 only', async () => {
    const refused = ['Windows 7  amd64: refused'];
    expect(await verdicts(makeDriver(files, { osAttribute: '2:10.0' }))).toEqual([
      refused,
      refused,
    ]);
  });

  test('signed without a timestamp: by the clock, or as of a time', async () => {
    const directory = makeDriver(files, {
      signature: {
        signer: identity({ name: { CN: 'Test' }, bits: 1024, notAfter: '120101000000Z' }),
        digest: 'sha1',
      },
    });
    const refused = ['Windows 7  amd64: refused'];
    expect(await verdicts(directory)).toEqual([refused, refused]);
    const accepted = [AMD64.replace('2039-12-31', '2012-01-01')];
    expect(await verdicts(directory, '--time', String(Date.UTC(2012, 0, 1) / 1000))).toEqual([
      accepted,
      accepted,
    ]);
    expect((await run(join(directory, 'test.cat'), '--time', 'soon')).status).toBe(2);
  });

  test('with a file that is stored compressed', async () => {
    const named = Buffer.from(INF.replaceAll('test.sys', 'test.sy_'));
    const stored = { 'test.inf': named, 'test.sy_': szdd(files['test.sys'], 's') };
    const expanded = { ...files, 'test.inf': named };
    const directory = makeDriver(stored, {}, expanded);
    const { status, stdout } = await run(join(directory, 'test.cat'), '--dir', directory);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^file {7}test\.sy_: listed, installed$/m);
    expect(stdout).toContain(AMD64);
    // If no INF file names the catalog, its members name the files.
    rmSync(join(directory, 'test.inf'));
    const withoutInf = await run(join(directory, 'test.cat'), '--dir', directory);
    expect(withoutInf.stdout).toMatch(/^file {7}test\.sy_: listed, installed$/m);
  });
});

describe('rules 10: what cannot be a catalog is not read', () => {
  test.each([
    [
      'a file of over 2 GiB',
      2 ** 31 + 1,
      /the catalog is too large\n {2}found: {4}2,147,483,649 bytes/,
    ],
    ['a file of more than a catalog can have', 2 ** 24 + 1, /the catalog is too large/],
  ])('%s', async (_, size, message) => {
    const path = join(root, 'large.cat');
    writeFileSync(path, '');
    truncateSync(path, size);
    const { status, stderr } = await run(path);
    rmSync(path);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
  });

  test('a directory, and a file beside the catalog that is too large for one of a driver', async () => {
    expect((await run(root)).status).toBe(1);
    const directory = makeDriver({ 'test.sys': sys('amd64') });
    writeFileSync(join(directory, 'large.bin'), '');
    truncateSync(join(directory, 'large.bin'), 2 ** 31 + 1);
    const { status, stderr } = await run(join(directory, 'test.cat'), '--dir', directory);
    expect(status).toBe(1);
    expect(stderr).toMatch(/large\.bin: the file is too large/);
  });
});
