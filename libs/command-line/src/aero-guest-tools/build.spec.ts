import { mkdtempSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { writeDriverFixtures } from '@aero-guest-tools/driver-fixtures';
import { PROFILES, type Manifest } from '@aero-guest-tools/media';
import { sampleVirtioWinFiles, writeSampleVirtioWin } from '@aero-guest-tools/sample-virtio-win';
import { OUTPUT_NAMES } from '../build-media';
import { recordRun, type RecordedRun } from '../recorded-run.fixture';
import { aeroGuestTools } from './index';

/** Sources of drivers, which no test changes, and the store that they share. */
let sources: string;
let image: string;
let root: string;

beforeAll(async () => {
  sources = mkdtempSync(join(tmpdir(), 'aero-sources-'));
  image = join(sources, 'virtio-win.iso');
  await writeSampleVirtioWin(image);
  for (const { path, contents } of sampleVirtioWinFiles()) {
    write(join(sources, 'extracted', path), contents);
  }
  await writeDriverFixtures(join(sources, 'fixtures'));
});
afterAll(() => {
  rmSync(sources, { recursive: true, force: true });
});
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aero-build-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, contents: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents);
}

/** Runs `aero-guest-tools build` in an empty directory. */
function build(...args: readonly string[]): Promise<RecordedRun> {
  return recordRun(aeroGuestTools, {
    args: ['build', ...args],
    environment: { AERO_GUEST_TOOLS_STORE: join(sources, 'store') },
    workingDirectory: root,
  });
}

function manifest(directory = 'aero-guest-tools'): Manifest {
  return JSON.parse(readFileSync(join(root, directory, 'manifest.json'), 'utf8')) as Manifest;
}

const packagedDrivers = (): readonly string[] => [
  ...new Set(
    manifest()
      .files.map(({ path }) => path.split('/'))
      .filter(([top, , , file]) => top === 'drivers' && file !== undefined)
      .map(([, architecture, name]) => `${architecture}/${name}`),
  ),
];

