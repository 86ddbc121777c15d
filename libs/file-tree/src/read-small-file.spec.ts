import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { InputError } from '@aero-guest-tools/diagnostics';
import { readSmallFile } from './read-small-file';

const testOfPipes = process.platform === 'win32' ? test.skip : test;
const testOnLinux = process.platform === 'linux' ? test : test.skip;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'read-small-file-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const spec = { description: 'the packaging spec', maximumSize: 10 };

function read(name: string): Promise<Buffer> {
  return readSmallFile(join(root, name), spec);
}

describe('a file that is held in memory', () => {
  test.each(['', 'a', '0123456789'])('is read whole: %j', async (text) => {
    writeFileSync(join(root, 'file'), text);
    expect((await read('file')).toString()).toBe(text);
  });

  test('may be named by a link', async () => {
    writeFileSync(join(root, 'file'), 'text');
    symlinkSync('file', join(root, 'link'));
    expect((await read('link')).toString()).toBe('text');
  });

  test('is refused above its limit, before it is read', async () => {
    writeFileSync(join(root, 'file'), '0123456789a');
    await expect(read('file')).rejects.toThrow(
      /file: the packaging spec is too large[^]*11 bytes[^]*at most 10 bytes/,
    );
    // Too large for memory, but not for a disk.
    truncateSync(join(root, 'file'), 2 ** 40);
    await expect(read('file')).rejects.toThrow(/1,099,511,627,776 bytes/);
  });

  testOnLinux('is refused above its limit where it does not tell its size', async () => {
    await expect(readSmallFile('/proc/self/status', spec)).rejects.toThrow(/is too large/);
    const limit = { ...spec, maximumSize: 1_000_000 };
    const text = (await readSmallFile('/proc/self/status', limit)).toString();
    expect(text).toMatch(/^Name:[^]*\n$/);
  });

  test('is told of when it is not there', async () => {
    const error: unknown = await read('missing').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    expect(error).toMatchObject({
      message: expect.stringMatching(
        /missing: the packaging spec cannot be read[^]*nothing of that/,
      ),
      cause: { code: 'ENOENT' },
    });
  });

  test('is no directory', async () => {
    mkdirSync(join(root, 'directory'));
    await expect(read('directory')).rejects.toThrow(/cannot be read[^]*a directory/);
  });

  testOfPipes('is no named pipe, which is not waited for', async () => {
    execFileSync('mkfifo', [join(root, 'pipe')]);
    await expect(read('pipe')).rejects.toThrow(/cannot be read[^]*a named pipe/);
  });

  testOfPipes('is no device, which may never end', async () => {
    await expect(readSmallFile('/dev/zero', spec)).rejects.toThrow(/cannot be read[^]*a device/);
  });
});
