import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { InputError } from '@aero-guest-tools/diagnostics';
import { listFileTree, type TreeFile } from './list-file-tree';
import { openTreeFile } from './open-tree-file';

/** The modification time of the files when they are listed, in seconds since 1970. */
const LISTED_TIME = 1_000_000_000;

const testOnPosix = process.platform === 'win32' ? test.skip : test;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'open-tree-file-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

async function listed(text: string): Promise<TreeFile> {
  writeFileSync(join(root, 'a.inf'), text);
  utimesSync(join(root, 'a.inf'), LISTED_TIME, LISTED_TIME);
  const [file] = (await listFileTree(root)).files;
  if (file === undefined) throw new Error('nothing was listed');
  return file;
}

describe('a file of a tree', () => {
  test('is read from beginning to end, in the pieces that are asked for', async () => {
    const file = openTreeFile(await listed('abcdefg'));
    const piece = Buffer.alloc(3);
    const pieces = [0, 1, 2, 3].map(() => piece.toString('latin1', 0, file.read(piece)));
    file.close();
    expect(pieces).toEqual(['abc', 'def', 'g', '']);
  });

  test.each([
    [
      'has become longer',
      (path: string) => {
        appendFileSync(path, 'more');
      },
      { found: '11 bytes', expected: '7 bytes, as it was listed' },
    ],
    [
      'has become longer and has its old time again',
      (path: string) => {
        appendFileSync(path, 'more');
        utimesSync(path, LISTED_TIME, LISTED_TIME);
      },
      { found: '11 bytes', expected: '7 bytes, as it was listed' },
    ],
    [
      'has become shorter',
      (path: string) => {
        writeFileSync(path, 'less');
      },
      { found: '4 bytes', expected: '7 bytes, as it was listed' },
    ],
    [
      'was written again with as many bytes',
      (path: string) => {
        writeFileSync(path, 'ABCDEFG');
        utimesSync(path, 1, 1);
      },
      { found: 'a later modification', expected: 'the file as it was listed' },
    ],
  ])('is refused when it %s', async (_, change, problem) => {
    const file = await listed('abcdefg');
    const reader = openTreeFile(file);
    reader.read(Buffer.alloc(2));
    change(file.absolutePath);
    let error: unknown;
    try {
      reader.close();
    } catch (reason) {
      error = reason;
    }
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).diagnostics).toMatchObject([
      { file: file.absolutePath, message: 'the file changed while it was being read', ...problem },
    ]);
  });

  test('is refused when it is gone', async () => {
    const file = await listed('abc');
    rmSync(file.absolutePath);
    expect(() => openTreeFile(file)).toThrow(/cannot be read[^]*ENOENT/);
  });

  testOnPosix.each([
    [
      'a named pipe',
      (path: string) => {
        execFileSync('mkfifo', [path]);
      },
    ],
    ['a directory', mkdirSync],
  ])('is refused, not waited for, when %s has its name', async (kind, make) => {
    const file = await listed('abc');
    rmSync(file.absolutePath);
    make(file.absolutePath);
    const refusal = new RegExp(`a\\.inf: the file cannot be read[^]*${kind}`);
    const reader = openTreeFile(file);
    expect(() => {
      try {
        reader.read(Buffer.alloc(file.size));
      } finally {
        reader.close();
      }
    }).toThrow(refusal);
  });
});
