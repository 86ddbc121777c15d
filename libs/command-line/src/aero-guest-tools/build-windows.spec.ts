import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { verdictField } from '@aero-guest-tools/catalog';
import type { Manifest } from '@aero-guest-tools/media';
import { writeSampleVirtioWin } from '@aero-guest-tools/sample-virtio-win';
import { recordRun, type RecordedRun } from '../recorded-run.fixture';
import { aeroGuestTools } from './index';

/** Of release 0.1.285: some drivers for w7, w8.1, w10, w11, 2k22 and 2k25. */
const GENUINE = '../shared/virtio-win/virtio-win-0.1.285-subset.iso';
const genuineImage = resolve(__dirname, '../../../..', GENUINE);
const testGenuine = existsSync(genuineImage) ? test : test.skip;
const hasBsdtar = spawnSync('bsdtar', ['--version']).status === 0;
const testServer2008R2 = existsSync(genuineImage) && hasBsdtar ? test : test.skip;
if (!hasBsdtar) console.warn('skipped: bsdtar is not installed');
if (!existsSync(genuineImage)) console.warn(`skipped: there is no ${GENUINE}`);

let store: string;
let root: string;
let sample: string;

beforeAll(async () => {
  store = mkdtempSync(join(tmpdir(), 'aero-windows-store-'));
  sample = join(store, 'virtio-win.iso');
  await writeSampleVirtioWin(sample);
});
afterAll(() => {
  rmSync(store, { recursive: true, force: true });
});
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aero-windows-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Runs `aero-guest-tools build` in an empty directory. */
function build(...args: readonly string[]): Promise<RecordedRun> {
  return recordRun(aeroGuestTools, {
    args: ['build', ...args],
    environment: { AERO_GUEST_TOOLS_STORE: join(store, 'store') },
    workingDirectory: root,
  });
}

function manifest(directory = 'aero-guest-tools'): Manifest {
  return JSON.parse(readFileSync(join(root, directory, 'manifest.json'), 'utf8')) as Manifest;
}

