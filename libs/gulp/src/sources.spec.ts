import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeDriverFixtures } from '@aero-guest-tools/driver-fixtures';
import { readSourceLock } from '@aero-guest-tools/driver-source';
import {
  describeWithNginx,
  startNginx,
  type Nginx,
} from '@aero-guest-tools/http-file/nginx.fixture';
import {
  buildDirectory,
  packagerVersion,
  parseSigningPolicy,
  type Manifest,
} from '@aero-guest-tools/media';
import { runTasks, type RunTasksOptions } from '@aero-guest-tools/media/steps/run-tasks.fixture';
import { updateLock } from '@aero-guest-tools/media/steps/update-lock';
import { writeSampleVirtioWin } from '@aero-guest-tools/sample-virtio-win';
import {
  generateDevicesCmd,
  makeIso,
  makeZip,
  manifest,
  packageMedia,
  payload,
  stageMedia,
  tee,
  validateSpec,
  virtioWin,
  type StageMediaOptions,
  type VirtioWinOptions,
} from './index';

const CHECKOUT = resolve(__dirname, '../../..');
const GENUINE = '../shared/virtio-win/virtio-win-w7-subset.iso';

let root: string;
let fixtures: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'aero-gulp-sources-'));
  fixtures = join(root, 'fixtures');
  await writeDriverFixtures(fixtures);
  await writeSampleVirtioWin(join(root, 'virtio-win.iso'));
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** The differences between the builds of this suite. */
interface Media {
  readonly spec: string;
  readonly contract?: string;
  readonly source?: string;
  readonly lock?: string;
  readonly sourceLayout: NonNullable<VirtioWinOptions['sourceLayout']>;
  readonly certPath?: string;
  readonly signingPolicy: string;
  readonly setupDrivers?: boolean;
  readonly version?: StageMediaOptions['version'];
  readonly buildId?: StageMediaOptions['buildId'];
  readonly allowCatalogMismatch?: boolean;
}

const SOURCE_DATE_EPOCH = 1_700_000_001;
const AERO_CONTRACT = 'windows-device-contract';
const VIRTIO_CONTRACT = 'windows-device-contract-virtio-win';

async function byGulp(name: string, media: Media): Promise<string> {
  const { contract = AERO_CONTRACT, version = '1.2.3', buildId = 'local', ...ofMedia } = media;
  const options = {
    ...ofMedia,
    workspaceRoot: CHECKOUT,
    storeDirectory: join(root, name, 'gulp-store'),
    windowsDeviceContract: contract,
    version,
    buildId,
    volumeId: 'AERO_GUEST_TOOLS',
    sourceDateEpoch: SOURCE_DATE_EPOCH,
    buildDirectory: join(root, name, 'gulp'),
    warn: () => undefined,
  };
  await pipeline([
    virtioWin(options) as unknown as NodeJS.ReadWriteStream,
    validateSpec(options),
    generateDevicesCmd(options),
    payload(options),
    stageMedia(options),
    tee(makeIso(options), makeZip(options), manifest()),
    packageMedia(options),
  ]);
  return options.buildDirectory;
}

/** The steps that the Nx executors call, with the options that they derive. */
async function byTasks(name: string, media: Media): Promise<string> {
  const { contract = AERO_CONTRACT, lock: lockFile, certPath } = media;
  const lock = lockFile === undefined ? undefined : await readSourceLock(lockFile);
  const specFile = `specs/packaging/${media.spec}.json`;
  const contractFile = `specs/contracts/${contract}.json`;
  const options: RunTasksOptions = {
    workspaceRoot: CHECKOUT,
    buildDirectory: join(root, name, 'tasks'),
    source: media.source ?? lock?.source ?? '',
    baseDirectory: CHECKOUT,
    storeDirectory: join(root, name, 'store'),
    layout: media.sourceLayout,
    remote:
      lockFile === undefined
        ? undefined
        : { lockFile, lock, http: { proxies: {} }, onProgress: () => undefined },
    certificates:
      certPath === undefined ? undefined : { source: certPath, baseDirectory: CHECKOUT },
    spec: join(CHECKOUT, specFile),
    packagingSpecPath: specFile,
    windowsDeviceContract: join(CHECKOUT, contractFile),
    windowsDeviceContractPath: contractFile,
    guestToolsDirectory: join(CHECKOUT, 'guest-tools'),
    version: media.version ?? '1.2.3',
    buildId: String(media.buildId ?? 'local'),
    volumeId: 'AERO_GUEST_TOOLS',
    sourceDateEpoch: SOURCE_DATE_EPOCH,
    signingPolicy: parseSigningPolicy(media.signingPolicy, 'the test'),
    allowCatalogMismatch: media.allowCatalogMismatch,
    setupDrivers: media.setupDrivers,
    packagerVersion: packagerVersion(),
    workers: 0,
  };
  await runTasks(options);
  return options.buildDirectory;
}

const outputs = (directory: string): readonly Buffer[] => {
  const { iso, zip, manifests } = buildDirectory(directory);
  return [iso, zip, ...manifests].map((path) => readFileSync(path));
};

