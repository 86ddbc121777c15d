import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { extractDrivers } from '@aero-guest-tools/media/steps/extract-drivers';
import { fetchDrivers } from '@aero-guest-tools/media/steps/fetch-virtio-win';
import { generateDevicesCmdFile } from '@aero-guest-tools/media/steps/generate-devices-cmd';
import type { PackagedMedia } from '@aero-guest-tools/media/packaged-media';
import type { BuildInputs } from '@aero-guest-tools/media/steps/build-inputs';
import { packageMedia } from '@aero-guest-tools/media/steps/package';
import { recordMedia } from '@aero-guest-tools/media/steps/record-media';
import { validateSpec } from '@aero-guest-tools/media/steps/validate-spec';
import { sampleVirtioWinFiles, writeSampleVirtioWin } from '@aero-guest-tools/sample-virtio-win';
import { writeMediumDirectory } from './medium-directory.fixture';
import { describeBuild } from './describe-build';
import { describeMedium } from './describe-medium';
import { verdictOnAll, type MediaDescription } from './media-description';

const SPECS = dirname(createRequire(__filename).resolve('@aero-guest-tools/specs/package.json'));
const WORKSPACE = join(SPECS, '..');

let build: string;
let packaged: PackagedMedia;
let built: MediaDescription;
let root: string;

/** Runs the tasks before `package` in order, in the folder of an image. @returns Their options. */
async function runTasks(image: string, buildDirectory: string): Promise<BuildInputs> {
  const workspaceRoot = dirname(image);
  const common = { workspaceRoot, buildDirectory };
  const drivers = {
    source: image,
    baseDirectory: workspaceRoot,
    storeDirectory: join(workspaceRoot, 'store'),
    layout: 'virtio-win' as const,
    certificates: undefined,
  };
  const windowsDeviceContract = {
    windowsDeviceContract: join(SPECS, 'contracts/windows-device-contract-virtio-win.json'),
    windowsDeviceContractPath: 'specs/contracts/windows-device-contract-virtio-win.json',
  };
  const packagingSpec = {
    spec: join(SPECS, 'packaging/win7-virtio-full.json'),
    packagingSpecPath: 'specs/packaging/win7-virtio-full.json',
  };
  await generateDevicesCmdFile({ ...common, ...windowsDeviceContract });
  await fetchDrivers({ ...drivers, expectedSha256: undefined, buildDirectory });
  await extractDrivers({ ...drivers, spec: packagingSpec.spec, buildDirectory });
  await validateSpec({ ...common, ...packagingSpec });
  const staging = {
    ...common,
    guestToolsDirectory: join(WORKSPACE, 'guest-tools'),
    version: '1.2.3',
    buildId: 'build',
    volumeId: 'SAMPLE',
    sourceDateEpoch: 1_700_000_000,
    signingPolicy: 'none' as const,
    packagerVersion: '0.0.0',
  };
  await recordMedia({ ...staging, workers: 0 });
  return { drivers, packagingSpec, windowsDeviceContract, staging };
}

beforeAll(async () => {
  build = mkdtempSync(join(tmpdir(), 'media-description-build-'));
  const image = join(build, 'virtio-win.iso');
  await writeSampleVirtioWin(image);
  await runTasks(image, build);
  packaged = await packageMedia(build, { inPlace: true });
  built = await describeBuild(build);
});
afterAll(() => {
  rmSync(build, { recursive: true, force: true });
});
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'media-description-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('media that a build has made', () => {
  test('are described by what its tasks have found', () => {
    expect(built.manifest.package.version).toBe('1.2.3');
    expect(built.volumeId).toBe('SAMPLE');
    expect(built.source).toMatchObject({ kind: 'iso', volumeId: 'VIRTIO_WIN_SAMPLE' });
    expect(built.outputs.map(({ name }) => name)).toEqual([
      'aero-guest-tools.iso',
      'aero-guest-tools.zip',
      'manifest.json',
    ]);
    expect(built.diagnostics.every(({ severity }) => severity === 'warning')).toBe(true);
  });

  test('list drivers by name and architecture, with their files and their devices', () => {
    expect(built.drivers.map(({ name, architecture }) => `${name}/${architecture}`)).toEqual(
      built.drivers.map(({ name, architecture }) => `${name}/${architecture}`).toSorted(),
    );
    const driver = built.drivers.find(({ name }) => name === 'viostor');
    expect(driver?.takenFrom).toMatch(/^viostor\/w7\//);
    expect(driver?.packagedFiles.length).toBeGreaterThanOrEqual(3);
    expect(driver?.devices[0]?.hardwareIds.join()).toMatch(/VEN_1AF4&DEV_1042/);
  });

  test('have the licences that came with the drivers', () => {
    expect(built.licences.length).toBeGreaterThan(0);
    for (const { path, contents } of built.licences) {
      expect(path).toMatch(/^licenses\/virtio-win\//);
      expect(contents.length).toBeGreaterThan(0);
    }
  });

  test('are the same with what package said of them', async () => {
    expect(await describeBuild(build, packaged)).toEqual(built);
  });
});

