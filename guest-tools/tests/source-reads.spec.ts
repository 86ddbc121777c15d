import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aeroGuestTools, aeroPackager, runProgram } from '@aero-guest-tools/command-line';
import { writeDriverFixtures } from '@aero-guest-tools/driver-fixtures';
import { fileOnDisk, listFileTree } from '@aero-guest-tools/file-tree';
import { packagerVersion } from '@aero-guest-tools/media';
import { extractDrivers } from '@aero-guest-tools/media/steps/extract-drivers';
import { fetchDrivers } from '@aero-guest-tools/media/steps/fetch-virtio-win';
import { generateDevicesCmdFile } from '@aero-guest-tools/media/steps/generate-devices-cmd';
import { makeIso } from '@aero-guest-tools/media/steps/make-iso';
import { makeZip } from '@aero-guest-tools/media/steps/make-zip';
import { packageMedia } from '@aero-guest-tools/media/steps/package';
import { runTasks, type RunTasksOptions } from '@aero-guest-tools/media/steps/run-tasks.fixture';
import { stageMedia } from '@aero-guest-tools/media/steps/stage-media';
import { validateSpec } from '@aero-guest-tools/media/steps/validate-spec';
import { layoutImage, writeImage } from '@aero-guest-tools/iso9660/write';
import { writeZip } from '@aero-guest-tools/zip';
import { countReads } from './counted-reads';
import { buildByGulp } from './gulp-media';

const CHECKOUT = resolve(__dirname, '../..');
const SPEC = 'specs/packaging/win7-aero-virtio.json';
const CONTRACT = 'specs/contracts/windows-device-contract.json';

let root: string;
let drivers: string;
let certificate: string;
/** The same drivers, as other kinds of sources. */
let archive: string;
let image: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'aero-reads-'));
  await writeDriverFixtures(root);
  drivers = join(root, 'driver-out');
  certificate = join(root, 'aero-test.cer');
  archive = join(root, 'drivers.zip');
  image = join(root, 'drivers.iso');
  const files = (await listFileTree(drivers)).files.map((file) => fileOnDisk(file));
  writeFileSync(archive, await buffer(writeZip(files, { sourceDateEpoch: 0, workers: 0 })));
  const layout = layoutImage(files, { volumeId: 'DRIVERS', sourceDateEpoch: 0 });
  writeFileSync(image, await buffer(writeImage(layout)));
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** What a face reads. Bytes count in times of the size. */
interface TimesRead {
  /** Of any file of the drivers, in a directory that is their source and in every copy of it. */
  readonly mostOfDrivers: number;
  /** Of the source, if that is an image or an archive, and of its copy in the store. */
  readonly ofSource: number;
  readonly ofStored: number;
  /** Of ISO and zip, which the face makes. */
  readonly ofImages: readonly number[];
}

async function timesRead(
  name: string,
  build: (out: string) => Promise<unknown>,
  source = drivers,
): Promise<TimesRead> {
  const out = join(root, name);
  const { files } = await listFileTree(drivers);
  const reads = await countReads();
  try {
    await build(out);
  } finally {
    reads.restore();
  }
  const ofDrivers = files
    .filter(({ size }) => size > 0)
    .map(({ path, size }) => bytesOf(reads.bytes, (place) => place.endsWith(path)) / size);
  const ofImages = ['aero-guest-tools.iso', 'aero-guest-tools.zip'].map((output) => {
    // While it is written it has a name of its own.
    const isImage = (place: string): boolean =>
      place.includes(output) && !place.endsWith('.sha256');
    return bytesOf(reads.bytes, isImage) / statSync(join(out, output)).size;
  });
  const { size } = statSync(source);
  return {
    mostOfDrivers: Math.max(...ofDrivers),
    ofSource: bytesOf(reads.bytes, (place) => place === source) / size,
    ofStored: bytesOf(reads.bytes, (place) => /\/sha256\/[^/]+\.(?:iso|zip)$/.test(place)) / size,
    ofImages,
  };
}

function bytesOf(bytes: ReadonlyMap<string, number>, counts: (path: string) => boolean): number {
  return [...bytes].reduce((sum, [path, count]) => (counts(path) ? sum + count : sum), 0);
}

function invocation(...args: readonly string[]): Parameters<typeof aeroGuestTools>[0] {
  const stream = { write: () => undefined };
  return {
    args,
    environment: { AERO_GUEST_TOOLS_STORE: join(root, 'store') },
    platform: 'linux',
    homeDirectory: root,
    workingDirectory: CHECKOUT,
    parallelism: 1,
    now: 0,
    stdout: stream,
    stderr: stream,
  } as unknown as Parameters<typeof aeroGuestTools>[0];
}

/** The tasks of Nx, in their order: each goes by what those before it have left. */
const TASKS: readonly (readonly [string, (options: RunTasksOptions) => Promise<unknown>])[] = [
  ['fetch-virtio-win', fetchDrivers],
  ['extract-drivers', extractDrivers],
  ['generate-devices-cmd', generateDevicesCmdFile],
  ['validate-spec', validateSpec],
  ['stage-media', stageMedia],
  ['make-iso', makeIso],
  ['make-zip', makeZip],
  [
    'package',
    (options) =>
      packageMedia(options.buildDirectory, {
        inputs: {
          drivers: options,
          packagingSpec: options,
          windowsDeviceContract: options,
          staging: options,
        },
      }),
  ],
];

/** Small files that say what the build is about: a task reads them for their facts, and one that goes on the media once more. */
function isReadForItsFacts(path: string): boolean {
  return /\/(?:driver-pack-manifest|virtio-win|win7-aero-virtio)\.json$/.test(path);
}

