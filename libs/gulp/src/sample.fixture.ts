import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Writable, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Diagnostic } from '@aero-guest-tools/diagnostics';
import { writeSampleVirtioWin } from '@aero-guest-tools/sample-virtio-win';
import type Vinyl from 'vinyl';
import { dest as vinylDest, src } from 'vinyl-fs';
import { virtioWin } from './virtio-win';

const CHECKOUT = resolve(__dirname, '../../..');

/** A directory with the sample image, and the options of a build from it. */
export interface Sample {
  readonly root: string;
  readonly options: ReturnType<typeof sampleOptions>;
  readonly warnings: Diagnostic[];
  remove(): void;
}

export async function makeSample(): Promise<Sample> {
  const root = mkdtempSync(join(tmpdir(), 'aero-gulp-'));
  const warnings: Diagnostic[] = [];
  await writeSampleVirtioWin(join(root, 'virtio-win.iso'));
  return {
    root,
    warnings,
    options: sampleOptions(root, warnings),
    remove: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function sampleOptions(root: string, warnings: Diagnostic[]) {
  return {
    workspaceRoot: CHECKOUT,
    source: join(root, 'virtio-win.iso'),
    storeDirectory: join(root, 'store'),
    spec: 'specs/packaging/win7-virtio-full.json',
    windowsDeviceContract: 'specs/contracts/windows-device-contract-virtio-win.json',
    guestToolsDirectory: 'guest-tools',
    signingPolicy: 'none',
    version: '1.2.3',
    buildId: 'local',
    volumeId: 'AERO_GUEST_TOOLS',
    sourceDateEpoch: 1_700_000_000,
    setupDrivers: false,
    buildDirectory: join(root, 'out'),
    warn: (warning: Diagnostic) => {
      warnings.push(warning);
    },
  };
}

/** Extracts the drivers of the sample to `pack/{drivers,licenses}`, as a user's own tree. */
export async function extractSample({ root, options }: Sample): Promise<string> {
  const pack = join(root, 'pack');
  await pipeline(virtioWin(options), vinylDest(pack, { encoding: false }));
  return pack;
}

/** The files that gulp's `src` gives for a directory, including hidden ones. */
export function sourceOf(directory: string, buffer: boolean): NodeJS.ReadWriteStream {
  return src('**', { cwd: directory, dot: true, encoding: false, buffer } as object);
}

/** Sends files through a pipeline and collects the results. */
export async function gathered(
  ...streams: readonly (NodeJS.ReadableStream | Readable | AsyncIterable<unknown>)[]
): Promise<Vinyl[]> {
  const files: Vinyl[] = [];
  const sink = new Writable({
    objectMode: true,
    write(file: Vinyl, _encoding, done) {
      files.push(file);
      done();
    },
  });
  await pipeline([...(streams as NodeJS.ReadWriteStream[]), sink]);
  return files;
}
