import { fileInMemory, sha256Of } from '@aero-guest-tools/file-tree';
import { expect, test } from '@jest/globals';
import { readDriverFile } from './driver-tree';
import { hashedTree, subtree, type HashedTree } from './hashed-tree';

function treeOf(contents: () => Uint8Array, maximumKept?: number): HashedTree {
  const open = async function* () {
    yield await Promise.resolve(contents());
  };
  const files = [{ path: 'x86/a/a.sys', size: 1, open }];
  return hashedTree({ root: 'drivers', files, directories: ['x86', 'x86/a'] }, maximumKept);
}

function read({ files: [file] }: HashedTree): Promise<Uint8Array> {
  if (file === undefined) throw new Error('the tree has no file');
  return readDriverFile(file);
}

test('what was read is known by its SHA-256, and nothing is of other files', async () => {
  const tree = treeOf(() => Buffer.from('a'));
  expect(tree.sha256Of('x86/a/a.sys')).toBeUndefined();
  expect(await read(tree)).toEqual(Buffer.from('a'));
  expect(tree.sha256Of('x86/a/a.sys')).toBe(sha256Of(Buffer.from('a')));
});

test('what was read is kept, and is not read again', async () => {
  let count = 0;
  const tree = treeOf(() => Buffer.of(count++));
  expect(tree.isKept('x86/a/a.sys')).toBe(false);
  expect(await read(tree)).toEqual(Buffer.of(0));
  expect(await read(tree)).toEqual(Buffer.of(0));
  expect(tree.isKept('x86/a/a.sys')).toBe(true);
  expect(hashedTree(tree)).toBe(tree);
});

test('below a directory of a tree the same is known of the same files', async () => {
  const tree = treeOf(() => Buffer.from('a'));
  const below = subtree(tree, 'x86/');
  expect(below.files.map(({ path }) => path)).toEqual(['a/a.sys']);
  expect(below.directories).toEqual(['a']);
  await read(below);
  expect(below.sha256Of('a/a.sys')).toBe(tree.sha256Of('x86/a/a.sys'));
  expect(below.isKept('a/a.sys')).toBe(true);
});

test('a file that is too large to keep, and is replaced while it is checked, is refused', async () => {
  let count = 0;
  const tree = treeOf(() => Buffer.of(count++), 0);
  await read(tree);
  await expect(read(tree)).rejects.toThrow(
    /drivers[/\\]x86[/\\]a[/\\]a\.sys: the file has changed since it was checked/,
  );
});

test('what a source has verified while it was read is known by the SHA-256 of the source', async () => {
  const sha256 = sha256Of(Buffer.from('a'));
  const files = [{ ...fileInMemory('a.sys', Buffer.from('a')), sha256 }];
  const tree = hashedTree({ root: 'drivers', files, directories: [] });
  expect(tree.sha256Of('a.sys')).toBeUndefined();
  await read(tree);
  expect(tree.sha256Of('a.sys')).toBe(sha256);
});
