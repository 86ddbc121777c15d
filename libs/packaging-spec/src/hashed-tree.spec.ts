import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { hashedTree, subtree } from './hashed-tree';

function treeOf(read: () => Promise<Uint8Array>, maximumKept?: number) {
  const files = [{ path: 'x86/a/a.sys', size: 1, read }];
  return hashedTree({ root: 'drivers', files, directories: ['x86', 'x86/a'] }, maximumKept);
}

test('what was read is known by its SHA-256, and nothing is of other files', async () => {
  const tree = treeOf(() => Promise.resolve(Buffer.from('a')));
  expect(tree.sha256Of('x86/a/a.sys')).toBeUndefined();
  expect(await tree.files[0]?.read()).toEqual(Buffer.from('a'));
  expect(tree.sha256Of('x86/a/a.sys')).toBe(createHash('sha256').update('a').digest('hex'));
});

test('what was read is kept, and is not read again', async () => {
  let count = 0;
  const tree = treeOf(() => Promise.resolve(Buffer.of(count++)));
  expect(tree.isKept('x86/a/a.sys')).toBe(false);
  expect(await tree.files[0]?.read()).toEqual(Buffer.of(0));
  expect(await tree.files[0]?.read()).toEqual(Buffer.of(0));
  expect(tree.isKept('x86/a/a.sys')).toBe(true);
  expect(hashedTree(tree)).toBe(tree);
});

test('below a directory of a tree the same is known of the same files', async () => {
  const tree = treeOf(() => Promise.resolve(Buffer.from('a')));
  const below = subtree(tree, 'x86/');
  expect(below.files.map(({ path }) => path)).toEqual(['a/a.sys']);
  expect(below.directories).toEqual(['a']);
  await below.files[0]?.read();
  expect(below.sha256Of('a/a.sys')).toBe(tree.sha256Of('x86/a/a.sys'));
  expect(below.isKept('a/a.sys')).toBe(true);
});

test('a file that is too large to keep, and is replaced while it is checked, is refused', async () => {
  let count = 0;
  const tree = treeOf(() => Promise.resolve(Buffer.of(count++)), 0);
  await tree.files[0]?.read();
  await expect(tree.files[0]?.read()).rejects.toThrow(
    /drivers[/\\]x86[/\\]a[/\\]a\.sys: the file has changed since it was checked/,
  );
});
