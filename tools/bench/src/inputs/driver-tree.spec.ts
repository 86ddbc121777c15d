import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { contentsOf, HEAD_LENGTH, type CutFile } from './cut-file';
import { syntheticData } from './driver-data';
import { driverImageFiles } from './driver-image';
import { driverTree, type DriverTree } from './driver-tree';
import { seededRandom } from './random';

const DATA = syntheticData(64 * 1024, seededRandom(1));

const TREE: DriverTree = {
  seed: 2,
  fileSize: { least: 100, most: 10_000 },
  complete: { files: 1200 },
};

function totalSize(files: readonly CutFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

/** Of all paths and contents. */
function fingerprint(files: readonly CutFile[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file.path}\0`).update(contentsOf(file, DATA));
  return hash.digest('hex');
}

describe('the tree of a benchmark', () => {
  test('is the same on every machine', () => {
    const files = driverTree(TREE, DATA.length);
    expect(fingerprint(driverTree(TREE, DATA.length))).toBe(fingerprint(files));
    expect(fingerprint(files)).toBe(
      '73b1e36e7570a378fbfa8fee6537e7b6ea1a631181a38a7546aa0b85adb45300',
    );
  });

  test('is another one for another seed', () => {
    const other = driverTree({ ...TREE, seed: 3 }, DATA.length);
    expect(fingerprint(other)).not.toBe(fingerprint(driverTree(TREE, DATA.length)));
  });

  test('has as many files as were asked for, in directories of 50', () => {
    const files = driverTree(TREE, DATA.length);
    expect(files).toHaveLength(1200);
    const directories = new Set(files.map(({ path }) => path.slice(0, path.lastIndexOf('/'))));
    expect(directories.size).toBe(24);
    expect(new Set(files.map(({ path }) => path)).size).toBe(1200);
  });

  test('has as many bytes as were asked for', () => {
    const files = driverTree({ ...TREE, complete: { bytes: 1_000_000 } }, DATA.length);
    expect(totalSize(files)).toBeGreaterThanOrEqual(1_000_000);
    expect(totalSize(files)).toBeLessThan(1_000_000 + HEAD_LENGTH);
  });

  test('holds no two files with the same contents', () => {
    const contents = driverTree(TREE, DATA.length).map((file) =>
      contentsOf(file, DATA).toString('latin1'),
    );
    expect(new Set(contents).size).toBe(1200);
  });

  test('has files of the size that they say', () => {
    for (const file of driverTree(TREE, DATA.length)) {
      expect(contentsOf(file, DATA)).toHaveLength(file.size);
    }
  });
});

describe('the image of a benchmark', () => {
  const DATA_LENGTH = 4 * 1024 * 1024;
  const BYTES = 400 * 1024 * 1024;
  const files = driverImageFiles(7, BYTES, DATA_LENGTH);

  test('is laid out as virtio-win is', () => {
    expect(files[0]?.path).toBe('virtio-win_license.txt');
    expect(files.map(({ path }) => path)).toContain('NetKVM/w7/x86/netkvm.inf');
    expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
  });

  test('is as large as was asked for', () => {
    expect(totalSize(files) / BYTES).toBeCloseTo(1, 3);
  });
});

describe('made-up data', () => {
  test('are the same on every machine', () => {
    expect(createHash('sha256').update(DATA).digest('hex')).toBe(
      'be3e96a9eaade42eb03c17f96adc624233bb14ef7c21f12985511a8f1989c84c',
    );
  });
});
