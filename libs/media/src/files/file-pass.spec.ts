import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sha256Of } from '@aero-guest-tools/file-tree';
import { openFilePass, READ_AHEAD, type FilePass } from './file-pass';
import { WINDOW_SIZE } from './file-window';

/** No two stretches of it are equal. */
const CONTENTS = Buffer.alloc(3 * WINDOW_SIZE + 1000);
for (let at = 0; at < CONTENTS.length; at += 4) CONTENTS.writeUInt32LE(at, at);

let root: string;
let path: string;
let file: FilePass;
let bytesRead: number;
let reads: number;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'file-pass-'));
  path = join(root, 'file');
  writeFileSync(path, CONTENTS);
  bytesRead = 0;
  reads = 0;
  const handle = await open(path);
  const prototype = Object.getPrototypeOf(handle) as typeof handle;
  await handle.close();
  const original = Reflect.get(prototype, 'read') as (
    ...args: readonly unknown[]
  ) => Promise<{ bytesRead: number }>;
  const counted = async function (this: unknown, ...args: readonly unknown[]): Promise<unknown> {
    const result = await original.apply(this, args as unknown[]);
    bytesRead += result.bytesRead;
    reads++;
    return result;
  };
  jest.spyOn(prototype, 'read').mockImplementation(counted as never);
  file = await openFilePass(path);
});

afterEach(async () => {
  await file.close();
  jest.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

async function expectRead(offset: number, length: number): Promise<void> {
  const bytes = await file.read(offset, length);
  expect(bytes.equals(CONTENTS.subarray(offset, offset + length))).toBe(true);
}

describe('a file that is passed', () => {
  test('is read once, with what was read ahead', async () => {
    await expectRead(CONTENTS.length - 500, 500);
    await expectRead(WINDOW_SIZE - 100, 300);
    await expectRead(WINDOW_SIZE - 50, 100);
    file.begin();
    await expectRead(10, 100);
    await expectRead(WINDOW_SIZE - 200, 1000);
    await expectRead(2 * WINDOW_SIZE + 5, WINDOW_SIZE);
    expect(await file.complete()).toEqual({ size: CONTENTS.length, sha256: sha256Of(CONTENTS) });
    expect(bytesRead).toBe(CONTENTS.length);
  });

  test('is read in a few large pieces where entries are asked for one by one', async () => {
    for (let offset = 0; offset < READ_AHEAD; offset += 64) await expectRead(offset, 64);
    expect(reads).toBe(1);
    await expectRead(READ_AHEAD - 32, 64);
    file.begin();
    expect(await file.complete()).toEqual({ size: CONTENTS.length, sha256: sha256Of(CONTENTS) });
  });

  test('is hashed as it was read ahead, whatever it has become', async () => {
    await expectRead(0, 100);
    writeFileSync(path, Buffer.alloc(CONTENTS.length));
    file.begin();
    const { sha256 } = await file.complete();
    expect(sha256).toBe(
      sha256Of(
        Buffer.concat([
          CONTENTS.subarray(0, READ_AHEAD),
          Buffer.alloc(CONTENTS.length - READ_AHEAD),
        ]),
      ),
    );
  });

  test('gives what lies behind once more, and hashes it once', async () => {
    file.begin();
    await expectRead(2 * WINDOW_SIZE, 100);
    await expectRead(50, 100);
    await expectRead(2 * WINDOW_SIZE + 50, 100);
    expect((await file.complete()).sha256).toBe(sha256Of(CONTENTS));
    expect(bytesRead).toBe(CONTENTS.length + 100);
  });

  test.each([false, true])('is refused where it ends too early; in order: %s', async (begun) => {
    if (begun) file.begin();
    await expect(file.read(CONTENTS.length - 10, 11)).rejects.toThrow('ends too early');
  });
});
