import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
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

function manifest(): Manifest {
  return JSON.parse(readFileSync(join(root, 'aero-guest-tools/manifest.json'), 'utf8')) as Manifest;
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
    expect(stdout).toContain(`by ${name}`);
    expect(stdout).not.toContain('by Windows 7');
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
    [
      ['--windows', 'w11', '--arch', 'x86'],
      /no drivers for Windows 11 on this arch[^]*amd64, arm64/,
    ],
    [['--arch', 'arm64'], /no drivers for Windows 7 on this architecture/],
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

  test('a version without a profile of its own takes that of Windows 8.1', async () => {
    const { stderr } = await build(sample, '--windows', '2k12', '--drivers', 'netkvm');
    expect(stderr).toMatch(/there is no Windows Server 2012 folder in NetKVM[^]*"NetKVM\/2k12"/);
  });
});