describe('what is remarkable about the source', () => {
  test('is told of media whose tasks ran one by one, once and without a path of the machine', async () => {
    const image = join(root, 'odd.iso');
    for (const { path, contents } of sampleVirtioWinFiles()) {
      mkdirSync(dirname(join(root, 'tree', path)), { recursive: true });
      writeFileSync(join(root, 'tree', path), contents);
    }
    writeFileSync(join(root, 'tree/NOTES.txt'), 'only with Rock Ridge');
    execFileSync(
      'xorriso',
      [
        '-as',
        'mkisofs',
        '-quiet',
        '-J',
        '-r',
        '-V',
        'ODD',
        '-hide-joliet',
        'NOTES.txt',
        '-o',
        image,
        'tree',
      ],
      { cwd: root, stdio: 'ignore' },
    );
    const directory = join(root, 'build');
    const inputs = await runTasks(image, directory);
    const odd = await packageMedia(directory, {
      inPlace: true,
      inputs,
    });
    const trees = odd.warnings.filter(({ id }) => id === 'iso.trees-differ');
    expect(trees).toMatchObject([{ file: 'ODD', found: expect.stringContaining('NOTES.txt') }]);
    const described = await describeBuild(directory);
    expect(described.diagnostics).toEqual(expect.arrayContaining(trees));
    expect(described).toEqual(await describeBuild(directory, odd));
    expect(JSON.stringify(described.diagnostics)).not.toContain(root);
    // A different file that a cache restored in its place is detected.
    const file = join(directory, 'driver-pack/warnings.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('NOTES.txt', 'OTHER.txt'));
    await expect(
      packageMedia(directory, {
        inPlace: true,
        inputs,
      }),
    ).rejects.toThrow(/warnings\.json: this is not what extract-drivers takes from the source/);
  });
});

describe('media of before', () => {
  /**
   * The results of the checks of a driver, which must not depend on where its files were before.
   */
  const checked = ({ drivers }: MediaDescription) =>
    drivers.map(({ files, ...driver }) => ({
      ...driver,
      files: files.filter(({ decision }) => decision === 'include').map(({ path }) => path),
    }));

  test.each(['aero-guest-tools.iso', 'aero-guest-tools.zip'])(
    '%s is described as the build described it',
    async (name) => {
      const described = await describeMedium(join(build, name));
      expect(checked(described)).toEqual(checked(built));
      expect(described.manifest).toEqual(built.manifest);
      expect(described.source).toEqual(built.source);
      expect(described.licences).toEqual(built.licences);
      expect(described.outputs).toEqual(built.outputs.filter((output) => output.name === name));
      expect(described.volumeId).toBe(name.endsWith('.iso') ? 'SAMPLE' : undefined);
      expect(verdictOnAll(described.drivers)).toEqual(verdictOnAll(built.drivers));
    },
  );

  test('that a build would refuse today are described with what is wrong', async () => {
    writeMediumDirectory(root, {
      'drivers/x86/broken/broken.inf': '[Version]\nCatalogFile = broken.cat\n',
      'drivers/amd64/broken/broken.inf': 'no INF at all',
    });
    const { drivers, diagnostics, outputs } = await describeMedium(root);
    expect(drivers.map(({ architecture }) => architecture)).toEqual(['amd64', 'x86']);
    expect(outputs).toEqual([]);
    expect(diagnostics[0]?.severity).toBe('error');
    expect(diagnostics.map(({ file }) => file).join('\n')).toMatch(/drivers\/x86\/broken/);
  });

  test('without drivers have none', async () => {
    writeMediumDirectory(root, { 'README.md': 'text' });
    expect(await describeMedium(root)).toMatchObject({ drivers: [], diagnostics: [] });
  });

  test('that are not what their manifest says are refused', async () => {
    writeMediumDirectory(root, { 'README.md': 'text' });
    writeFileSync(join(root, 'README.md'), 'another');
    await expect(describeMedium(root)).rejects.toThrow(/README\.md is not what the manifest says/);
  });

  test('with a provenance file that is none are refused', async () => {
    writeMediumDirectory(root, {
      'licenses/virtio-win/driver-pack-manifest.json': '{"source":{"kind":"iso","sha256":7}}',
    });
    await expect(describeMedium(root)).rejects.toThrow(/does not say where the drivers are from/);
  });
});
