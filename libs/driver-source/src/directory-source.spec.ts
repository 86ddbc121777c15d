import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sha256Of } from '@aero-guest-tools/file-tree';
import { fetchFiles, fetchSource } from './fetch-source';
import { openFiles, openSource } from './open-source';

let base: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'directory-source-'));
});
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});

function write(path: string, contents: string): void {
  mkdirSync(dirname(join(base, path)), { recursive: true });
  writeFileSync(join(base, path), contents);
}

const at = (source: string): { source: string; baseDirectory: string; storeDirectory: string } => ({
  source,
  baseDirectory: base,
  storeDirectory: join(base, 'store'),
});

describe('parts of a directory', () => {
  const parts = ['packages', 'certs'];
  const identify = async (): Promise<string> =>
    (await fetchSource({ ...at('out'), parts })).identity.sha256;

  test('where the first is there, nothing else is looked at', async () => {
    write('out/packages/a/x86/a.sys', 'a');
    write('out/certs/a.cer', 'c');
    const before = await identify();
    write('out/obj/huge.obj', 'o');
    symlinkSync('nowhere', join(base, 'out/link'));
    expect(await identify()).toBe(before);
    const { identity } = await fetchSource({ ...at('out'), parts });
    const source = await openSource({ ...at('out'), parts, identity });
    expect(source.entries.map(({ path }) => path)).toEqual(['certs/a.cer', 'packages/a/x86/a.sys']);
    expect(await text(source.open('packages/a/x86/a.sys'))).toBe('a');
  });

  test('a change to the contents of one is another identity, a change of times is not', async () => {
    write('out/packages/a/x86/a.sys', 'a');
    const before = await identify();
    utimesSync(join(base, 'out/packages/a/x86/a.sys'), 1, 1);
    expect(await identify()).toBe(before);
    write('out/packages/a/x86/a.sys', 'b');
    expect(await identify()).not.toBe(before);
  });

  test('without the first, the whole directory counts', async () => {
    write('out/x86/a/a.sys', 'a');
    write('out/certs/a.cer', 'c');
    const { identity } = await fetchSource({ ...at('out'), parts });
    const source = await openSource({ ...at('out'), parts, identity });
    expect(source.entries.map(({ path }) => path)).toEqual(['certs/a.cer', 'x86/a/a.sys']);
  });

  test('one that is a symbolic link is refused', async () => {
    write('elsewhere/a/x86/a.sys', 'a');
    mkdirSync(join(base, 'out'));
    symlinkSync(join(base, 'elsewhere'), join(base, 'out/packages'));
    await expect(identify()).rejects.toThrow(
      /out\/packages: symbolic links and junctions are refused/,
    );
  });
});

describe('files that are named by themselves', () => {
  test('a single file counts as a directory that holds nothing else, whatever is in it', async () => {
    write('certs/a.cer', 'PK\x03\x04 certificate');
    const ofFile = await fetchFiles(at('certs/a.cer'));
    expect(ofFile.identity).toEqual((await fetchFiles(at('certs'))).identity);
    const source = await openFiles({ ...at('certs/a.cer'), identity: ofFile.identity });
    const sha256 = sha256Of(Buffer.from('PK\x03\x04 certificate'));
    expect(source.entries).toEqual([{ path: 'a.cer', kind: 'file', size: 16, sha256 }]);
    expect(await text(source.open('a.cer'))).toBe('PK\x03\x04 certificate');
  });

  test('one that is not there is refused', async () => {
    await expect(fetchFiles(at('missing.cer'))).rejects.toThrow(
      /missing\.cer: the source of the drivers cannot be read/,
    );
  });

  test('files that are others by now are refused, when they are listed and when they are read', async () => {
    write('certs/a.cer', 'before');
    const { identity } = await fetchFiles(at('certs'));
    const source = await openFiles({ ...at('certs'), identity });
    write('certs/a.cer', 'after');
    await expect(text(source.open('a.cer'))).rejects.toThrow(/has changed since it was checked/);
    rmSync(join(base, 'store'), { recursive: true });
    await expect(openFiles({ ...at('certs'), identity })).rejects.toThrow(
      /not the source that was expected/,
    );
  });
});