/** Builds with gulp and with the Nx tasks, and expects the same bytes. @returns The manifest. */
async function expectSameMedia(name: string, media: Media): Promise<Manifest> {
  const ofGulp = outputs(await byGulp(name, media));
  const ofTasks = outputs(await byTasks(name, media));
  expect(ofGulp.map((bytes, index) => bytes.equals(ofTasks[index] ?? Buffer.of()))).toEqual([
    true,
    true,
    true,
    true,
  ]);
  return JSON.parse(String(ofGulp[2])) as Manifest;
}

const pathsOf = ({ files }: Manifest, pattern: RegExp): readonly string[] =>
  files.map(({ path }) => path).filter((path) => pattern.test(path));
const CERTIFICATE = /^certs\/[^/]+\.(?:cer|crt|p7b)$/;

describe('gulp gives the bytes that the tasks of Nx give', () => {
  const SAMPLE = {
    spec: 'win7-virtio-full',
    contract: VIRTIO_CONTRACT,
    sourceLayout: 'virtio-win',
    signingPolicy: 'none',
  } as const;

  test('from an image', async () => {
    const source = join(root, 'virtio-win.iso');
    const built = await expectSameMedia('image', { ...SAMPLE, source });
    expect(pathsOf(built, CERTIFICATE)).toEqual([]);
    expect(pathsOf(built, /^\$WinPEDriver\$/)).toEqual([]);
  });

  test('with drivers for Windows Setup', async () => {
    const source = join(root, 'virtio-win.iso');
    const built = await expectSameMedia('setup', { ...SAMPLE, source, setupDrivers: true });
    expect(pathsOf(built, /^\$WinPEDriver\$\/.*\.sys$/)).not.toEqual([]);
    expect(pathsOf(built, /autounattend-fragment/)).toHaveLength(1);
  });

  const genuineImage = join(CHECKOUT, GENUINE);
  if (!existsSync(genuineImage)) console.warn(`skipped: there is no ${GENUINE}`);
  (existsSync(genuineImage) ? test : test.skip)(
    'from a genuine image, with a build id that is a number',
    async () => {
      const media = { ...SAMPLE, source: genuineImage, signingPolicy: 'production', buildId: 42 };
      const built = await expectSameMedia('genuine', media);
      expect(built.package.build_id).toBe('42');
      expect(pathsOf(built, /^certs\/publishers\//)).not.toEqual([]);
    },
  );

  test.each([
    ['a directory that CI leaves', 'out'],
    ['a zip archive of it', 'ci-bundle.zip'],
  ])('from %s, with the certificate that comes with it', async (_, name) => {
    const built = await expectSameMedia(name, {
      spec: 'win7-aero-guest-tools',
      source: join(fixtures, name),
      sourceLayout: 'packages',
      signingPolicy: 'test',
    });
    expect(pathsOf(built, CERTIFICATE)).toHaveLength(1);
  });

  test('with a certificate that is named, which takes the place of all others', async () => {
    const built = await expectSameMedia('named', {
      spec: 'win7-aero-virtio',
      source: join(fixtures, 'driver-out'),
      sourceLayout: 'packages',
      certPath: join(fixtures, 'aero-test.cer'),
      signingPolicy: 'testsigning',
    });
    expect(pathsOf(built, CERTIFICATE)).toEqual(['certs/aero-test.cer']);
  });

  describeWithNginx('from an image on a server', () => {
    let nginx: Nginx;
    beforeAll(async () => {
      nginx = await startNginx();
      await writeSampleVirtioWin(join(nginx.files, 'virtio-win.iso'));
    });
    afterAll(() => nginx.stop());

    test('which a lock pins, file by file', async () => {
      const lock = join(root, 'virtio-win.lock.json');
      await updateLock({
        source: `${nginx.origin}/virtio-win.iso`,
        baseDirectory: root,
        storeDirectory: join(root, 'locking-store'),
        layout: 'virtio-win',
        remote: {
          lockFile: lock,
          lock: undefined,
          http: { proxies: {} },
          onProgress: () => undefined,
        },
      });
      const { drivers_source: source } = await expectSameMedia('lock', { ...SAMPLE, lock });
      expect(source).toMatchObject({ kind: 'iso', image_seen_whole: false });
    });
  });
});

describe('gulp refuses what Nx refuses', () => {
  const VIRTIO = {
    spec: 'win7-aero-virtio',
    sourceLayout: 'packages',
    signingPolicy: 'test',
  } as const;

  test('no source at all, and a source that holds a password', async () => {
    await expect(byGulp('none', { ...VIRTIO, lock: 'no-such.json' })).rejects.toThrow(
      /no source of drivers is named/,
    );
    await expect(
      byGulp('secret', { ...VIRTIO, source: 'https://user:secret@localhost/a.iso' }),
    ).rejects.toThrow(/the option source/);
  });

  test('a spec that is not shipped', async () => {
    const media = { ...VIRTIO, spec: 'win7-no-such', source: join(fixtures, 'driver-out') };
    await expect(byGulp('spec', media)).rejects.toThrow(
      /no packaging spec of this name is shipped/,
    );
  });

  test.each([
    [{ version: '1.2\n.3' }, /the option version is not a text for the manifest/],
    [{ buildId: '' }, /the option buildId is not a text for the manifest/],
  ])('%j in the manifest', async (option, message) => {
    const certPath = join(fixtures, 'aero-test.cer');
    const media = { ...VIRTIO, ...option, source: join(fixtures, 'driver-out'), certPath };
    await expect(byGulp('text', media)).rejects.toThrow(message);
  });
});
