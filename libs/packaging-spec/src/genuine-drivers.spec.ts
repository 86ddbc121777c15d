import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseJson } from '@aero-guest-tools/canonical-json';
import { devicesCmdVariables, parseDeviceContract } from '@aero-guest-tools/device-contract';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkDrivers } from './check-drivers';
import { parsePackagingSpec } from './parse-packaging-spec';
import type { ValidationReport } from './validation-report';

/** Images of the virtio-win project next to the checkout, and their drivers for Windows 7. */
const IMAGES = [
  ['../shared/virtio-win/virtio-win-w7-subset.iso', ['viostor', 'NetKVM', 'vioinput']],
  [
    '../shared/virtio-win/virtio-win-0.1.285-subset.iso',
    ['viostor', 'NetKVM', 'vioinput', 'vioscsi', 'vioserial'],
  ],
] as const;

/** The services that each driver installs. */
const SERVICES = {
  viostor: ['viostor'],
  NetKVM: ['netkvm'],
  vioinput: ['VirtioInput', 'viohidkmdf'],
  vioscsi: ['vioscsi'],
  vioserial: ['VirtioSerial'],
} as const;

/** The PCI device ids of the devices without a legacy interface. */
const MODERN_IDS = {
  viostor: '1042',
  NetKVM: '1041',
  vioinput: '1052',
  vioscsi: '1048',
  vioserial: '1043',
} as const;

function obstacleTo(image: string): string | undefined {
  if (!existsSync(pathOf(image))) return `there is no ${image}`;
  return isInstalled('bsdtar') ? undefined : 'bsdtar (Debian package libarchive-tools) is missing';
}

function pathOf(image: string): string {
  return join(__dirname, '../../..', image);
}

/** Extracts an image's drivers for Windows 7 into the packager's layout. */
function extract(image: string, upstreams: readonly string[], root: string): void {
  const extracted = join(root, 'image');
  mkdirSync(extracted);
  execFileSync('bsdtar', ['-xf', pathOf(image), '-C', extracted]);
  for (const architecture of ['x86', 'amd64']) {
    mkdirSync(join(root, 'drivers', architecture), { recursive: true });
    for (const upstream of upstreams) {
      renameSync(
        join(extracted, upstream, 'w7', architecture),
        join(root, 'drivers', architecture, upstream.toLowerCase()),
      );
    }
  }
}

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function check(
  driversDirectory: string,
  spec: string | object,
  contract: string,
): Promise<ValidationReport> {
  const specText =
    typeof spec === 'string'
      ? readFileSync(require.resolve(`@aero-guest-tools/specs/packaging/${spec}.json`))
      : JSON.stringify(spec);
  const contractFile = require.resolve(`@aero-guest-tools/specs/contracts/${contract}.json`);
  return checkDrivers({
    spec: parsePackagingSpec(parseJson(specText, 'spec.json')),
    driversDirectory,
    devicesCmdVariables: devicesCmdVariables(
      parseDeviceContract(parseJson(readFileSync(contractFile), contract)),
    ),
  });
}

describe.each(IMAGES)('the genuine drivers for Windows 7 of %s', (image, upstreams) => {
  const obstacle = obstacleTo(image);
  if (obstacle !== undefined) console.warn(`skipped: ${obstacle}`);
  const testGenuine = obstacle === undefined ? test : test.skip;

  let root: string;
  const drivers = (): string => join(root, 'drivers');

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'genuine-drivers-'));
    if (obstacle === undefined) extract(image, upstreams, root);
  });

  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  testGenuine('pass win7-virtio-full with the contract of virtio-win', async () => {
    const report = await check(drivers(), 'win7-virtio-full', 'windows-device-contract-virtio-win');
    expect(
      report.drivers.map(
        ({ name, architecture, version, services }) =>
          `${name} ${architecture} ${version ?? ''} ${services.join(' ')}`,
      ),
    ).toEqual([
      'viostor x86 61.77.104.17200 viostor',
      'viostor amd64 61.77.104.17200 viostor',
      'netkvm x86 61.77.104.17200 netkvm',
      'netkvm amd64 61.77.104.17200 netkvm',
      'vioinput x86 61.77.104.17200 VirtioInput viohidkmdf',
      'vioinput amd64 61.77.104.17200 VirtioInput viohidkmdf',
    ]);
    const unlisted = upstreams
      .slice(3)
      .map((name) => `the driver directory "${name}" is not listed in the spec`);
    expect(report.warnings.map(({ message }) => message)).toEqual([
      'the optional driver "viosnd" is missing for x86 and amd64',
      ...unlisted,
    ]);
  });

  testGenuine('leave the PDB files behind, and nothing else', async () => {
    const report = await check(drivers(), 'win7-virtio-win', 'windows-device-contract-virtio-win');
    const hasPdb = existsSync(join(drivers(), 'x86/viostor/viostor.pdb'));
    const excluded = report.drivers.flatMap(({ directory, files }) =>
      files
        .filter(({ decision }) => decision === 'exclude')
        .map(({ path }) => `${directory}/${path}`),
    );
    expect(excluded).toEqual(
      hasPdb ? ['x86/viostor/viostor.pdb', 'amd64/viostor/viostor.pdb'] : [],
    );
  });

  testGenuine('pass a spec that requires every one of them', async () => {
    const spec = {
      fail_on_unlisted_driver_dirs: true,
      drivers: upstreams.map((name) => ({
        name: name.toLowerCase(),
        required: true,
        expected_add_services: SERVICES[name],
        expected_hardware_ids: [`VEN_1AF4&DEV_${MODERN_IDS[name]}`],
      })),
    };
    const report = await check(drivers(), spec, 'windows-device-contract-virtio-win');
    expect(report.warnings).toEqual([]);
    expect(report.drivers.map(({ name, services }) => [name, services])).toEqual(
      upstreams.flatMap((name) => [
        [name.toLowerCase(), SERVICES[name]],
        [name.toLowerCase(), SERVICES[name]],
      ]),
    );
  });

  testGenuine('do not install the storage service of the other contract', async () => {
    await expect(check(drivers(), 'win7-virtio-win', 'windows-device-contract')).rejects.toThrow(
      'installs the storage service "aero_virtio_blk"',
    );
  });
});
