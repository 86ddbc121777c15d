import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { InputError } from '@aero-guest-tools/diagnostics';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sha256Of } from './digest';
import { fileOnDisk } from './file-on-disk';
import { listFileTree } from './list-file-tree';
import { readContents } from './read-contents';
import { fileInMemory, type ReadableFile } from './readable-file';
import { verifiedContents } from './verified-contents';

const CONTENTS = Buffer.from('the contents of a driver');
const SHA256 = sha256Of(CONTENTS);
const ANY_FILE = { description: 'the file', maximumSize: 10 * 1024 * 1024 };

let root: string;
let absolutePath: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'verified-contents-'));
  absolutePath = join(root, 'a.sys');
  writeFileSync(absolutePath, CONTENTS);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** The file as an earlier task recorded it. */
function recorded(): ReadableFile {
  return fileOnDisk({ path: 'x86/a.sys', absolutePath, size: CONTENTS.length, sha256: SHA256 });
}

async function refusal(file: ReadableFile): Promise<unknown> {
  try {
    await buffer(file.open());
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as InputError).diagnostics;
  }
  return 'no refusal';
}

describe('a file whose SHA-256 is known', () => {
  test('gives its contents, each time that it is opened', async () => {
    const file = recorded();
    expect(await buffer(file.open())).toEqual(CONTENTS);
    expect(await buffer(file.open())).toEqual(CONTENTS);
  });

  test.each([
    [
      'other contents of the same size',
      Buffer.from('THE CONTENTS OF A DRIVER'),
      {
        found: `sha256 ${sha256Of(Buffer.from('THE CONTENTS OF A DRIVER'))}`,
        expected: `sha256 ${SHA256}`,
      },
    ],
    ['fewer bytes', CONTENTS.subarray(4), { found: '20 bytes', expected: '24 bytes' }],
    ['no bytes', Buffer.of(), { found: '0 bytes', expected: '24 bytes' }],
    [
      'more bytes',
      Buffer.concat([CONTENTS, CONTENTS]),
      { found: '25 bytes or more', expected: '24 bytes' },
    ],
  ])('is refused with %s, by its name, with a remedy', async (_, contents, change) => {
    writeFileSync(absolutePath, contents);
    expect(await refusal(recorded())).toEqual([
      expect.objectContaining({
        id: 'file.changed-since-checked',
        file: absolutePath,
        message: 'the file has changed since it was checked',
        remedy: 'run again when no program writes to it',
        ...change,
      }),
    ]);
  });

  test('is refused when it is gone', async () => {
    rmSync(absolutePath);
    expect(await refusal(recorded())).toEqual([
      expect.objectContaining({
        id: 'file.unreadable',
        file: absolutePath,
        found: 'nothing of that name (ENOENT)',
        remedy: 'restore it, and run again when no program writes to it',
      }),
    ]);
  });

  test('is verified wherever it is kept', async () => {
    const open = () => fileInMemory('a.sys', Buffer.from('other')).open();
    const file = { path: 'a.sys', size: 5, sha256: SHA256, open };
    await expect(buffer(verifiedContents(file, 'image.iso: a.sys'))).rejects.toThrow(
      /image\.iso: a\.sys: the file has changed since it was checked/,
    );
  });
});

describe('a file that was listed', () => {
  test('is refused when it is no longer the one that was listed', async () => {
    const [listed] = (await listFileTree(root)).files;
    if (listed === undefined) throw new Error('nothing was listed');
    appendFileSync(absolutePath, 'more');
    expect(await refusal(fileOnDisk(listed))).toEqual([
      expect.objectContaining({ id: 'file.changed-while-read', file: absolutePath }),
    ]);
  });

  test.each([0, 1, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1, 3 * 1024 * 1024])(
    'is read whole where it has %d bytes, and its pieces may be kept',
    async (size) => {
      const contents = Buffer.from(Array.from({ length: size }, (_, index) => (index * 7) % 251));
      writeFileSync(absolutePath, contents);
      const [listed] = (await listFileTree(root)).files;
      if (listed === undefined) throw new Error('nothing was listed');
      const file = fileOnDisk(listed);
      expect((await buffer(file.open())).equals(contents)).toBe(true);
      expect(Buffer.from(await readContents(file, ANY_FILE)).equals(contents)).toBe(true);
    },
  );
});

test('a file that is larger than what is held in memory is not opened', async () => {
  const open = () => {
    throw new Error('it was opened');
  };
  const file = { path: 'a.sys', size: ANY_FILE.maximumSize + 1, open };
  await expect(readContents(file, ANY_FILE, 'drivers/a.sys')).rejects.toThrow(
    /drivers\/a\.sys: the file is too large/,
  );
});
