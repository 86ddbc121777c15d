import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packagerVersion } from '@aero-guest-tools/media';
import { runTasks } from '@aero-guest-tools/media/steps/run-tasks';
import { writeSampleVirtioWin } from '@aero-guest-tools/sample-virtio-win';
import { driverTree, shuffled } from './driver-tree';

// What each cell of the matrix runs by the Node.js of its platform: the steps that the tasks run, since
// Nx itself is native code that is not there for every platform. The checkout that this file
// stands in is the workspace.

const WORKSPACE = resolve(__dirname, '../../..');

/** 2020-01-01T00:00:01Z: an odd second, which zip cannot record. */
const SOURCE_DATE_EPOCH = 1_577_836_801;

async function main(): Promise<void> {
  const { work, workers, seed } = parseArgs({
    options: {
      work: { type: 'string' },
      workers: { type: 'string' },
      seed: { type: 'string' },
    },
  }).values;
  if (work === undefined) throw new Error('--work is missing');
  await buildSampleMedia(work, Number(workers));
  writeDriverTree(join(work, 'drivers'), Number(seed));
}

/** The sample media, from the image on, as the configuration `sample` builds them. */
async function buildSampleMedia(work: string, workers: number): Promise<void> {
  const image = join(work, 'virtio-win.iso');
  await writeSampleVirtioWin(image);
  const spec = 'specs/packaging/win7-virtio-full.json';
  const contract = 'specs/contracts/windows-device-contract-virtio-win.json';
  await runTasks({
    workspaceRoot: WORKSPACE,
    buildDirectory: join(work, 'sample'),
    source: image,
    baseDirectory: WORKSPACE,
    storeDirectory: join(work, 'store'),
    layout: 'virtio-win',
    spec: join(WORKSPACE, spec),
    packagingSpecPath: spec,
    windowsDeviceContract: join(WORKSPACE, contract),
    windowsDeviceContractPath: contract,
    guestToolsDirectory: join(WORKSPACE, 'guest-tools'),
    version: '1.0.0',
    buildId: 'matrix',
    volumeId: 'AERO_GUEST_TOOLS',
    signingPolicy: 'none',
    sourceDateEpoch: SOURCE_DATE_EPOCH,
    packagerVersion: packagerVersion(),
    workers,
  });
}

/** The tree for `aero-packager` and `aero-iso`, its files made in an order that the seed decides. */
function writeDriverTree(directory: string, seed: number): void {
  for (const { path, contents } of shuffled(driverTree(), seed)) {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents);
  }
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? String(error.stack) : String(error)}\n`);
  process.exitCode = 1;
});
