import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { hashedTree } from './hashed-tree';

function treeOf(read: () => Promise<Uint8Array>) {
  const files = [{ path: 'x86/a/a.sys', size: 1, read }];
  return hashedTree({ root: 'drivers', files, directories: ['x86', 'x86/a'] });
}

test('what was read is known by its SHA-256, and nothing is of other files', async () => {
  const tree = treeOf(() => Promise.resolve(Buffer.from('a')));
  expect(tree.sha256Of('x86/a/a.sys')).toBeUndefined();
  expect(await tree.files[0]?.read()).toEqual(Buffer.from('a'));
  expect(tree.sha256Of('x86/a/a.sys')).toBe(createHash('sha256').update('a').digest('hex'));
});

test('a file that is replaced while it is checked is refused', async () => {
  let count = 0;
  const tree = treeOf(() => Promise.resolve(Buffer.of(count++)));
  await tree.files[0]?.read();
  await expect(tree.files[0]?.read()).rejects.toThrow(
    /drivers[/\\]x86[/\\]a[/\\]a\.sys: the file changed while it was checked/,
  );
});
