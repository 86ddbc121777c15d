import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { InputError } from '@aero-guest-tools/diagnostics';
import { fileWriter } from './file-writer';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'file-writer-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const BINARY = Buffer.from([0xff, 0x00, 0xe4, 0x0a]);

describe('files that are written into a directory', () => {
  test('stand under their paths, byte for byte', async () => {
    const write = fileWriter(directory);
    await write('a/b/one.sys', [BINARY], undefined);
    await write('a/b/two.sys', [BINARY, BINARY], undefined);
    await write('a/empty', [], undefined);
    expect(readFileSync(join(directory, 'a/b/one.sys'))).toEqual(BINARY);
    expect(readFileSync(join(directory, 'a/b/two.sys'))).toEqual(Buffer.concat([BINARY, BINARY]));
    expect(readFileSync(join(directory, 'a/empty'))).toHaveLength(0);
    expect(readdirSync(directory)).toEqual(['a']);
  });

  test('of any size', async () => {
    const large = Buffer.from(Array.from({ length: 200_001 }, (_, index) => index % 251));
    await fileWriter(directory)('large.sys', [large, large], undefined);
    expect(readFileSync(join(directory, 'large.sys')).equals(Buffer.concat([large, large]))).toBe(
      true,
    );
  });

  test('are seen by an observer while they are written', async () => {
    const seen: (string | number)[] = [];
    await fileWriter(directory)('a', [BINARY, BINARY], {
      update: ({ length }) => seen.push(length),
      end: () => seen.push('end'),
    });
    expect(seen).toEqual([4, 4, 'end']);
  });

  test('a source that fails ends it', async () => {
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('half');
      await Promise.reject(new Error('the source failed'));
    };
    const written = fileWriter(directory)('a', failing(), undefined);
    await expect(written).rejects.toThrow('the source failed');
  });

  test('a path that leads out of the directory is refused', async () => {
    const written = fileWriter(join(directory, 'base'))('../x', [BINARY], undefined);
    await expect(written).rejects.toThrow(InputError);
    expect(readdirSync(directory)).toEqual([]);
  });
});
