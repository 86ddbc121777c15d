import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { replaceDirectoryAtomically } from './replace-directory';
import { fillFileAtomically, writeFileAtomically, writeStreamAtomically } from './write-file';
import { writeFilesTogether } from './write-files-together';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'atomic-output-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

async function* failingAfter(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
  await Promise.reject(new Error('the source failed'));
}

describe('outputs appear under their final name or not at all', () => {
  test('a file is written with the directories above it, and its digest is returned', async () => {
    const path = join(directory, 'a', 'b.txt');
    const written = await writeStreamAtomically(path, [Buffer.from('ab'), Buffer.from('c')]);
    expect(readFileSync(path, 'utf8')).toBe('abc');
    // SHA-256 of "abc", FIPS 180-2, appendix B.1.
    expect(written).toEqual({
      size: 3,
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    });
  });

  test('a file is written in whatever order', async () => {
    const path = join(directory, 'out');
    const result = await fillFileAtomically(path, async (file) => {
      await Promise.all([file.write(Buffer.from('cd'), 2), file.write(Buffer.from('e'), 4)]);
      await file.write(Buffer.from('ab'), 0);
      expect(readdirSync(directory)).not.toContain('out');
      return 'done';
    });
    expect(result).toBe('done');
    expect(readFileSync(path, 'utf8')).toBe('abcde');
  });

  test('a file that cannot be filled leaves the older one and nothing else', async () => {
    const path = join(directory, 'out');
    await writeFileAtomically(path, 'old');
    const failing = fillFileAtomically(path, async (file) => {
      await file.write(Buffer.from('new'), 0);
      throw new Error('failed');
    });
    await expect(failing).rejects.toThrow('failed');
    expect(readdirSync(directory)).toEqual(['out']);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  test('a source that fails leaves the older file and nothing else', async () => {
    const path = join(directory, 'out');
    await writeFileAtomically(path, 'old');
    await expect(writeStreamAtomically(path, failingAfter('new'))).rejects.toThrow('failed');
    expect(readdirSync(directory)).toEqual(['out']);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });

  test('what the verification refuses never appears', async () => {
    const refuse = (): never => {
      throw new Error('refused');
    };
    await expect(
      writeStreamAtomically(join(directory, 'out'), [Buffer.from('x')], refuse),
    ).rejects.toThrow('refused');
    expect(readdirSync(directory)).toEqual([]);
  });

  test('a directory takes the place of the older one as a whole', async () => {
    const target = join(directory, 'tree');
    await replaceDirectoryAtomically(target, (path) => writeFileAtomically(join(path, 'old'), ''));
    await replaceDirectoryAtomically(target, (path) => writeFileAtomically(join(path, 'new'), ''));
    expect(readdirSync(target)).toEqual(['new']);
    expect(readdirSync(directory)).toEqual(['tree']);
  });

  test('a directory that cannot be filled leaves the older one and nothing else', async () => {
    const target = join(directory, 'tree');
    await replaceDirectoryAtomically(target, (path) => writeFileAtomically(join(path, 'old'), ''));
    const failing = replaceDirectoryAtomically(target, async (path) => {
      writeFileSync(join(path, 'half'), '');
      await Promise.reject(new Error('no'));
    });
    await expect(failing).rejects.toThrow('no');
    expect(readdirSync(target)).toEqual(['old']);
    expect(readdirSync(directory)).toEqual(['tree']);
  });

  test('directories that were made for it do not stay if it fails', async () => {
    await expect(
      writeStreamAtomically(join(directory, 'x/y/out'), failingAfter('new')),
    ).rejects.toThrow('failed');
    const failing = replaceDirectoryAtomically(join(directory, 'x/y/tree'), () =>
      Promise.reject(new Error('no')),
    );
    await expect(failing).rejects.toThrow('no');
    expect(readdirSync(directory)).toEqual([]);
  });

  test('processes that replace one directory at once do not fail, and one of them has the last word', async () => {
    const target = join(directory, 'tree');
    const script = `
      const { replaceDirectoryAtomically } = require(process.argv[1]);
      const { writeFileSync } = require('node:fs');
      (async () => {
        for (let round = 0; round < 150; round += 1) {
          await replaceDirectoryAtomically(process.argv[2], async (path) => {
            for (const name of ['a', 'b', 'c']) writeFileSync(path + '/' + name, process.argv[3]);
          });
        }
      })();`;
    const children = ['1', '2', '3', '4'].map((word) =>
      spawn(process.execPath, ['-e', script, join(__dirname, '../dist'), target, word], {
        stdio: ['ignore', 'ignore', 'inherit'],
      }),
    );
    const ended = children.map((child) => once(child, 'exit') as Promise<[number | null]>);
    expect((await Promise.all(ended)).map(([status]) => status)).toEqual([0, 0, 0, 0]);
    expect(readdirSync(directory)).toEqual(['tree']);
    const words = ['a', 'b', 'c'].map((name) => readFileSync(join(target, name), 'utf8'));
    expect(new Set(words).size).toBe(1);
  }, 60_000);

  // The shell's file size limit stands for a full disk: it, too, only shows when writing.
  (process.platform === 'win32' ? test.skip : test)(
    'an error of writing says which file it is about',
    () => {
      const path = join(directory, 'new/out');
      const script = `
        require(process.argv[1]).writeFileAtomically(process.argv[2], Buffer.alloc(100000))
          .catch(({ message }) => { process.stdout.write(message); });`;
      const run = spawnSync(
        'sh',
        [
          '-c',
          `trap '' XFSZ; ulimit -f 8; exec "$@"`,
          'sh',
          process.execPath,
          '-e',
          script,
          join(__dirname, '../dist'),
          path,
        ],
        { encoding: 'utf8' },
      );
      expect(run.stdout).toBe(`EFBIG: file too large, write '${path}'`);
      expect(readdirSync(directory)).toEqual([]);
    },
  );

  test('SIGTERM in mid-write leaves the older file and nothing else, and ends the process', async () => {
    const path = join(directory, 'out');
    writeFileSync(path, 'old');
    const script = `
      const { writeStreamAtomically } = require(process.argv[1]);
      writeStreamAtomically(process.argv[2], (async function* () {
        yield Buffer.from('half');
        yield Buffer.from('way');
        process.stdout.write('writing');
        await new Promise((resolve) => setTimeout(resolve, 60000));
      })());`;
    const child = spawn(process.execPath, ['-e', script, join(__dirname, '../dist'), path]);
    await once(child.stdout, 'data');
    expect(readdirSync(directory)).toHaveLength(2);
    child.kill('SIGTERM');
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect(signal).toBe('SIGTERM');
    expect(readdirSync(directory)).toEqual(['out']);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });
});

describe('several files appear together or not at all', () => {
  const contents = (): Record<string, string> =>
    Object.fromEntries(
      readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'utf8')]),
    );
  const make =
    (text: string, ...names: readonly string[]) =>
    (temporary: string): Promise<void> => {
      for (const name of names) writeFileSync(join(temporary, name), text);
      return Promise.resolve();
    };

  test('they replace older ones and leave other files alone', async () => {
    writeFileSync(join(directory, 'a'), 'old');
    writeFileSync(join(directory, 'other'), 'old');
    await writeFilesTogether(directory, ['a', 'b'], make('new', 'a', 'b', 'by-product'));
    expect(contents()).toEqual({ a: 'new', b: 'new', other: 'old' });
  });

  test('if one of them is not made, all the older ones stay', async () => {
    writeFileSync(join(directory, 'a'), 'old');
    writeFileSync(join(directory, 'b'), 'old');
    await expect(writeFilesTogether(directory, ['a', 'b'], make('new', 'a'))).rejects.toThrow(
      /ENOENT/,
    );
    expect(contents()).toEqual({ a: 'old', b: 'old' });
  });

  test('a directory of one of the names stays, with all the older files', async () => {
    writeFileSync(join(directory, 'a'), 'old');
    mkdirSync(join(directory, 'b', 'inner'), { recursive: true });
    await expect(writeFilesTogether(directory, ['a', 'b'], make('new', 'a', 'b'))).rejects.toThrow(
      /EISDIR|EPERM|ENOTEMPTY/,
    );
    expect(readdirSync(directory).toSorted()).toEqual(['a', 'b']);
    expect(readFileSync(join(directory, 'a'), 'utf8')).toBe('old');
    expect(readdirSync(join(directory, 'b'))).toEqual(['inner']);
  });

  test('directories that were made for them do not stay if it fails', async () => {
    const fail = (): Promise<never> => Promise.reject(new Error('no'));
    await expect(writeFilesTogether(join(directory, 'x', 'y'), ['a'], fail)).rejects.toThrow('no');
    expect(readdirSync(directory)).toEqual([]);
  });
});
