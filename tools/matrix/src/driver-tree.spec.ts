import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { driverTree, shuffled } from './driver-tree';

describe('the tree of drivers', () => {
  test('has 300 files of different paths', () => {
    const paths = driverTree().map(({ path }) => path);
    expect(paths).toHaveLength(300);
    expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(300);
  });

  test('has what may go wrong: empty files, equal ones, a large one, names beyond ASCII', () => {
    const files = driverTree();
    const hashes = files.map(({ contents }) => createHash('sha256').update(contents).digest('hex'));
    expect(files.some(({ contents }) => contents.length === 0)).toBe(true);
    expect(new Set(hashes).size).toBeLessThan(files.length - 20);
    expect(Math.max(...files.map(({ contents }) => contents.length))).toBeGreaterThan(8 * 2 ** 20);
    expect(files.some(({ path }) => path.includes('ı'))).toBe(true);
  });
});

test('the INFs of netkvm hold bytes that versions of Node decode in different ways', () => {
  const infs = driverTree().filter(({ path }) => path.endsWith('/netkvm.inf'));
  expect(infs.map(({ path }) => path)).toEqual([
    'x86/netkvm/netkvm.inf',
    'amd64/netkvm/netkvm.inf',
  ]);
  for (const { contents } of infs) {
    const provider = Buffer.from('"Aero\u0099 \u0096 sample"', 'latin1');
    expect(Buffer.from(contents).includes(provider)).toBe(true);
  }
});

describe('shuffled', () => {
  const items = Array.from({ length: 300 }, (_, index) => index);

  test('gives the same items in another order', () => {
    expect(shuffled(items, 1)).not.toEqual(items);
    expect(shuffled(items, 1).toSorted((a, b) => a - b)).toEqual(items);
  });

  test('depends on the seed alone', () => {
    expect(shuffled(items, 1)).toEqual(shuffled(items, 1));
    expect(shuffled(items, 1)).not.toEqual(shuffled(items, 2));
  });
});
