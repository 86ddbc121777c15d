import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchSource } from '@aero-guest-tools/driver-source';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { buildDirectory } from '../build-directory/build-directory';
import { makeImageOfDirectory } from './image-of-directory';
import { mediaInputs } from './media-inputs.fixture';
import { recordMedia } from './record-media';
import { verifyMedia } from './verify-media';

const MEGABYTE = 1_000_000;

let root: string;
let medium: ReturnType<typeof buildDirectory>;
let guestTools: string;
const recorded: string[] = [];

/** Advances the clock, so that no message is suppressed for coming too soon after the last. */
function hurry(): void {
  let now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => (now += 1000));
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'progress-'));
  const options = mediaInputs(root, { 'large.bin': new Uint8Array(5 * MEGABYTE) });
  medium = buildDirectory(options.buildDirectory);
  guestTools = options.guestToolsDirectory;
  hurry();
  await recordMedia({ ...options, workers: 0, progress: (activity) => recorded.push(activity) });
});
beforeEach(hurry);
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('steps that take long say which file is at hand, and how much of all is done', () => {
  test('recording ISO and zip', () => {
    expect(recorded[0]).toMatch(/^writing the ISO and the zip, 0 of 6 MB \(0 %\): /);
    expect(recorded.at(-1)).toMatch(/^writing the ISO and the zip, 5 of 6 MB \(100 %\): /);
    expect(recorded).toContainEqual(expect.stringMatching(/\/large\.bin$/));
  });

  test.each(['iso', 'zip'] as const)('verifying: %s', async (kind) => {
    const told: string[] = [];
    const { fileCount } = await verifyMedia({
      medium: medium[kind],
      progress: (activity) => told.push(activity),
    });
    expect(told).toHaveLength(fileCount);
    expect(told.at(-1)).toMatch(/^verifying, 5 of 6 MB \(100 %\): /);
  });

  test('making an image of a directory', async () => {
    const told: string[] = [];
    await makeImageOfDirectory({
      directory: guestTools,
      image: join(root, 'image.iso'),
      volumeId: 'A',
      sourceDateEpoch: 0,
      progress: (activity) => told.push(activity),
    });
    expect(told.at(-1)).toMatch(/^writing the ISO, 0 of 1 MB \(100 %\): /);
  });

  test('reading an image for its hash', async () => {
    const told: string[] = [];
    await fetchSource({
      source: medium.iso,
      baseDirectory: root,
      storeDirectory: join(root, 'store'),
      remote: {
        lockFile: join(root, 'lock.json'),
        lock: undefined,
        http: {} as never,
        onProgress: (activity) => told.push(activity),
      },
    });
    expect(told.at(-1)).toMatch(/^reading the source, 5 of 6 MB \(100 %\): .*\.iso$/);
  });
});
