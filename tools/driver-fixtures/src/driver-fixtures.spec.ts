import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseJson } from '@aero-guest-tools/canonical-json';
import { devicesCmdVariables, parseDeviceContract } from '@aero-guest-tools/device-contract';
import { checkDrivers, parsePackagingSpec } from '@aero-guest-tools/packaging-spec';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FixtureFile } from './fixture-drivers';
import { ciOutputFiles, driverOutFiles, packagerLayoutFiles } from './fixture-trees';
import { testCertificate } from '@aero-guest-tools/sample-virtio-win';

const SPECS = resolve(__dirname, '../../../specs');

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'driver-fixtures-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function readSpec(path: string): ReturnType<typeof parseJson> {
  return parseJson(readFileSync(join(SPECS, path)), path);
}

async function check(files: readonly FixtureFile[], spec: string): Promise<readonly string[]> {
  for (const { path, contents } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), contents);
  }
  const contract = parseDeviceContract(readSpec('contracts/windows-device-contract.json'));
  const report = await checkDrivers({
    spec: parsePackagingSpec(readSpec(`packaging/${spec}.json`)),
    driversDirectory: root,
    devicesCmdVariables: devicesCmdVariables(contract),
  });
  expect(report.warnings).toEqual([]);
  return report.drivers.map(({ architecture, name }) => `${architecture}/${name}`);
}

describe('rules 7: the fixture drivers are what the specs expect', () => {
  test.each(['win7-aero-guest-tools', 'win7-signed'])('%s', async (spec) => {
    expect(await check(packagerLayoutFiles(), spec)).toHaveLength(10);
  });

  test('win7-aerogpu-only', async () => {
    const files = packagerLayoutFiles().filter(({ path }) => path.includes('/aerogpu/'));
    expect(await check(files, 'win7-aerogpu-only')).toEqual(['x86/aerogpu', 'amd64/aerogpu']);
  });

  test('win7-aero-virtio', async () => {
    expect(await check(driverOutFiles(), 'win7-aero-virtio')).toHaveLength(4);
  });

  test('the output of CI holds the same files as the layout of the packager', () => {
    const contents = (files: readonly FixtureFile[]): readonly string[] =>
      files.map((file) => Buffer.from(file.contents).toString('base64')).toSorted();
    expect(contents(ciOutputFiles())).toEqual(contents(packagerLayoutFiles()));
  });
});

describe('the test certificate', () => {
  test('is a well-formed certificate, which its key signed', () => {
    const certificate = new X509Certificate(testCertificate());
    expect(certificate.subject).toBe('CN=Aero fixture that everybody can sign with');
    expect(certificate.publicKey.asymmetricKeyDetails).toMatchObject({
      modulusLength: 2048,
      publicExponent: 65_537n,
    });
    expect(certificate.verify(certificate.publicKey)).toBe(true);
  });

  test('has the same bytes on every call', () => {
    expect(testCertificate().equals(testCertificate())).toBe(true);
  });
});