describe('rules 9 and 11: media for a version of Windows', () => {
  testGenuine.each([
    ['w8.1', 'Windows 8.1', ['x86', 'amd64'], ['viostor', 'vioscsi', 'netkvm']],
    ['w10', 'Windows 10', ['amd64'], ['vioscsi', 'netkvm']],
    ['w11', 'Windows 11', ['amd64'], ['vioscsi', 'netkvm']],
    ['2k22', 'Windows Server 2022', ['amd64'], ['vioscsi', 'netkvm']],
    ['2k25', 'Windows Server 2025', ['amd64'], ['vioscsi', 'netkvm']],
  ])('%s, from the genuine image', async (windows, name, architectures, drivers) => {
    const args = ['--windows', windows, '--arch', architectures.join(',')];
    const { status, stdout, stderr } = await build(
      genuineImage,
      ...args,
      '--drivers',
      drivers.join(','),
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`\nfor ${name} on ${architectures.join(', ')}\n`);
    expect(stdout).toContain(` on ${name}\n`);
    expect(stdout).not.toContain('on Windows 7');
    const { target, signing_policy, drivers: described, files, provenance } = manifest();
    expect(target).toEqual({ windows, name, architectures });
    const isOfTestSigning = windows === 'w8.1';
    expect(signing_policy).toBe(isOfTestSigning ? 'none' : 'production');
    expect(described?.map((driver) => `${driver.name} ${driver.architecture}`)).toEqual(
      drivers
        .toSorted()
        .flatMap((driver) => architectures.toSorted().map((one) => `${driver} ${one}`)),
    );
    for (const driver of described ?? []) {
      expect(driver).not.toHaveProperty('windows_7');
      expect(driver[verdictField(windows)]).toEqual(
        isOfTestSigning
          ? expect.not.objectContaining({ secure_boot_on: 'accepted' })
          : { secure_boot_on: 'accepted', secure_boot_off: 'accepted' },
      );
    }
    const licence = files.find(({ path }) => path.endsWith('driver-pack-manifest.json'));
    expect(licence).toBeDefined();
    expect(provenance.windows_device_contract_path).toBe(
      'specs/contracts/windows-device-contract-virtio.json',
    );
  });

  testGenuine('the drivers of one Windows are not those of another', async () => {
    const hashes = new Set<string | undefined>();
    for (const windows of ['w8.1', 'w11']) {
      const options = ['--windows', windows, '--arch', 'amd64', '--drivers', 'vioscsi'];
      expect(await build(genuineImage, ...options)).toMatchObject({ status: 0 });
      const { files } = manifest();
      hashes.add(files.find(({ path }) => path.endsWith('vioscsi.sys'))?.sha256);
    }
    expect(hashes.size).toBe(2);
  });

  testGenuine('Windows 7 and both of its architectures are not mentioned', async () => {
    const named = await build(genuineImage, '--windows', 'w7', '--arch', 'amd64,x86');
    expect(named).toMatchObject({ status: 0 });
    expect(named.stdout).not.toContain('\nfor Windows');
    const hash = manifest();
    expect(hash.target).toBeUndefined();
    await build(genuineImage);
    expect(manifest()).toEqual(hash);
  });

  testGenuine('production refuses what the Windows does not accept', async () => {
    const options = ['--windows', 'w8.1', '--drivers', 'vioscsi', '--signing-policy', 'production'];
    const { status, stderr } = await build(genuineImage, ...options);
    expect(status).toBe(1);
    expect(stderr).toMatch(/root that Windows does not know[^]*vioscsi\.cat/);
    expect(readdirSync(root)).toEqual([]);
  });

  test.each([
    [['--windows', 'w12'], /no Windows of this name[^]*"w12"[^]*w11/],
    [['--windows', 'w11', '--arch', 'x86'], /there is no Windows 11 for this arch[^]*amd64, arm64/],
    [['--arch', 'arm64'], /there is no Windows 7 for this architecture/],
    [
      ['--windows', 'w11', '--drivers', 'viostor'],
      /viostor is missing for amd64[^]*"viostor\/w11"/,
    ],
  ])('%j is refused, and nothing is left', async (options, message) => {
    const { status, stderr } = await build(sample, ...options);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
    expect(readdirSync(root)).toEqual([]);
  });

  testServer2008R2(
    'Server 2008 R2 takes the drivers for Windows 7 that upstream has for it',
    async () => {
      const drivers = ['viostor', 'vioscsi', 'NetKVM'];
      const folders = drivers.map((driver) => `${driver}/w7/amd64`);
      execFileSync('bsdtar', ['-xf', genuineImage, '-C', root, ...folders]);
      // The files of the image are read-only.
      execFileSync('chmod', ['-R', 'u+w', root]);
      for (const driver of drivers) {
        renameSync(join(root, driver, 'w7'), join(root, driver, '2k8R2'));
      }
      const { status, stderr } = await build(root, '--windows', '2k8R2', '--out-dir', 'media');
      expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) });
      const built = JSON.parse(readFileSync(join(root, 'media/manifest.json'), 'utf8')) as Manifest;
      expect(built.signing_policy).toBe('production');
      for (const driver of built.drivers ?? []) {
        expect(driver[verdictField('2k8R2')]).toMatchObject({ without_updates: 'accepted' });
      }
    },
  );

  test('a version without a profile of its own takes that of Windows 8.1', async () => {
    const { stderr } = await build(sample, '--windows', '2k12', '--drivers', 'netkvm');
    expect(stderr).toMatch(/there is no Windows Server 2012 folder in NetKVM[^]*"NetKVM\/2k12"/);
  });
});

