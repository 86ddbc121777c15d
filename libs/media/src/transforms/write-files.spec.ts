import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { InputError } from '@aero-guest-tools/diagnostics';
import Vinyl from 'vinyl';
import { writeFiles } from './write-files';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'write-files-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function file(path: string, contents: Buffer | Readable): Vinyl {
  const place = { cwd: '/', base: '/', path: `/${path}` };
  return Buffer.isBuffer(contents)
    ? new Vinyl({ ...place, contents })
    : new Vinyl({ ...place, contents });
}

describe('files that are written into a directory', () => {
  test('stand under their relative paths, byte for byte', async () => {
    const binary = Buffer.from([0xff, 0x00, 0xe4, 0x0a]);
    await pipeline(
      Readable.from([
        file('a/b/buffer.sys', binary),
        file('a/b/stream.sys', Readable.from([binary, binary], { objectMode: false })),
        file('a/empty', Readable.from([], { objectMode: false })),
        new Vinyl({ cwd: '/', base: '/', path: '/no-contents' }),
      ]),
      writeFiles(directory),
    );
    expect(readFileSync(join(directory, 'a/b/buffer.sys'))).toEqual(binary);
    expect(readFileSync(join(directory, 'a/b/stream.sys'))).toEqual(
      Buffer.concat([binary, binary]),
    );
    expect(readFileSync(join(directory, 'a/empty'))).toHaveLength(0);
    expect(readdirSync(directory)).toEqual(['a']);
  });

  test('a source that fails ends it', async () => {
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('half');
      await Promise.reject(new Error('the source failed'));
    };
    const source = file('a', Readable.from(failing(), { objectMode: false }));
    const written = pipeline(Readable.from([source]), writeFiles(directory));
    await expect(written).rejects.toThrow('the source failed');
  });

  test('a path that leads out of the directory is refused', async () => {
    const outside = new Vinyl({ cwd: '/', base: '/base', path: '/x', contents: Buffer.from('') });
    const written = pipeline(Readable.from([outside]), writeFiles(directory));
    await expect(written).rejects.toThrow(InputError);
    expect(readdirSync(directory)).toEqual([]);
  });
});