/** What earlier tasks have left besides drivers and images: package compares it, and makes plan and manifest of it again. */
function isComparedAndStaged(task: string, path: string): boolean {
  return (
    task === 'package' &&
    /\/(?:staged\/\w+\.json|driver-pack\/certs\/.*|devices\.cmd|windows-device-contract\.json|packaging-spec\.json|validation-report\.json)$/.test(
      path,
    )
  );
}

const isLinux = process.platform === 'linux';

/**
 * Where one process makes both images, what stands behind the manifest on the ISO is read from there for the zip
 * archive. Both are read once to verify them.
 */
function expectReadInOneProcess({ ofImages: [iso = 0, zip] }: TimesRead): void {
  expect(iso).toBeGreaterThanOrEqual(1);
  expect(iso).toBeLessThan(2);
  expect(zip).toBe(1);
}

// A source that was written a moment ago is not known by its times yet, so that what it is is found out anew.
(isLinux ? describe : describe.skip)(
  'how often each byte of a driver and of the media is read',
  () => {
    test('aero-packager: a driver once, and each image to verify it', async () => {
      const read = await timesRead('packager', (out) =>
        runProgram(
          aeroPackager,
          invocation(
            '--drivers-dir',
            drivers,
            '--spec',
            SPEC,
            '--guest-tools-dir',
            'guest-tools',
            '--out-dir',
            out,
            '--signing-policy',
            'none',
          ),
        ),
      );
      expect(read.mostOfDrivers).toBe(1);
      expectReadInOneProcess(read);
    });

    test('aero-guest-tools build of a directory: a driver once, from which it is identified, too', async () => {
      const read = await timesRead('build', (out) => buildFrom(drivers, out));
      expect(read.mostOfDrivers).toBe(1);
      expectReadInOneProcess(read);
    });

    test('aero-guest-tools build of an archive: the archive once', async () => {
      const read = await timesRead('of-zip', (out) => buildFrom(archive, out), archive);
      // Its first bytes tell that it is one.
      expect(read.ofSource).toBeCloseTo(1, 2);
      expect(read.ofStored).toBe(0);
      expectReadInOneProcess(read);
    });

    test('aero-guest-tools build of an image: to copy it into the store, and there what is taken', async () => {
      const read = await timesRead('of-iso', (out) => buildFrom(image, out), image);
      // Its descriptors tell that it is one, before it is copied.
      expect(read.ofSource).toBeGreaterThanOrEqual(1);
      expect(read.ofSource).toBeLessThan(1.2);
      expect(read.ofStored).toBeLessThan(1);
      expectReadInOneProcess(read);
    });

    test('gulp: a driver once, which is identified and checked, and goes on the media from memory', async () => {
      const read = await timesRead('gulp', byGulp);
      expect(read.mostOfDrivers).toBe(1);
      expect(read.ofImages).toEqual([1, 1]);
    });

    test('each task of Nx: a file once', async () => {
      const options = taskOptions(join(root, 'each-task'));
      const readOften: [string, string, number][] = [];
      for (const [task, run] of TASKS) {
        const reads = await countReads();
        try {
          await run(options);
        } finally {
          reads.restore();
        }
        expect(reads.bytes.size).toBeGreaterThan(0);
        for (const [path, bytes] of reads.bytes) {
          const { size } = statSync(path);
          const isMeant = isReadForItsFacts(path) || isComparedAndStaged(task, path);
          if (bytes > size && !isMeant) readOften.push([task, path, bytes / size]);
        }
      }
      expect(readOften).toEqual([]);
    });

    // To identify, to extract, to check and to stage them, for each image, and for package to compare what may have come
    // from a cache with the source, of which it reads both.
    test('the tasks of Nx: six times until the images are made, and twice to compare', async () => {
      const read = await timesRead('tasks', byTasks);
      expect(read.mostOfDrivers).toBe(8);
      expect(read.ofImages).toEqual([1, 1]);
    });
  },
);

function byGulp(out: string): Promise<void> {
  const options = {
    workspaceRoot: CHECKOUT,
    source: drivers,
    sourceLayout: 'packages' as const,
    certPath: certificate,
    storeDirectory: join(root, 'store'),
    spec: SPEC,
    windowsDeviceContract: CONTRACT,
    guestToolsDirectory: 'guest-tools',
    signingPolicy: 'test',
    version: '1.2.3',
    buildId: 'local',
    volumeId: 'AERO_GUEST_TOOLS',
    sourceDateEpoch: 0,
    buildDirectory: out,
    warn: () => undefined,
  };
  return buildByGulp(options);
}

function buildFrom(source: string, out: string): Promise<unknown> {
  return aeroGuestTools(
    invocation(
      'build',
      source,
      '--profile',
      'aero-virtio',
      '--cert-path',
      certificate,
      '--out-dir',
      out,
    ),
  );
}

function byTasks(out: string): Promise<unknown> {
  return runTasks(taskOptions(out));
}

function taskOptions(out: string): RunTasksOptions {
  return {
    workspaceRoot: root,
    buildDirectory: out,
    source: drivers,
    baseDirectory: CHECKOUT,
    // Of its own, so that nothing is known of the source before.
    storeDirectory: `${out}-store`,
    layout: 'packages',
    certificates: { source: certificate, baseDirectory: CHECKOUT },
    spec: join(CHECKOUT, SPEC),
    packagingSpecPath: SPEC,
    windowsDeviceContract: join(CHECKOUT, CONTRACT),
    windowsDeviceContractPath: CONTRACT,
    guestToolsDirectory: join(CHECKOUT, 'guest-tools'),
    version: '1.2.3',
    buildId: 'local',
    volumeId: 'AERO_GUEST_TOOLS',
    signingPolicy: 'test',
    sourceDateEpoch: 0,
    packagerVersion: packagerVersion(),
    workers: 0,
  };
}