describe('rules 4: drivers for Windows Setup', () => {
  const SETUP = ['--windows', 'w11', '--arch', 'amd64', '--drivers', 'vioscsi,netkvm'];
  const NAMES = {
    netkvm: [
      'netkvm.cat',
      'netkvm.inf',
      'netkvm.sys',
      'netkvmco.exe',
      'netkvmno.dll',
      'netkvmp.exe',
      'vioprot.cat',
      'vioprot.inf',
    ],
    vioscsi: ['vioscsi.cat', 'vioscsi.inf', 'vioscsi.sys'],
  };
  const EXPECTED = Object.entries(NAMES).flatMap(([driver, names]) =>
    names.map((name) => `$WinPEDriver$/amd64/${driver}/${name}`),
  );
  const iso = (directory = 'aero-guest-tools'): string =>
    join(root, directory, 'aero-guest-tools.iso');

  /** Runs a program; undefined if it is not installed. */
  function ran(program: string, ...args: readonly string[]): Buffer | undefined {
    const { error, status, stdout, stderr } = spawnSync(program, args, { cwd: root });
    if (error !== undefined) {
      console.warn(`skipped: ${program} is not installed`);
      return undefined;
    }
    if (status !== 0) throw new Error(`${program}: ${stderr.toString()}`);
    return stdout;
  }

  testGenuine('Windows 11, from the genuine image, as other programs read it', async () => {
    const { status, stderr } = await build(genuineImage, ...SETUP, '--setup-drivers');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const { files } = manifest();
    const listed = files.map(({ path }) => path).filter((path) => path.startsWith('$'));
    expect(listed).toEqual(EXPECTED);

    const isoinfo = ran('isoinfo', '-J', '-f', '-i', iso());
    if (isoinfo) {
      const paths = isoinfo.toString().split('\n');
      expect(paths.filter((path) => /^\/\$.*\.[a-z]+$/.test(path)).toSorted()).toEqual(
        EXPECTED.map((path) => `/${path}`),
      );
      // There must be no file that Windows Setup would take for an answer file.
      expect(paths.filter((path) => /^\/(?:auto)?unattend\.xml$/i.test(path))).toEqual([]);
    }
    const copies = files.filter(({ path }) => path.startsWith('$'));
    const reading = ['-osirrox', 'on', '-read_fs', 'norock', '-indev', iso()];
    const xorriso = ran('xorriso', ...reading, '-extract', '/', join(root, 'by-xorriso'));
    const sevenZip = ran('7z', 'x', '-y', `-o${join(root, 'by-7z')}`, iso());
    for (const directory of [...(xorriso ? ['by-xorriso'] : []), ...(sevenZip ? ['by-7z'] : [])]) {
      for (const { path, sha256 } of copies) {
        const bytes = readFileSync(join(root, directory, path));
        expect([path, createHash('sha256').update(bytes).digest('hex')]).toEqual([path, sha256]);
      }
      const fragment = readFileSync(
        join(root, directory, 'config/autounattend-fragment.xml'),
        'utf8',
      );
      expect(fragment).toMatch(
        /processorArchitecture="amd64"[^]*<Path>D:\\\$WinPEDriver\$\\amd64</,
      );
      expect(fragment).not.toContain('processorArchitecture="x86"');
    }
  });

  testGenuine.each([
    ['w11', SETUP, 5],
    ['w7', ['--windows', 'w7', '--drivers', 'viostor,vioscsi,netkvm'], 9],
  ])('%s: the ISO grows by directories alone', async (_, options, directories) => {
    for (const [directory, ...more] of [['plain'], ['setup', '--setup-drivers']] as const) {
      const run = await build(genuineImage, ...options, '--out-dir', directory, ...more);
      expect(run).toMatchObject({ status: 0 });
    }
    const used = (directory: string): number => {
      const bytes = readFileSync(iso(directory));
      // Without the padding of the last 32 KiB.
      let end = bytes.length;
      while (bytes[end - 1] === 0) end--;
      return Math.ceil(end / 2048);
    };
    // Added in each of two hierarchies; the fragment, up to three sectors; names in the path tables
    // and the manifest.
    const growth = used('setup') - used('plain');
    expect(growth).toBeGreaterThanOrEqual(2 * directories);
    expect(growth).toBeLessThanOrEqual(2 * directories + 8);
    const copied = manifest('setup').files.filter(({ path }) => path.startsWith('$'));
    const bytes = copied.reduce((sum, { size }) => sum + size, 0);
    expect(bytes).toBeGreaterThan(20 * growth * 2048);
    expect(manifest('plain').files.some(({ path }) => /^\$|fragment/.test(path))).toBe(false);
  });

  testGenuine('media of both kinds verify, and tell how they differ', async () => {
    await build(genuineImage, ...SETUP, '--setup-drivers');
    for (const output of ['iso', 'zip']) {
      const run = await recordRun(aeroGuestTools, {
        args: ['verify', `aero-guest-tools/aero-guest-tools.${output}`],
        workingDirectory: root,
      });
      expect(run).toMatchObject({ status: 0, stderr: '' });
    }
    const described = await recordRun(aeroGuestTools, {
      args: ['inspect', iso(), '--json'],
      workingDirectory: root,
    });
    // Duplicate files are described once.
    const { drivers } = JSON.parse(described.stdout) as { drivers: { name: string }[] };
    expect(drivers.map(({ name }) => name)).toEqual(['netkvm', 'vioscsi']);
  });

  test('of both architectures: a warning says what Setup does', async () => {
    const { status, stdout } = await build(sample, '--setup-drivers', '--signing-policy', 'none');
    expect(status).toBe(0);
    expect(stdout).toMatch(/Setup searches the folders of all architectures\n.*x86 and amd64/);
    expect(stdout).toMatch(/if Setup stops at a boot-critical driver, build media of one arch/);
  });

  test('without a driver that Setup needs, it is refused', async () => {
    const options = ['--setup-drivers', '--signing-policy', 'none', '--drivers', 'vioinput'];
    const run = await build(sample, ...options);
    expect(run.status).toBe(1);
    expect(run.stderr).toMatch(/no driver that Windows Setup needs[^]*leave the option out/);
    expect(readdirSync(root)).toEqual([]);
  });
});
