import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openFileSource } from './file-source';
import { Iso9660Error } from './iso9660-error';
import { readExactly } from './random-access-source';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'file-source-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

async function written(contents: string): Promise<string> {
  const file = path.join(directory, 'image.iso');
  await writeFile(file, contents);
  return file;
}

describe('a file as a random-access source', () => {
  test('gives the bytes that are asked for', async () => {
    const file = await written('0123456789');
    const source = await openFileSource(file);
    expect(source.name).toBe(file);
    expect(source.size).toBe(10);
    const [head, tail] = await Promise.all([source.read(0, 3), source.read(7, 3)]);
    expect([head, tail].map((bytes) => Buffer.from(bytes).toString())).toEqual(['012', '789']);
    await source.close();
  });

  test('a file that became shorter is a truncated image', async () => {
    const file = await written('0123456789');
    const source = await openFileSource(file);
    await truncate(file, 5);
    await expect(readExactly(source, 3, 4, 'the test')).rejects.toThrow(
      new Iso9660Error({
        file,
        id: 'iso.truncated',
        message: 'the image is truncated: it ends before the end of the test',
        found: '5 bytes',
        expected: 'at least 7 bytes',
        remedy: 'get the image again',
      }),
    );
    await source.close();
  });

  test.each([
    ['a file that does not exist', 'missing.iso', 'the image does not exist'],
    ['a file below a file', 'image.iso/x', 'a parent of it is not a directory'],
    ['a directory', 'directory', 'the image is not a file\n  found:    a directory'],
    ['an empty file', 'empty.iso', 'the image is empty\n  found:    0 bytes'],
  ])('%s is refused', async (_, name, message) => {
    await written('0123456789');
    await mkdir(path.join(directory, 'directory'));
    await writeFile(path.join(directory, 'empty.iso'), '');
    const opening = openFileSource(path.join(directory, name));
    await expect(opening).rejects.toBeInstanceOf(Iso9660Error);
    await expect(opening).rejects.toThrow(message);
    await expect(opening).rejects.toThrow(path.join(directory, name));
  });
});
