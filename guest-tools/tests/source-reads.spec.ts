import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aeroGuestTools, aeroPackager, runProgram } from '@aero-guest-tools/command-line';
import { writeDriverFixtures } from '@aero-guest-tools/driver-fixtures';
import { listFileTree } from '@aero-guest-tools/file-tree';
import * as gulp from '@aero-guest-tools/gulp';
import { packagerVersion } from '@aero-guest-tools/media';
import { runTasks } from '@aero-guest-tools/media/steps/run-tasks.fixture';
import { countReads } from './counted-reads';

const CHECKOUT = resolve(__dirname, '../..');
const SPEC = 'specs/packaging/win7-aero-virtio.json';
const CONTRACT = 'specs/contracts/windows-device-contract.json';

let root: string;
let drivers: string;
let certificate: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'aero-reads-'));
  await writeDriverFixtures(root);
  drivers = join(root, 'driver-out');
  certificate = join(root, 'aero-test.cer');
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** What a face reads. */
interface TimesRead {
  /** Of any file of the drivers, in its source and in every copy of it: bytes that were read, in times of its size. */
  readonly mostOfDrivers: number;
  /** Of ISO and zip, which the face makes: likewise. */
  readonly ofImages: readonly number[];
}

async function timesRead(
  name: string,
  build: (out: string) => Promise<unknown>,
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
  const ofImages = ['aero-guest-tools.iso', 'aero-guest-tools.zip'].map((image) => {
    // While it is written it has a name of its own.
    const isImage = (place: string): boolean => place.includes(image) && !place.endsWith('.sha256');
    return bytesOf(reads.bytes, isImage) / statSync(join(out, image)).size;
  });
  return { mostOfDrivers: Math.max(...ofDrivers), ofImages };
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

    test('aero-guest-tools build: to identify a source, and once for the media', async () => {
      const read = await timesRead('build', (out) =>
        aeroGuestTools(
          invocation(
            'build',
            drivers,
            '--profile',
            'aero-virtio',
            '--cert-path',
            certificate,
            '--out-dir',
            out,
          ),
        ),
      );
      expect(read.mostOfDrivers).toBe(2);
      expectReadInOneProcess(read);
    });

    test('gulp: to identify the source, and to check the drivers, which go on the media from memory', async () => {
      const read = await timesRead('gulp', byGulp);
      expect(read.mostOfDrivers).toBe(2);
      expect(read.ofImages).toEqual([1, 1]);
    });

    // To identify and to extract them, to look for keys in what was extracted, to check and to stage them, for each
    // image, and to compare what may have come from a cache with the source.
    test('the tasks of Nx: until the images are made, and twice to compare', async () => {
      const read = await timesRead('tasks', byTasks);
      expect(read.mostOfDrivers).toBeLessThanOrEqual(10);
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
  return pipeline([
    gulp.virtioWin(options) as unknown as NodeJS.ReadWriteStream,
    gulp.validateSpec(options),
    gulp.generateDevicesCmd(options),
    gulp.payload(options),
    gulp.stageMedia(options),
    gulp.tee(gulp.makeIso(options), gulp.makeZip(options), gulp.manifest()),
    gulp.packageMedia(options),
  ]);
}

function byTasks(out: string): Promise<unknown> {
  return runTasks({
    workspaceRoot: root,
    buildDirectory: out,
    source: drivers,
    baseDirectory: CHECKOUT,
    storeDirectory: join(root, 'store'),
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
  });
}
