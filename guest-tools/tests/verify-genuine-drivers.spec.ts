import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  mediaOf,
  NETWORK,
  pciDevice,
  STORAGE,
  type Device,
  type GuestMedia,
} from './simulated-guest';
import { differences, parse, verify, VERIFY_PS1 } from './verify-runs';
import type { Scenario } from './verify-scenarios';

/** Drivers as the virtio-win project publishes them, beside the checkout; not part of the project. */
const IMAGE = join(__dirname, '../../../shared/virtio-win/virtio-win-w7-subset.iso');
const missing = [
  ...(existsSync(IMAGE) ? [] : ['../shared/virtio-win/virtio-win-w7-subset.iso']),
  ...(spawnSync('bsdtar', ['--version']).status === 0 ? [] : ['bsdtar']),
];
if (missing.length > 0) console.warn(`skipped: ${missing.join(' and ')} is not there`);

/** What the genuine INF files say in `[Version]`. */
const DRIVER = { provider: 'Red Hat, Inc.', version: '61.77.104.17200' };

/** The devices of QEMU: transitional and modern ones, with and without a driver that works. */
const disk: Device = { ...STORAGE, driver: { inf: 'oem0.inf', ...DRIVER } };
const adapter: Device = { ...NETWORK, driver: { inf: 'oem1.inf', ...DRIVER } };
const transitionalDisk: Device = { ...disk, ...pciDevice('1001', '00021AF4', '00') };
const transitionalAdapter: Device = { ...adapter, ...pciDevice('1000', '00011AF4', '00') };
const qemuDisk = pciDevice('1042', '11001AF4', '01');

const SCENARIOS: readonly Scenario[] = [
  {
    name: 'modern devices work',
    arrange: (guest) => guest.attach({ ...disk, ...qemuDisk }, adapter),
    exitCode: 0,
    checks: { 'devices.storage': 'PASS', 'devices.network': 'PASS' },
  },
  {
    name: 'transitional devices work',
    arrange: (guest) => guest.attach(transitionalDisk, transitionalAdapter),
    exitCode: 0,
    checks: { 'devices.storage': 'PASS', 'devices.network': 'PASS' },
  },
  {
    name: 'a transitional disk and adapter have code 52',
    arrange: (guest) =>
      guest.attach({ ...transitionalDisk, code: 52 }, { ...transitionalAdapter, code: 52 }),
    exitCode: 1,
    checks: { 'devices.storage': 'FAIL', 'devices.network': 'FAIL' },
  },
  {
    name: 'a disk of QEMU has no driver',
    arrange: (guest) => guest.attach({ ...qemuDisk, code: 28, service: null }),
    exitCode: 1,
    checks: { 'devices.storage': 'FAIL' },
    mentions: ['Device Manager code 28'],
  },
];

(missing.length === 0 ? describe : describe.skip)('verify.ps1 with genuine drivers', () => {
  const [script] = parse([VERIFY_PS1]);
  let media: GuestMedia;

  beforeAll(() => {
    const directory = mkdtempSync(join(tmpdir(), 'aero-genuine-'));
    try {
      spawnSync('bsdtar', ['-xf', IMAGE, '-C', directory]);
      const files = readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
      media = mediaOf(
        files.map((path) => ({
          path: relative(directory, path).replaceAll('\\', '/'),
          contents: readFileSync(path),
        })),
      );
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }, 60_000);

  test.each(SCENARIOS.map((scenario) => ({ name: scenario.name, scenario })))(
    '$name',
    ({ scenario }) => {
      if (!script) throw new Error('no script');
      expect(media.drivers).toHaveLength(6);
      for (const version of ['2.0', '5.1'] as const) {
        expect(differences(verify(script, scenario, version, media), scenario)).toEqual([]);
      }
    },
  );
});
