import { createHash } from 'node:crypto';
import { link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Iso9660Entry } from './entry';
import { openFileSource } from './file-source';
import { createFileReadStream } from './file-stream';
import { describeWith, run } from './foreign-tools.fixture';
import { openIso9660Image, type Iso9660Image } from './image';
import { listAll } from './image-builder.fixture';
import type { NameSpace } from './name-space';

// Images that other programs write of trees that are made here. What is in the tree is the truth.

/** 253 bytes. genisoimage spreads it over two continuation areas if the plain name is long, too. */
const LONG_NAME = `${'long '.repeat(49)}name.txt`;
const LINK_TARGET = `../${'target/'.repeat(30)}end`;

/** Contents of files, `null` for directories, by path. */
const TREE: Readonly<Record<string, string | null>> = {
  'README.TXT': 'read me',
  'a;1': 'a semicolon',
  'b.': 'a final dot',
  '.hidden': 'a dot in front',
  'Mixed Case Name.tar.gz': 'mixed',
  empty: '',
  'empty directory': null,
  'Grüße \u65e5\u672c.txt': 'not ASCII',
  [LONG_NAME]: 'long',
  large: 'large'.repeat(100_000),
  dir: null,
  'dir/same': 'the same contents',
  'dir/same too': 'the same contents',
  'dir/linked': 'linked',
  'dir/sub': null,
  'dir/sub/file': 'file',
};

/** Deeper than the eight levels of ECMA-119. */
const DEEP = Array.from({ length: 14 }, (_, index) =>
  Array.from({ length: index + 1 }, (__, level) => `level${String(level)}`).join('/'),
);

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

let work = '';
beforeAll(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'foreign-images-'));
  const makeDirectory = (name: string) => mkdir(path.join(work, name));
  await makeDirectory('tree');
  await makeDirectory('ascii');
  for (const [name, contents] of Object.entries(TREE)) {
    // genisoimage takes names for Joliet in one encoding, and those in this tree fit in any.
    const isShortAscii = /^[ -~]{1,60}$/.test(name);
    for (const root of ['tree', ...(isShortAscii ? ['ascii'] : [])]) {
      if (contents === null) await makeDirectory(path.join(root, name));
      else await writeFile(path.join(work, root, name), contents);
    }
  }
  await link(path.join(work, 'tree/dir/linked'), path.join(work, 'tree/hard link'));
  await symlink('dir/sub', path.join(work, 'tree/link'));
  await symlink('/absolute/./../link', path.join(work, 'tree/absolute link'));
  await symlink(LINK_TARGET, path.join(work, 'tree/long link'));
  await mkdir(path.join(work, 'deep', DEEP.at(-1) ?? ''), { recursive: true });
  await writeFile(path.join(work, 'deep', DEEP.at(-1) ?? '', 'file'), 'deep');
});
afterAll(async () => {
  await rm(work, { recursive: true });
});

interface Listing {
  readonly opened: Iso9660Image;
  readonly entries: readonly Iso9660Entry[];
  readonly contents: ReadonlyMap<string, string>;
}

/** Everything in an image, with the SHA-256 of each file. */
async function read(file: string, nameSpace?: NameSpace): Promise<Listing> {
  const source = await openFileSource(path.join(work, file));
  try {
    const opened = await openIso9660Image(source, nameSpace === undefined ? {} : { nameSpace });
    const entries = await listAll(opened);
    const contents = new Map<string, string>();
    for (const entry of entries.filter(({ kind }) => kind === 'file')) {
      contents.set(entry.path, sha256(await buffer(createFileReadStream(opened, entry))));
    }
    return { opened, entries, contents };
  } finally {
    await source.close();
  }
}

const pathsOf = ({ entries }: Listing) => entries.map((entry) => entry.path).toSorted(byBytes);

