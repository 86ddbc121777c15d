import fs, { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '@aero-guest-tools/diagnostics';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sha256Of } from '@aero-guest-tools/file-tree';
import { driverTreeOfDirectory, hashedTree } from '@aero-guest-tools/packaging-spec';
import { buildDirectory } from '../build-directory/build-directory';
import { makeIso } from './make-iso';
import { makeZip } from './make-zip';
import { mediaInputs, privateKey, recordAsChecked, write } from './media-inputs.fixture';
import { packageMedia } from './package';
import { recordMedia } from './record-media';
import { stageMedia, type StageMediaOptions } from './stage-media';

const MIB = 1024 * 1024;

/**
 * The given number of bytes that do not compress, from a linear congruential generator (Numerical
 * Recipes).
 */
function noise(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed;
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

/**
 * Difficult cases: files that share an extent, files that nearly do, and files that are read in
 * pieces.
 */
const DRIVER: Readonly<Record<string, Uint8Array>> = {
  'empty.bin': new Uint8Array(0),
  'large.bin': noise(3 * MIB + 5, 1),
  'large, equal.bin': noise(3 * MIB + 5, 1),
  'large, of equal size.bin': noise(3 * MIB + 5, 2),
  'one piece.bin': new Uint8Array(MIB).fill(1),
  'one piece and a byte.bin': new Uint8Array(MIB + 1).fill(1),
  'sector.bin': new Uint8Array(2048).fill(2),
  'small.bin': Buffer.from('viostor.inf'),
};

let root: string;
let options: StageMediaOptions;
let files: ReturnType<typeof buildDirectory>;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'record-media-'));
  options = mediaInputs(root, DRIVER);
  files = buildDirectory(options.buildDirectory);
  // This path comes after the manifest in byte order.
  write(join(options.guestToolsDirectory, 'tools/large.bin'), noise(3 * MIB + 5, 1));
  write(join(options.guestToolsDirectory, 'tools/other.bin'), noise(2 * MIB, 3));
  write(join(options.guestToolsDirectory, 'tools/small.bin'), 'viostor.inf');
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

const read = (...images: readonly string[]): readonly string[] =>
  [...images, files.stagedManifest, files.plan].map((path) => sha256Of(readFileSync(path)));

describe('rules 9: the same inputs give the same bytes', () => {
  test.each([
    [0, false],
    [2, false],
    [2, true],
  ])(
    'as the tasks one by one, with %d threads, for Windows Setup: %p',
    async (workers, setupDrivers) => {
      options = { ...options, setupDrivers };
      const report = readFileSync(files.validationReport, 'utf8');
      write(
        files.validationReport,
        report.replace('"path":"viostor.inf","v', '"path":"viostor.inf","class":"SCSIAdapter","v'),
      );
      await stageMedia(options);
      await makeIso({ ...options });
      await makeZip({ ...options, workers: 0 });
      const expected = read(files.madeIso, files.madeZip);

      const plan = await recordMedia({ ...options, workers });
      expect(read(files.iso, files.zip)).toEqual(expected);
      expect(plan.files).toHaveLength(setupDrivers ? 37 : 25);
      await packageMedia(options.buildDirectory, { inPlace: true });
    },
  );
});

test('each source is opened once, and what is generated not at all', async () => {
  const opened: string[] = [];
  const { openSync } = fs;
  jest.spyOn(fs, 'openSync').mockImplementation((path, ...rest) => {
    opened.push(String(path));
    return openSync(path, ...rest);
  });
  const { files: planned } = await recordMedia({ ...options, workers: 0 });
  const sources = planned
    .map(({ source }) => join(root, source))
    .filter((path) => path !== files.stagedManifest && !path.startsWith(files.generated));
  // The others are state files of the earlier tasks.
  expect(opened.filter((path) => sources.includes(path)).toSorted()).toEqual(sources.toSorted());
});

describe('what is refused leaves no image', () => {
  test('rules 4: whatever holds a private key, all of it together', async () => {
    write(join(options.guestToolsDirectory, 'tools/notes.txt'), `Notes\n${privateKey}`);
    write(join(files.licenses, 'virtio-win/LICENSE'), privateKey);
    await expect(recordMedia({ ...options, workers: 0 })).rejects.toThrow(
      /licenses\/virtio-win\/LICENSE: private keys[^]*PRIVATE KEY in PEM[^]*tools\/notes\.txt: private/,
    );
    expect(fs.existsSync(files.iso)).toBe(false);
  });

  test('rules 4: a private key in a driver, which was left to be searched now', async () => {
    options = mediaInputs(root, { ...DRIVER, 'key.txt': privateKey });
    const drivers = hashedTree(await driverTreeOfDirectory(files.drivers), 0);
    const checked = { ...options, drivers, driversDirectory: files.drivers, workers: 0 };
    await expect(recordMedia(checked)).rejects.toThrow(
      /drivers\/x86\/viostor\/key\.txt: private keys[^]*PRIVATE KEY in PEM/,
    );
    expect(fs.existsSync(files.iso)).toBe(false);
  });

  test('a driver that was replaced after it was checked', async () => {
    recordAsChecked(files);
    await recordMedia({ ...options, workers: 0 });
    rmSync(files.iso);
    write(join(files.drivers, 'x86/viostor/viostor.sys'), 'VIOSTOR.SYS');
    await expect(recordMedia({ ...options, workers: 0 })).rejects.toThrow(
      /drivers\/x86\/viostor\/viostor\.sys: the file has changed since it was checked/,
    );
    expect(fs.existsSync(files.iso)).toBe(false);
  });

  test.each(['small.bin', 'large.bin'])('%s, which is longer than it was', async (name) => {
    write(join(files.drivers, 'x86/viostor', name), noise(4 * MIB, 4));
    await expect(recordMedia({ ...options, workers: 0 })).rejects.toThrow(InputError);
    expect(fs.existsSync(files.iso) || fs.existsSync(files.zip)).toBe(false);
  });
});
