import { link, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Iso9660Entry } from './entry';
import { openFileSource } from './file-source';
import { describeWith, run } from './foreign-tools.fixture';
import { openIso9660Image } from './image';
import { listAll } from './image-builder.fixture';
import type { NameSpace } from './name-space';

// These tests cover what tools/conformance does not check of images made by other programs, that
// is, everything besides paths, contents and links.

/** Deeper than the eight levels of ECMA-119. */
const DEEP = Array.from({ length: 14 }, (_, level) => `level${String(level)}`).join('/');

let work = '';
beforeAll(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'foreign-images-'));
  await mkdir(path.join(work, 'tree/dir'), { recursive: true });
  await writeFile(path.join(work, 'tree/dir/linked'), 'linked');
  await link(path.join(work, 'tree/dir/linked'), path.join(work, 'tree/hard link'));
  await utimes(path.join(work, 'tree/dir/linked'), 1_234_567_890, 1_234_567_890);
  await mkdir(path.join(work, 'deep', DEEP), { recursive: true });
});
afterAll(async () => {
  await rm(work, { recursive: true });
});

/** All entries of an image. */
async function entriesOf(file: string, nameSpace?: NameSpace): Promise<Iso9660Entry[]> {
  const source = await openFileSource(path.join(work, file));
  try {
    return await listAll(
      await openIso9660Image(source, nameSpace === undefined ? {} : { nameSpace }),
    );
  } finally {
    await source.close();
  }
}

const pathsOf = (entries: readonly Iso9660Entry[]) => entries.map((entry) => entry.path);

describeWith('genisoimage', 'images by genisoimage', () => {
  const make = (name: string, tree: string, ...options: readonly string[]) => {
    run(work, 'genisoimage', ['-quiet', ...options, '-o', name, tree]);
    return name;
  };

  test('files that are hard links share an extent', async () => {
    const entries = await entriesOf(make('shared.iso', 'tree', '-r'));
    const extents = (name: string) => entries.find((entry) => entry.path === name)?.extents;
    expect(extents('hard link')).toEqual(extents('dir/linked'));
    expect(extents('hard link')).toHaveLength(1);
  });

  test('times are those of the files', async () => {
    const image = make('times.iso', 'tree', '-r', '-J');
    for (const nameSpace of ['rock-ridge', 'joliet', 'iso9660'] as const) {
      const found = (await entriesOf(image, nameSpace)).find(({ name }) => /^linked$/i.test(name));
      expect(found?.modified).toBe(1_234_567_890);
    }
  });

  test('relocated directories stand elsewhere under their plain names', async () => {
    const paths = pathsOf(await entriesOf(make('deep.iso', 'deep', '-R'), 'iso9660'));
    expect(paths).toContain('RR_MOVED/LEVEL7/LEVEL8');
  });
});

describeWith('xorriso', 'images by xorriso', () => {
  test('relocated directories stand elsewhere under their plain names', async () => {
    const relocate = ['-compliance', 'deep_paths_off', '-rr_reloc_dir', 'moved'];
    run(work, 'xorriso', ['-outdev', 'stdio:moved.iso', ...relocate, '-map', 'deep', '/']);
    expect(pathsOf(await entriesOf('moved.iso', 'iso9660'))).toContain('MOVED/LEVEL7/LEVEL8');
  });
});