describe('aero-guest-tools build', () => {
  test('makes the media of an image in an empty directory', async () => {
    const { status, stdout, stderr } = await build(image, '--signing-policy', 'none');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(readdirSync(join(root, 'aero-guest-tools')).toSorted()).toEqual(OUTPUT_NAMES.toSorted());
    expect(stdout).toMatch(/^Aero Guest Tools 0\.0\.0, build local, signing policy none\n/);
    expect(stdout).toMatch(/\ndrivers from VIRTIO_WIN_SAMPLE\n {4}sha256 [0-9a-f]{64}\n/);
    expect(manifest().provenance).toMatchObject({
      packaging_spec_path: 'specs/packaging/win7-virtio-full.json',
      windows_device_contract_path: 'specs/contracts/windows-device-contract-virtio-win.json',
    });
  });

  test('makes the same media wherever it is called and however the source is named', async () => {
    await build(image, '--signing-policy', 'none', '--out-dir', 'a');
    await build(`file://${image}`, '--signing-policy', 'none', '--out-dir', 'b/c');
    for (const name of OUTPUT_NAMES) {
      expect(
        readFileSync(join(root, 'a', name)).equals(readFileSync(join(root, 'b/c', name))),
      ).toBe(true);
    }
  });

  test('names what is wrong with a driver as the source has it, not where it was taken to', async () => {
    for (const architecture of ['amd64', 'x86']) {
      const folder = join(root, 'drivers', 'viostor', 'w7', architecture);
      write(join(folder, 'viostor.inf'), '[Version]\r\nSignature="$Windows NT$"\r\n');
    }
    const { status, stderr } = await build('drivers', '--drivers', 'viostor');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^drivers: viostor\/w7\/x86: /);
    expect(stderr).not.toMatch(/partial|driver-pack/);
  });

  test('records version, build id and time as they are given', async () => {
    const args = ['--version', '1.10', '--build-id', 'b7', '--source-date-epoch', '1700000000'];
    await build(image, '--signing-policy', 'none', ...args);
    expect(manifest().package).toEqual({
      name: 'aero-guest-tools',
      version: '1.10',
      build_id: 'b7',
      source_date_epoch: 1700000000,
    });
  });

  test.each([
    ['the directory that an image was extracted to', 'extracted', 'none', 'win7-virtio-full.json'],
    ['what CI builds', 'fixtures/out', 'test', 'win7-aero-guest-tools.json'],
    ['a bundle of what CI builds', 'fixtures/ci-bundle.zip', 'test', 'win7-aero-guest-tools.json'],
    [
      'a bundle in the layout of the packager',
      'fixtures/packager-bundle.zip',
      'test',
      'win7-aero-guest-tools.json',
    ],
    ['a local build', 'fixtures/driver-out', 'none', 'win7-aero-virtio.json'],
  ])('recognises %s', async (_, source, policy, spec) => {
    const { status, stderr } = await build(join(sources, source), '--signing-policy', policy);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(manifest().inputs.packaging_spec.path).toBe(spec);
  });

  test('takes the signing policy of the profile, and the certificates that come with the drivers', async () => {
    await build(join(sources, 'fixtures/out'));
    expect(manifest()).toMatchObject({ signing_policy: 'test', certs_required: true });
    await expect(build(image)).resolves.toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/in a root that Windows does not know/),
    });
  });

  test('--cert-path takes the place of these certificates', async () => {
    const certificate = join(sources, 'fixtures/aero-test.cer');
    const { status } = await build(
      join(sources, 'fixtures/driver-out'),
      '--cert-path',
      certificate,
    );
    expect(status).toBe(0);
    expect(manifest().files.map(({ path }) => path)).toContain('certs/aero-test.cer');
  });

  test('--profile chooses what to package', async () => {
    await build(image, '--signing-policy', 'none', '--profile', 'virtio-win-minimal');
    expect(packagedDrivers()).toEqual([
      'amd64/netkvm',
      'amd64/viostor',
      'x86/netkvm',
      'x86/viostor',
    ]);
  });

  test('--drivers packages these only, and the manifest says that the spec is no file', async () => {
    await build(image, '--signing-policy', 'none', '--drivers', 'NetKVM, vioinput');
    expect(packagedDrivers()).toEqual([
      'amd64/netkvm',
      'amd64/vioinput',
      'x86/netkvm',
      'x86/vioinput',
    ]);
    expect(manifest().provenance.packaging_spec_path).toBe('packaging-spec.json');
  });

  test('a directory of drivers by its own path, with drivers that no profile has', async () => {
    const drivers = join(root, 'my-drivers');
    for (const { path, contents } of sampleVirtioWinFiles()) {
      const [folder, windows, architecture = '', file = ''] = path.split('/');
      if (folder?.toLowerCase() !== 'vioinput' || windows !== 'w7') continue;
      write(join(drivers, architecture, 'my-input', file), contents);
    }
    const refused = await build(drivers, '--signing-policy', 'none');
    expect(refused).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(
        /do not match any profile\n {2}found: {4}"my-input"\n[^]*--drivers/,
      ),
    });
    const named = await build(drivers, '--signing-policy', 'none', '--drivers', 'my-input');
    expect(named).toMatchObject({ status: 0, stderr: '' });
    expect(packagedDrivers()).toEqual(['amd64/my-input', 'x86/my-input']);
  });

  test('refuses a source without an optional driver, if that is asked for strictly', async () => {
    for (const { path, contents } of sampleVirtioWinFiles()) {
      if (!path.startsWith('viosnd/')) write(join(root, 'silent', path), contents);
    }
    const args = ['silent', '--signing-policy', 'none'];
    expect((await build(...args)).status).toBe(0);
    const { status, stderr } = await build(...args, '--strict-optional');
    expect(status).toBe(1);
    expect(stderr).toMatch(/required driver viosnd is missing/);
  });

  test.each([
    [
      'a profile that does not exist',
      ['--profile', 'nope'],
      /no profile of this name\n[^]*virtio-win-minimal, aero/,
    ],
    ['a driver that is not there', ['--drivers', 'viofs'], /required driver viofs is missing/],
    ['another SHA-256', ['--sha256', '0'.repeat(64)], /not the source that was expected/],
  ])('refuses %s, and leaves nothing', async (_, args, message) => {
    const { status, stdout, stderr } = await build(image, '--signing-policy', 'none', ...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(message);
    expect(readdirSync(root)).toEqual([]);
  });

  test.each([
    ['the source', ['https://user:hidden@example.org/a.iso']],
    ['the option --cert-path', ['a.iso', '--cert-path', 'https://example.org/a.cer?hidden']],
  ])('refuses a secret in %s, which other users see, without showing it', async (name, args) => {
    const { status, stderr } = await build(...args);
    expect(status).toBe(1);
    expect(stderr).toContain(`${name} may contain a secret`);
    expect(stderr).not.toContain('hidden');
  });

  test('with --json, standard output is one object', async () => {
    const { stdout } = await build(image, '--signing-policy', 'none', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      signing_policy: 'none',
      outputs: OUTPUT_NAMES.map((name) => ({ path: join('aero-guest-tools', name) })),
    });
  });

  test('its help describes every profile', async () => {
    const { stdout } = await build('--help');
    for (const { name, description } of PROFILES) {
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain(` ${name} ${description} `);
    }
  });
});
