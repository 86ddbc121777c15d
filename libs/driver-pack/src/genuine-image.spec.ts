import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { DriverRequest } from '@aero-guest-tools/driver-layout';
import {
  fetchSource,
  openSource,
  type DriverSource,
  type FetchedSource,
} from '@aero-guest-tools/driver-source';
import { DEFAULT_GUEST_TARGET } from '@aero-guest-tools/windows-target';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { driverPackManifest } from './driver-pack-manifest';
import { selectDrivers } from './select-drivers';
import type { Selection } from './selection';

const baseDirectory = join(__dirname, '../../..');
const source = '../shared/virtio-win/virtio-win-w7-subset.iso';
const imagePath = join(baseDirectory, source);
const requests: readonly DriverRequest[] = [
  { name: 'viostor', required: true },
  { name: 'netkvm', required: true },
  { name: 'vioinput', required: false },
  { name: 'viosnd', required: false },
];

const describeGenuine = existsSync(imagePath) ? describe : describe.skip;
if (!existsSync(imagePath)) console.warn(`skipped: there is no ${source}`);
const hasBsdtar = isInstalled('bsdtar');
const testWithBsdtar = hasBsdtar ? test : test.skip;
if (!hasBsdtar) console.warn('skipped: bsdtar (Debian package libarchive-tools) is not installed');

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describeGenuine('genuine drivers of Windows 7', () => {
  let workDirectory: string;
  let fetched: FetchedSource;
  let drivers: DriverSource;
  let selection: Selection;

  beforeAll(async () => {
    workDirectory = mkdtempSync(join(tmpdir(), 'virtio-win-'));
    const location = { source, baseDirectory, storeDirectory: join(workDirectory, 'store') };
    fetched = await fetchSource(location);
    drivers = await openSource({ ...location, identity: fetched.identity });
    selection = selectDrivers(drivers, requests, DEFAULT_GUEST_TARGET);
  });
  afterAll(async () => {
    await drivers.close();
    rmSync(workDirectory, { recursive: true, force: true });
  });

  test('the image is identified, and not read a second time', async () => {
    const image = {
      kind: 'iso',
      sha256: '8d6ec1f5106e35fca68609deb233ba5f3a67595d9128343ae1770ebc7fea8133',
      size: 11_673_600,
      volume_id: 'virtio-win-0.1.172',
    };
    expect(fetched).toEqual({ identity: image, hashed: true });
    const storeDirectory = join(workDirectory, 'store');
    await expect(fetchSource({ source, baseDirectory, storeDirectory })).resolves.toEqual({
      identity: image,
      hashed: false,
    });
    expect(readdirSync(join(storeDirectory, 'sha256'))).toEqual([`${image.sha256}.iso`]);
    expect(readdirSync(join(storeDirectory, 'incoming'))).toEqual([]);
  });

  test('viostor, netkvm and vioinput are taken for both architectures', () => {
    expect(selection.drivers).toEqual([
      { name: 'netkvm', architecture: 'amd64', directory: 'NetKVM/w7/amd64' },
      { name: 'netkvm', architecture: 'x86', directory: 'NetKVM/w7/x86' },
      { name: 'vioinput', architecture: 'amd64', directory: 'vioinput/w7/amd64' },
      { name: 'vioinput', architecture: 'x86', directory: 'vioinput/w7/x86' },
      { name: 'viostor', architecture: 'amd64', directory: 'viostor/w7/amd64' },
      { name: 'viostor', architecture: 'x86', directory: 'viostor/w7/x86' },
    ]);
    const names = ['amd64', 'x86'].flatMap((architecture) => [
      ...['netkvm.cat', 'netkvm.inf', 'netkvm.sys', 'netkvmco.dll', 'readme.doc'].map(
        (name) => `drivers/${architecture}/netkvm/${name}`,
      ),
      ...[
        'WdfCoInstaller01009.dll',
        'viohidkmdf.sys',
        'vioinput.cat',
        'vioinput.inf',
        'vioinput.sys',
      ].map((name) => `drivers/${architecture}/vioinput/${name}`),
      ...['viostor.cat', 'viostor.inf', 'viostor.pdb', 'viostor.sys'].map(
        (name) => `drivers/${architecture}/viostor/${name}`,
      ),
    ]);
    expect(selection.files.map(({ path }) => path)).toEqual([
      ...names,
      'licenses/virtio-win/virtio-win_license.txt',
    ]);
  });

  test('the manifest says what was taken from where, and why viosnd was not', () => {
    expect(driverPackManifest(drivers.identity, selection)).toMatchObject({
      source: { sha256: fetched.identity.sha256, volume_id: 'virtio-win-0.1.172' },
      missing_optional_drivers: [
        {
          name: 'viosnd',
          reason: 'there is no folder viosnd',
          present: ['NetKVM', 'data', 'vioinput', 'viostor'],
        },
      ],
      notices: ['virtio-win_license.txt'],
    });
  });

  testWithBsdtar('the files, and the extracted root, are those that bsdtar extracts', async () => {
    const root = join(workDirectory, 'extracted');
    mkdirSync(root);
    execFileSync('bsdtar', ['-C', root, '-xf', imagePath]);
    // The directories of the image are read-only and could not be removed otherwise.
    execFileSync('chmod', ['-R', 'u+w', root]);
    for (const file of selection.files) {
      const contents = await buffer(drivers.open(file.source));
      expect(contents.length).toBe(file.size);
      expect(sha256(contents)).toBe(sha256(readFileSync(join(root, file.source))));
    }

    const location = { source: root, baseDirectory, storeDirectory: join(workDirectory, 'store') };
    const { identity: image } = await fetchSource(location);
    const extracted = await openSource({ ...location, identity: image });
    // The identity of a directory includes the SHA-256 of each file, which stays with the file.
    const hashed = selection.files.map((file) => ({
      ...file,
      sha256: sha256(readFileSync(join(root, file.source))),
    }));
    expect(selectDrivers(extracted, requests, DEFAULT_GUEST_TARGET)).toEqual({
      ...selection,
      files: hashed,
    });
  });
});

function sha256(contents: Uint8Array): string {
  return createHash('sha256').update(contents).digest('hex');
}
