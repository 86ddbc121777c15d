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

const image = '../shared/virtio-win/virtio-win-w7-subset.iso';
const imagePath = join(__dirname, '../../..', image);

const obstacle = existsSync(imagePath)
  ? isInstalled('bsdtar')
    ? undefined
    : 'bsdtar (Debian package libarchive-tools) is not installed'
  : `there is no ${image}`;
if (obstacle !== undefined) console.warn(`skipped: ${obstacle}`);
const describeGenuine = obstacle === undefined ? describe : describe.skip;

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
  spec: string,
  contract: string,
): Promise<ValidationReport> {
  const specFile = require.resolve(`@aero-guest-tools/specs/packaging/${spec}.json`);
  const contractFile = require.resolve(`@aero-guest-tools/specs/contracts/${contract}.json`);
  return checkDrivers({
    spec: parsePackagingSpec(parseJson(readFileSync(specFile), spec)),
    driversDirectory,
    devicesCmdVariables: devicesCmdVariables(
      parseDeviceContract(parseJson(readFileSync(contractFile), contract)),
    ),
  });
}

describeGenuine('the genuine virtio-win drivers for Windows 7', () => {
  let root: string;
  const drivers = (): string => join(root, 'drivers');

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'genuine-drivers-'));
    const extracted = join(root, 'image');
    mkdirSync(extracted);
    execFileSync('bsdtar', ['-xf', imagePath, '-C', extracted]);
    for (const architecture of ['x86', 'amd64']) {
      mkdirSync(join(drivers(), architecture), { recursive: true });
      for (const upstream of ['viostor', 'NetKVM', 'vioinput']) {
        renameSync(
          join(extracted, upstream, 'w7', architecture),
          join(drivers(), architecture, upstream.toLowerCase()),
        );
      }
    }
  });

  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  test('pass win7-virtio-full with the contract of virtio-win', async () => {
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
    expect(report.warnings.map(({ message }) => message)).toEqual([
      'the optional driver "viosnd" is missing for x86',
      'the optional driver "viosnd" is missing for amd64',
    ]);
  });

  test('leave the PDB files behind, and nothing else', async () => {
    const report = await check(drivers(), 'win7-virtio-win', 'windows-device-contract-virtio-win');
    const excluded = report.drivers.flatMap(({ directory, files }) =>
      files
        .filter(({ decision }) => decision === 'exclude')
        .map(({ path }) => `${directory}/${path}`),
    );
    expect(excluded).toEqual(['x86/viostor/viostor.pdb', 'amd64/viostor/viostor.pdb']);
  });

  test('do not install the storage service of the other contract', async () => {
    await expect(check(drivers(), 'win7-virtio-win', 'windows-device-contract')).rejects.toThrow(
      'installs the storage service "aero_virtio_blk"',
    );
  });
});
