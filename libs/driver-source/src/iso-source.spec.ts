import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { layoutImage, writeImage } from '@aero-guest-tools/iso9660';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { DriverSource } from './driver-source';
import { fetchSource } from './fetch-source';
import { openSource } from './open-source';

const FILES = ['data/a.txt', 'data/b.txt', 'viostor/w7/amd64/viostor.sys'];

let base: string;
let iso: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'iso-source-'));
  iso = join(base, 'image.iso');
});
afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});

/** An image with Joliet names, whose files hold their paths. */
async function image(): Promise<Buffer> {
  const layout = layoutImage(
    FILES.map((path) => ({ path, size: path.length, open: () => [Buffer.from(path)] })),
    { volumeId: 'TEST', sourceDateEpoch: 0 },
  );
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeImage(layout)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * Offset of a Joliet name in its directory record, whose length is the byte before the name
 * (ECMA-119, 9.1.10).
 */
function placeOf(bytes: Buffer, name: string): number {
  const identifier = Buffer.from(name, 'utf16le').swap16();
  return bytes.indexOf(Buffer.concat([Buffer.from([identifier.length]), identifier])) + 1;
}

async function source(bytes: Buffer): Promise<DriverSource> {
  writeFileSync(iso, bytes);
  const location = {
    source: 'image.iso',
    baseDirectory: base,
    storeDirectory: join(base, 'store'),
  };
  const { identity } = await fetchSource(location);
  return openSource({ ...location, identity });
}

describe('rules 8: an image that is odd in one place is a source of what is elsewhere', () => {
  test('two entries of the same name are left out, and told', async () => {
    const bytes = await image();
    bytes.set(Buffer.from('a.txt', 'utf16le').swap16(), placeOf(bytes, 'b.txt'));
    const opened = await source(bytes);
    const { entries, problems } = opened;
    expect(entries.map(({ path }) => path)).toEqual(['viostor/w7/amd64/viostor.sys']);
    expect(problems).toMatchObject([
      { path: 'data/a.txt', problem: { file: 'image.iso', found: '"data/a.txt" twice' } },
    ]);
    expect(await text(opened.open('viostor/w7/amd64/viostor.sys'))).toBe(
      'viostor/w7/amd64/viostor.sys',
    );
  });

  test('a directory of length 0 is left out, and told', async () => {
    const bytes = await image();
    // Data Length of its directory record (ECMA-119, 9.1.4).
    bytes.fill(0, placeOf(bytes, 'data') - 33 + 10, placeOf(bytes, 'data') - 33 + 18);
    const { entries, problems } = await source(bytes);
    expect(entries.map(({ path }) => path)).toEqual(['viostor/w7/amd64/viostor.sys']);
    expect(problems).toMatchObject([{ path: 'data', problem: { file: 'image.iso' } }]);
  });

  test('padding may be missing, and the contents of no file', async () => {
    const bytes = await image();
    const end = bytes.lastIndexOf('viostor.sys') + 'viostor.sys'.length;
    const { entries, problems } = await source(bytes.subarray(0, end));
    expect(entries).toHaveLength(3);
    expect(problems).toEqual([]);
    await expect(source(bytes.subarray(0, end - 1))).rejects.toThrow(
      /image\.iso: the image is truncated: it ends before the end of "viostor/,
    );
  });
});

describe('errors name the image of the user, not the copy in the store', () => {
  test('a file whose contents lie outside the image', async () => {
    const bytes = await image();
    // Location of Extent (ECMA-119, 9.1.3).
    bytes.writeUInt32LE(9999, placeOf(bytes, 'viostor.sys') - 33 + 2);
    const opened = await source(bytes);
    await expect(text(opened.open('viostor/w7/amd64/viostor.sys'))).rejects.toMatchObject({
      diagnostics: [{ file: 'image.iso', message: expect.stringContaining('truncated') }],
    });
  });
});

const hasGenisoimage = spawnSync('genisoimage', ['--version']).error === undefined;
const withGenisoimage = hasGenisoimage ? describe : describe.skip;

withGenisoimage(`names of two kinds${hasGenisoimage ? '' : ' (skipped: no genisoimage)'}`, () => {
  test.each([
    ['that hold different trees are remarkable', ['-hide', 'b.txt'], 1],
    ['that hold the same tree are not', [], 0],
  ])('%s', async (_name, options, remarks) => {
    mkdirSync(join(base, 'tree'));
    for (const name of ['a.txt', 'b.txt']) writeFileSync(join(base, 'tree', name), name);
    spawnSync('genisoimage', ['-quiet', '-R', '-J', ...options, '-o', iso, join(base, 'tree')]);
    const opened = await source(readFileSync(iso));
    expect(opened.entries.map(({ path }) => path)).toContain('a.txt');
    expect(opened.remarks).toHaveLength(remarks);
  });

  test('a bridge whose ISO 9660 side lacks a file is not stored', async () => {
    mkdirSync(join(base, 'tree'));
    for (const name of ['a.txt', 'b.txt']) writeFileSync(join(base, 'tree', name), name);
    spawnSync('genisoimage', ['-quiet', '-udf', '-hide', 'b.txt', '-o', iso, join(base, 'tree')]);
    await expect(source(readFileSync(iso))).rejects.toThrow(
      /image\.iso: this image has a UDF file system, which is not supported/,
    );
    expect(existsSync(join(base, 'store'))).toBe(false);
  });
});
