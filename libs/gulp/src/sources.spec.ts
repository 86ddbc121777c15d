import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeDriverFixtures } from '@aero-guest-tools/driver-fixtures';
import { buildDirectory, type Manifest } from '@aero-guest-tools/media';
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
  type MakeIsoOptions,
  type MakeZipOptions,
  type PayloadOptions,
  type StageMediaOptions,
  type VirtioWinOptions,
} from './index';

const CHECKOUT = resolve(__dirname, '../../..');

let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'aero-gulp-sources-'));
  await writeDriverFixtures(join(root, 'fixtures'));
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

async function build(
  name: string,
  spec: string,
  source: Partial<VirtioWinOptions>,
): Promise<Manifest> {
  const options = {
    workspaceRoot: CHECKOUT,
    storeDirectory: join(root, 'store'),
    spec: `specs/packaging/${spec}.json`,
    windowsDeviceContract: 'specs/contracts/windows-device-contract.json',
    guestToolsDirectory: 'guest-tools',
    signingPolicy: 'test',
    version: '1.2.3',
    buildId: 'local',
    volumeId: 'AERO_GUEST_TOOLS',
    sourceDateEpoch: 1_700_000_000,
    buildDirectory: join(root, name),
    sourceLayout: 'packages' as const,
    warn: () => undefined,
    ...source,
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
  const [file] = buildDirectory(options.buildDirectory).manifests;
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}

const certificates = ({ files }: Manifest): readonly string[] =>
  files.map(({ path }) => path).filter((path) => /^certs\/[^/]+\.(cer|crt|p7b)$/.test(path));

describe('drivers come from every source that Nx takes', () => {
  test('what CI leaves, as a directory and as a zip archive, with the certificate that comes with it', async () => {
    const fixtures = join(root, 'fixtures');
    const directory = await build('out', 'win7-aero-guest-tools', {
      source: join(fixtures, 'out'),
    });
    const archive = await build('zip', 'win7-aero-guest-tools', {
      source: join(fixtures, 'ci-bundle.zip'),
    });
    expect(certificates(directory)).toHaveLength(1);
    const drivers = ({ files }: Manifest) =>
      files.filter(({ path }) => path.startsWith('drivers/'));
    expect(drivers(archive)).toEqual(drivers(directory));
  });

  test('a certificate that is named takes the place of all others', async () => {
    const fixtures = join(root, 'fixtures');
    const built = await build('virtio', 'win7-aero-virtio', {
      source: join(fixtures, 'driver-out'),
      certPath: join(fixtures, 'aero-test.cer'),
    });
    expect(certificates(built)).toEqual(['certs/aero-test.cer']);
  });

  test('a lock that names no image is refused, as is a source that holds a password', async () => {
    await expect(build('none', 'win7-aero-virtio', { lock: 'no-such.json' })).rejects.toThrow(
      /no source of drivers is named/,
    );
    await expect(
      build('secret', 'win7-aero-virtio', { source: 'https://user:secret@localhost/a.iso' }),
    ).rejects.toThrow(/the option source/);
  });
});

/** The option of a step of this package for each option of a task; undefined: see the reason. */
const OPTIONS: Readonly<Record<string, Readonly<Record<string, string | undefined>>>> = {
  'fetch-virtio-win': {
    source: 'source' satisfies keyof VirtioWinOptions,
    sourceLayout: 'sourceLayout' satisfies keyof VirtioWinOptions,
    certPath: 'certPath' satisfies keyof VirtioWinOptions,
    store: 'storeDirectory' satisfies keyof VirtioWinOptions,
    lock: 'lock' satisfies keyof VirtioWinOptions,
    sha256: 'sha256' satisfies keyof VirtioWinOptions,
    // A gulpfile reads its own environment.
    sourceVariable: undefined,
    defaultSource: undefined,
    // Commands, which build nothing.
    updateLock: undefined,
    checkLock: undefined,
    windows: undefined,
  },
  'extract-drivers': { spec: 'spec' satisfies keyof VirtioWinOptions },
  'validate-spec': { spec: 'spec' },
  'generate-devices-cmd': { windowsDeviceContract: 'windowsDeviceContract' },
  'stage-media': {
    mediaVersion: 'version' satisfies keyof StageMediaOptions,
    buildId: 'buildId' satisfies keyof StageMediaOptions,
    volumeId: 'volumeId' satisfies keyof MakeIsoOptions,
    sourceDateEpoch: 'sourceDateEpoch' satisfies keyof StageMediaOptions,
    signingPolicy: 'signingPolicy' satisfies keyof PayloadOptions,
    allowCatalogMismatch: 'allowCatalogMismatch' satisfies keyof StageMediaOptions,
    setupDrivers: 'setupDrivers' satisfies keyof StageMediaOptions,
    guestToolsDirectory: 'guestToolsDirectory' satisfies keyof PayloadOptions,
    defaultSigningPolicy: undefined,
    // By which git tells the build id; a gulpfile names it.
    mediaSources: undefined,
  },
  'make-iso': {},
  'make-zip': { workers: 'workers' satisfies keyof MakeZipOptions },
  package: {},
};

/** Tasks that are given the options of another one, too. */
const SHARED: Readonly<Record<string, string>> = {
  'extract-drivers': 'fetch-virtio-win',
  package: 'stage-media',
};

test.each(Object.keys(OPTIONS))(
  'every option of the task %s has one here, or a reason why not',
  (task) => {
    const file = join(CHECKOUT, 'executors/src', task, 'schema.json');
    const { properties } = JSON.parse(readFileSync(file, 'utf8')) as {
      properties: Readonly<Record<string, unknown>>;
    };
    const known = { ...OPTIONS[task], ...OPTIONS[SHARED[task] ?? task] };
    const unknown = Object.keys(properties).filter(
      (name) => name !== 'buildDirectory' && !(name in known),
    );
    expect(unknown).toEqual([]);
  },
);