/** The whole tree with all its names: what Rock Ridge must give. */
function expectTree(listing: Listing): void {
  const links = ['link', 'absolute link', 'long link'];
  expect(listing.opened.nameSpace).toBe('rock-ridge');
  expect(pathsOf(listing)).toEqual([...Object.keys(TREE), 'hard link', ...links].toSorted(byBytes));
  for (const [name, contents] of Object.entries({ ...TREE, 'hard link': 'linked' })) {
    const found = listing.entries.find((entry) => entry.path === name);
    expect(found?.kind).toBe(contents === null ? 'directory' : 'file');
    if (contents !== null) expect(listing.contents.get(name)).toBe(sha256(contents));
  }
  expect(
    links.map((name) => listing.entries.find((entry) => entry.path === name)?.linkTarget),
  ).toEqual(['dir/sub', '/absolute/./../link', LINK_TARGET]);
}

/** The directories and the file of the deep tree. */
function expectDeepTree(listing: Listing): void {
  expect(pathsOf(listing)).toEqual([...DEEP, `${DEEP.at(-1) ?? ''}/file`]);
  expect([...listing.contents.values()]).toEqual([sha256('deep')]);
}

/** The contents of all files of the tree of short names, whatever their names have become. */
function expectAsciiContents(listing: Listing): void {
  const contents = Object.entries(TREE).flatMap(([name, text]) =>
    text === null || !/^[ -~]{1,60}$/.test(name) ? [] : [sha256(text)],
  );
  expect([...listing.contents.values()].toSorted(byBytes)).toEqual(contents.toSorted(byBytes));
  const directories = listing.entries.filter(({ kind }) => kind === 'directory');
  expect(directories).toHaveLength(3);
}

const ASCII_NAMES = Object.keys(TREE)
  .filter((name) => /^[ -~]{1,60}$/.test(name))
  .toSorted(byBytes);

/** Characters that Joliet does not have become `_`. */
const JOLIET_NAMES = ASCII_NAMES.map((name) => name.replace(';', '_')).toSorted(byBytes);

describeWith('genisoimage', 'images by genisoimage', () => {
  const make = (name: string, tree: string, ...options: readonly string[]) => {
    run(work, 'genisoimage', ['-quiet', ...options, '-o', name, tree]);
    return name;
  };

  test.each([
    [['-r']],
    [['-R']],
    [['-r', '-J']],
    [['-r', '-iso-level', '3']],
    [['-r', '-iso-level', '4']],
    [['-r', '-J', '-joliet-long', '-iso-level', '4']],
    [['-R', '-cache-inodes']],
  ])('with Rock Ridge: %s', async (options) => {
    const charset = ['-input-charset', 'iso8859-1'];
    expectTree(await read(make('rr.iso', 'tree', ...options, ...charset)));
  });

  test('files that are hard links share an extent', async () => {
    const { entries } = await read(make('shared.iso', 'tree', '-r', '-input-charset', 'iso8859-1'));
    const extents = (name: string) => entries.find((entry) => entry.path === name)?.extents;
    expect(extents('hard link')).toEqual(extents('dir/linked'));
    expect(extents('hard link')).toHaveLength(1);
  });

  test.each([[['-R']], [['-R', '-hide-rr-moved']], [['-R', '-D']], [['-R', '-iso-level', '4']]])(
    'deep directories are where they belong: %s',
    async (options) => {
      expectDeepTree(await read(make('deep.iso', 'deep', ...options)));
    },
  );

  test('relocated directories stand elsewhere under their plain names', async () => {
    const listing = await read(make('deep.iso', 'deep', '-R'), 'iso9660');
    expect(pathsOf(listing)).toContain('RR_MOVED/LEVEL7/LEVEL8');
    expect([...listing.contents.values()]).toContain(sha256('deep'));
  });

  test.each([
    [['-J'], 'joliet' as const],
    [['-J', '-joliet-long'], 'joliet' as const],
    [['-J', '-r'], 'joliet' as const],
  ])('with Joliet: %s', async (options, nameSpace) => {
    const listing = await read(make('joliet.iso', 'ascii', ...options), nameSpace);
    expect(pathsOf(listing)).toEqual(JOLIET_NAMES);
    expectAsciiContents(listing);
  });

  test('Joliet names that are not ASCII', async () => {
    const listing = await read(
      make('utf8.iso', 'tree', '-J', '-joliet-long', '-input-charset', 'utf-8'),
    );
    expect(listing.opened.nameSpace).toBe('joliet');
    expect(listing.contents.get('Grüße \u65e5\u672c.txt')).toBe(sha256('not ASCII'));
  });

  test('with ISO 9660:1999', async () => {
    const listing = await read(make('1999.iso', 'ascii', '-iso-level', '4'));
    expect(listing.opened.nameSpace).toBe('iso9660-1999');
    expect(pathsOf(listing)).toEqual(ASCII_NAMES);
    expectAsciiContents(listing);
  });

  test.each(['1', '2', '3', '4'])('with plain names of level %s', async (level) => {
    const listing = await read(make('plain.iso', 'ascii', '-iso-level', level), 'iso9660');
    expectAsciiContents(listing);
    expect(pathsOf(listing)).toContain('README.TXT');
    expect(pathsOf(listing).join('')).not.toMatch(level === '4' ? /;1$/ : /;/);
  });

  test('times are those of the files', async () => {
    run(work, 'touch', ['-d', '2009-02-13T23:31:30Z', 'ascii/README.TXT']);
    for (const nameSpace of ['rock-ridge', 'joliet', 'iso9660'] as const) {
      const { entries } = await read(make('times.iso', 'ascii', '-r', '-J'), nameSpace);
      const found = entries.find((entry) => entry.path === 'README.TXT');
      expect(found?.modified).toBe(1_234_567_890);
    }
  });
});

