import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type {
  GenerateDevicesCmdOptions,
  MakeIsoOptions,
  MakeZipOptions,
  PackageMediaOptions,
  PayloadOptions,
  StageMediaOptions,
  ValidateSpecOptions,
  VirtioWinOptions,
} from './index';

const EXECUTORS = resolve(__dirname, '../../../executors/src');

/** Options that say where the drivers are. */
const OF_SOURCE = {
  source: 'source',
  sourceLayout: 'sourceLayout',
  certPath: 'certPath',
  store: 'storeDirectory',
  lock: 'lock',
} as const satisfies Readonly<Record<string, keyof VirtioWinOptions>>;

/** Options of the media. */
const OF_MEDIA = {
  mediaVersion: 'version',
  buildId: 'buildId',
  volumeId: 'volumeId',
  sourceDateEpoch: 'sourceDateEpoch',
  signingPolicy: 'signingPolicy',
  allowCatalogMismatch: 'allowCatalogMismatch',
  setupDrivers: 'setupDrivers',
} as const satisfies Readonly<Record<string, keyof StageMediaOptions | keyof MakeIsoOptions>>;

/** The gulp option for each Nx option, by task. */
const OPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'fetch-virtio-win': {
    ...OF_SOURCE,
    sha256: 'sha256' satisfies keyof VirtioWinOptions,
  },
  'extract-drivers': { ...OF_SOURCE, spec: 'spec' satisfies keyof VirtioWinOptions },
  'validate-spec': { spec: 'spec' satisfies keyof ValidateSpecOptions },
  'generate-devices-cmd': {
    windowsDeviceContract: 'windowsDeviceContract' satisfies keyof GenerateDevicesCmdOptions,
  },
  'stage-media': {
    ...OF_MEDIA,
    guestToolsDirectory: 'guestToolsDirectory' satisfies keyof PayloadOptions,
  },
  'make-iso': {},
  'make-zip': { workers: 'workers' satisfies keyof MakeZipOptions },
  package: {
    ...OF_MEDIA,
    buildDirectory: 'buildDirectory' satisfies keyof PackageMediaOptions,
  },
  report: OF_MEDIA,
};

/** Nx options that gulp does not have, with the reason. */
const NX_ALONE: Readonly<Record<string, string>> = {
  buildDirectory: 'gulp keeps nothing between the steps; packageMedia says where the media go',
  sourceVariable: 'a gulpfile reads the environment itself',
  defaultSource: 'a gulpfile has its own defaults',
  defaultSigningPolicy: 'a gulpfile has its own defaults',
  mediaSources: 'a gulpfile names the build id, which Nx takes from the newest commit of these',
  updateLock: 'writes a lock and builds nothing; so does aero-guest-tools lock',
  nextStep: 'ends the summary, which a gulpfile does not print',
  windows: 'belongs to updateLock',
  checkLock: 'compares a lock and builds nothing; so does aero-guest-tools lock --check',
};

const tasks = readdirSync(EXECUTORS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) => readdirSync(join(EXECUTORS, name)).includes('schema.json'));

function propertiesOf(task: string): readonly string[] {
  const schema = readFileSync(join(EXECUTORS, task, 'schema.json'), 'utf8');
  return Object.keys((JSON.parse(schema) as { readonly properties: object }).properties);
}

describe('gulp has every option that Nx has', () => {
  test('or there is a reason why not', () => {
    const missing = tasks.flatMap((task) =>
      propertiesOf(task)
        .filter((name) => OPTIONS[task]?.[name] === undefined && NX_ALONE[name] === undefined)
        .map((name) => `${task}: ${name}`),
    );
    expect(missing).toEqual([]);
  });

  test('and both lists name nothing else', () => {
    const known = new Set(tasks.flatMap(propertiesOf));
    expect(Object.keys(OPTIONS).toSorted()).toEqual(tasks.toSorted());
    expect(
      Object.entries(OPTIONS).flatMap(([task, options]) =>
        Object.keys(options).filter((name) => !propertiesOf(task).includes(name)),
      ),
    ).toEqual([]);
    expect(Object.keys(NX_ALONE).filter((name) => !known.has(name))).toEqual([]);
  });

  test('and the documentation names each of them', () => {
    const page = readFileSync(resolve(EXECUTORS, '../../docs/gulp.md'), 'utf8');
    const named = new Set(Array.from(page.matchAll(/`(\w+)`/g), ([, name]) => name));
    const ofGulp = Object.values(OPTIONS).flatMap((options) => Object.values(options));
    expect(ofGulp.filter((name) => !named.has(name))).toEqual([]);
  });
});
