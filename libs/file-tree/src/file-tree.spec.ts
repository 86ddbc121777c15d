import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareBytes } from './compare-bytes';
import { listFileTree } from './list-file-tree';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'file-tree-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('lists are sorted by bytes', () => {
  test('compareBytes agrees with comparing the UTF-8 encodings', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        (a: string, b: string) => {
          expect(Math.sign(compareBytes(a, b))).toBe(
            Buffer.compare(Buffer.from(a), Buffer.from(b)),
          );
        },
      ),
    );
    expect(compareBytes('\uffee', '\u{1f600}')).toBeLessThan(0);
  });

  test('a tree is listed in byte order, hidden files too', async () => {
    mkdirSync(join(root, 'b', 'empty'), { recursive: true });
    for (const path of ['b/z', 'b.txt', 'B', '.hidden', 'ä']) writeFileSync(join(root, path), path);
    const tree = await listFileTree(root);
    expect(tree.files.map(({ path }) => path)).toEqual(['.hidden', 'B', 'b.txt', 'b/z', 'ä']);
    expect(tree.files.map(({ size }) => size)).toEqual([7, 1, 5, 3, 2]);
    expect(tree.directories).toEqual(['b', 'b/empty']);
  });

  test('whatever stands beside a directory and begins with its name', async () => {
    const paths = ['a-b/x', 'a.b', 'a/b', 'a/b-c', 'a0'];
    for (const path of paths) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), '');
    }
    expect((await listFileTree(root)).files.map(({ path }) => path)).toEqual(paths);
    expect((await listFileTree(root)).directories).toEqual(['a', 'a-b']);
  });
});

describe('rules 4: what is refused wherever it stands', () => {
  test('symbolic links, broken ones too, are all reported together', async () => {
    mkdirSync(join(root, 'a'));
    symlinkSync('nowhere', join(root, 'a', 'broken'));
    symlinkSync('a', join(root, 'to-directory'));
    await expect(listFileTree(root)).rejects.toMatchObject({
      diagnostics: [
        { file: join(root, 'a', 'broken'), found: 'a symbolic link' },
        { file: join(root, 'to-directory'), found: 'a symbolic link' },
      ],
    });
  });

  const onLinux = process.platform === 'linux' ? test : test.skip;
  onLinux('names that are not valid UTF-8', async () => {
    writeFileSync(Buffer.concat([Buffer.from(`${root}/bad-`), Buffer.from([0xe4])]), '');
    await expect(listFileTree(root)).rejects.toThrow(/not valid UTF-8[^]*6261642de4/);
  });

  test('the character that such names are decoded to may stand in a name', async () => {
    writeFileSync(join(root, 'a\ufffd'), '');
    expect((await listFileTree(root)).files.map(({ path }) => path)).toEqual(['a\ufffd']);
  });

  test('a directory that is not there', async () => {
    await expect(listFileTree(join(root, 'missing'))).rejects.toThrow(/nothing of that name/);
  });
});