describeWith('xorriso', 'images by xorriso', () => {
  const make = (name: string, tree: string, ...options: readonly string[]) => {
    run(work, 'xorriso', ['-as', 'mkisofs', '-quiet', ...options, '-o', name, tree]);
    return name;
  };

  test.each([[['-R']], [['-r', '-J']], [['-r', '-iso-level', '3']], [['-r', '-iso-level', '4']]])(
    'with Rock Ridge: %s',
    async (options) => {
      expectTree(await read(make('rr.iso', 'tree', ...options)));
    },
  );

  test('deep directories, not relocated', async () => {
    expectDeepTree(await read(make('deep.iso', 'deep', '-R')));
  });

  test('deep directories, relocated', async () => {
    const relocate = ['-compliance', 'deep_paths_off', '-rr_reloc_dir', 'moved'];
    run(work, 'xorriso', ['-outdev', 'stdio:moved.iso', ...relocate, '-map', 'deep', '/']);
    const listing = await read('moved.iso');
    expectDeepTree(listing);
    expect(pathsOf(await read('moved.iso', 'iso9660'))).toContain('MOVED/LEVEL7/LEVEL8');
  });

  test('with Joliet', async () => {
    const listing = await read(make('joliet.iso', 'ascii', '-J'), 'joliet');
    expect(pathsOf(listing)).toEqual(JOLIET_NAMES);
    expectAsciiContents(listing);
  });

  test('with ISO 9660:1999', async () => {
    const listing = await read(make('1999.iso', 'ascii', '-iso-level', '4'), 'iso9660-1999');
    expect(pathsOf(listing)).toEqual(ASCII_NAMES);
    expectAsciiContents(listing);
  });

  test.each(['1', '2', '3'])('with plain names of level %s', async (level) => {
    const listing = await read(make('plain.iso', 'ascii', '-iso-level', level), 'iso9660');
    expectAsciiContents(listing);
    expect(pathsOf(listing)).toContain('README.TXT');
    expect(pathsOf(listing).join('')).not.toContain(';');
  });

  test('files compressed with zisofs are listed, and refused to read', async () => {
    const filter = ['-set_filter_r', '--zisofs', '/', '--'];
    run(work, 'xorriso', ['-outdev', 'stdio:zisofs.iso', '-map', 'tree', '/', ...filter]);
    const source = await openFileSource(path.join(work, 'zisofs.iso'));
    const opened = await openIso9660Image(source);
    const entries = await listAll(opened);
    const large = entries.find((entry) => entry.path === 'large');
    if (large === undefined) throw new Error('large is missing');
    await expect(buffer(createFileReadStream(opened, large))).rejects.toThrow(
      '"large" cannot be read: it is compressed with zisofs (algorithm "pz")',
    );
    await source.close();
  });
});
