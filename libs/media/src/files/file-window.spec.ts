import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openFilePass, type FilePass } from './file-pass';
import { readPieces, WINDOW_SIZE } from './file-window';

/** No two stretches of it are equal. */
const CONTENTS = Buffer.alloc(2 * WINDOW_SIZE + 1000);
for (let at = 0; at < CONTENTS.length; at += 4) CONTENTS.writeUInt32LE(at, at);

let root: string;
let path: string;
let file: FilePass;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'file-window-'));
  path = join(root, 'file');
  writeFileSync(path, CONTENTS);
  file = await openFilePass(path);
  file.begin();
});

afterEach(async () => {
  await file.close();
  rmSync(root, { recursive: true, force: true });
});

describe('a file that is read through a window', () => {
  test.each([
    ['within the window and out of it', [0, 10, 5, WINDOW_SIZE - 10, WINDOW_SIZE - 5]],
    ['backwards', [2 * WINDOW_SIZE, WINDOW_SIZE + 1, WINDOW_SIZE, 0]],
    ['up to its end', [CONTENTS.length - 10]],
  ])('gives the bytes that are asked for: %s', async (_, offsets) => {
    for (const offset of offsets) {
      const expected = CONTENTS.subarray(offset, offset + 10);
      expect((await file.read(offset, 10)).equals(expected)).toBe(true);
    }
  });

  test('gives a window at most in pieces', async () => {
    const pieces: Buffer[] = [];
    for await (const piece of readPieces(file, 3, CONTENTS.length - 3)) {
      pieces.push(Buffer.from(piece));
    }
    expect(pieces.map(({ length }) => length)).toEqual([WINDOW_SIZE, WINDOW_SIZE, 997]);
    expect(Buffer.concat(pieces).equals(CONTENTS.subarray(3))).toBe(true);
  });

  test('says that the file ends before what is asked for', async () => {
    await expect(file.read(CONTENTS.length - 10, 11)).rejects.toThrow(
      /file: the file ends too early[^]*2,098,152 bytes[^]*2,098,153 bytes at least/,
    );
    truncateSync(path, 100);
    await expect(file.read(0, 101)).rejects.toThrow(/the file ends too early[^]*100 bytes/);
  });

  test('says that there is no such file', async () => {
    await expect(openFilePass(join(root, 'other'))).rejects.toThrow(
      /other: the file cannot be read[^]*ENOENT/,
    );
  });
});
