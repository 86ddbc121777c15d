import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { layoutImage } from './layout';
import { writeImage } from './write-image';

// Readers that are not ours list the same paths, and give the same contents.

const SECTOR = 2048;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function file(path: string, contents: string | Uint8Array = `contents of ${path}`) {
  const bytes = Buffer.from(contents);
  return { path, size: bytes.length, sha256: sha256(bytes), open: () => [bytes] };
}

const DEEP = Array.from({ length: 12 }, (_, index) => `level-${String(index + 1)}`).join('/');

/** A name of 110 UTF-16 code units, and what libarchive makes of it, which is the first 103. */
const LONGEST = `names/${'y'.repeat(106)}.sys`;
const LONGEST_IN_LIBARCHIVE = `names/${'y'.repeat(103)}`;

const FILES = [
  file('setup.cmd'),
  file('manifest.json'),
  file('sectors/empty', ''),
  file('sectors/one', Buffer.alloc(SECTOR, 1)),
  file('sectors/three', Buffer.alloc(3 * SECTOR, 3)),
  file('sectors/one-more', Buffer.alloc(SECTOR + 1, 4)),
  file('same/a.sys', 'equal contents'),
  file('same/b.sys', 'equal contents'),
  file(`${DEEP}/deep.sys`),
  file('names/WdfCoInstaller01009.dll'),
  file('names/WdfCoInstaller01011.dll'),
  file('names/a name of more than thirty-one characters, 0.inf'),
  file('names/a name of more than thirty-one characters, 1.inf'),
  file('names/case'),
  file('names/CASE'),
  file('names/two.dots.txt'),
  file('names/no-extension'),
  file('names/.hidden'),
  file('names/\u{DC}ml\u{E4}ut \u{65E5}\u{672C}.txt'),
  file(`names/${'x'.repeat(60)}.sys`),
  file(LONGEST),
  ...Array.from({ length: 200 }, (_, index) => file(`many/driver-${String(index)}.sys`)),
];
const EMPTY_DIRECTORIES = ['certs', 'licenses/virtio win'];

const FILE_HASHES = Object.fromEntries(FILES.map(({ path, sha256: hash }) => [path, hash]));

/** The paths of all directories: the empty ones, and those that files and empty ones stand in. */
const DIRECTORIES = new Set(
  [...FILES.map(({ path }) => path), ...EMPTY_DIRECTORIES.map((path) => `${path}/`)].flatMap(
    (path) => [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index)),
  ),
);
const ALL_PATHS = [...Object.keys(FILE_HASHES), ...DIRECTORIES].toSorted();

let directory = '';
let image = '';
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'iso9660-readers-'));
  image = join(directory, 'image.iso');
  const layout = layoutImage(FILES, {
    volumeId: 'AERO_GUEST_TOOLS',
    sourceDateEpoch: 1_000_000_000,
    directories: EMPTY_DIRECTORIES,
  });
  const output = await open(image, 'wx');
  for await (const chunk of writeImage(layout)) await output.writeFile(chunk);
  await output.close();
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

/** Runs a reader to its end, in a locale whose names are UTF-8. */
function run(command: string, ...args: string[]): Buffer {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr.toString()}`);
  return stdout;
}

const lines = (output: Buffer, encoding: BufferEncoding = 'utf8') =>
  output
    .toString(encoding)
    .split('\n')
    .filter((line) => line !== '');

/** The hash of every file below a directory by path, and the paths of all directories. */
function extracted(root: string): { files: Record<string, string>; directories: Set<string> } {
  const files: Record<string, string> = {};
  const directories = new Set<string>();
  const visit = (path: string): void => {
    // Some readers extract directories without write permission, which could not be removed.
    chmodSync(join(root, path), 0o755);
    for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
      const entryPath = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) {
        directories.add(entryPath);
        visit(entryPath);
      } else {
        files[entryPath] = sha256(readFileSync(join(root, entryPath)));
      }
    }
  };
  visit('');
  return { files, directories };
}

const EXTRACTED = { files: FILE_HASHES, directories: DIRECTORIES };

/** An empty directory to extract into. */
function target(name: string): string {
  const path = join(directory, name);
  mkdirSync(path);
  return path;
}

/** A suite that is skipped, with a message, where the reader is not installed. */
function describeReader(command: string, debianPackage: string, suite: () => void): void {
  const installed = spawnSync(command, ['--version']).error === undefined;
  if (!installed) {
    console.warn(`skipped: ${command} (Debian package ${debianPackage}) is not installed`);
  }
  (installed ? describe : describe.skip)(command, suite);
}

describeReader('isoinfo', 'genisoimage', () => {
  test('describes the volume', () => {
    const description = lines(run('isoinfo', '-d', '-i', image));
    expect(description).toContain('CD-ROM is in ISO 9660 format');
    expect(description).toContain('Volume id: AERO_GUEST_TOOLS');
    expect(description).toContain('Logical block size is: 2048');
    expect(description).toContain(`Volume size is: ${String(readFileSync(image).length / SECTOR)}`);
    expect(description).toContain('Joliet with UCS level 3 found');
    expect(description).toContain('NO Rock Ridge present');
  });

  test('lists the Joliet hierarchy', () => {
    // It shows names in Latin-1, and `_` for each character outside of that.
    const paths = lines(run('isoinfo', '-J', '-f', '-i', image), 'latin1');
    expect(paths.map((path) => path.slice(1)).toSorted()).toEqual(
      ALL_PATHS.map((path) => path.replace('\u{65E5}\u{672C}', '__')).toSorted(),
    );
  });

  test('extracts from the Joliet hierarchy', () => {
    const paths = ['setup.cmd', 'names/two.dots.txt', `${DEEP}/deep.sys`, 'sectors/one-more'];
    for (const path of paths) {
      expect(sha256(run('isoinfo', '-J', '-i', image, '-x', `/${path}`))).toBe(FILE_HASHES[path]);
    }
  });

  test('lists the primary hierarchy, all paths distinct', () => {
    const paths = lines(run('isoinfo', '-f', '-i', image));
    expect(new Set(paths).size).toBe(ALL_PATHS.length);
    expect(paths).toHaveLength(ALL_PATHS.length);
    expect(paths).toContain('/LICENSES/VIRTIO_WIN');
    expect(paths).toContain('/NAMES/WDFCOINSTALLER01009.DLL;1');
    expect(paths).toContain(`/${DEEP.toUpperCase().replaceAll('-', '_')}/DEEP.SYS;1`);
  });

  test('extracts from the primary hierarchy', () => {
    const hashes = lines(run('isoinfo', '-f', '-i', image))
      .filter((path) => path.endsWith(';1') && !path.startsWith('/MANY/'))
      .map((path) => sha256(run('isoinfo', '-i', image, '-x', path)));
    const expected: string[] = Object.entries(FILE_HASHES).flatMap(([path, hash]) =>
      path.startsWith('many/') ? [] : [hash],
    );
    expect(hashes.toSorted()).toEqual(expected.toSorted());
  });
});

describeReader('xorriso', 'xorriso', () => {
  const xorriso = (...args: string[]) => run('xorriso', '-report_about', 'WARNING', ...args);

  test('lists the tree', () => {
    const paths = lines(xorriso('-indev', image, '-find', '/', '--'));
    expect(paths.map((path) => path.slice(2, -1)).toSorted()).toEqual(['', ...ALL_PATHS]);
  });

  test('finds all blocks good', () => {
    const blocks = readFileSync(image).length / SECTOR;
    const report = lines(xorriso('-indev', image, '-check_media', '--'));
    expect(report.at(-1)).toMatch(new RegExp(`^Media region : +0 , +${String(blocks)} , \\+ good`));
  });

  test('extracts the tree', () => {
    const path = target('xorriso');
    xorriso('-osirrox', 'on', '-indev', image, '-extract', '/', path);
    expect(extracted(path)).toEqual(EXTRACTED);
  });
});

describeReader('7z', 'p7zip-full', () => {
  test('lists the tree', () => {
    const paths = lines(run('7z', 'l', '-ba', '-slt', image)).flatMap((line) =>
      line.startsWith('Path = ') ? [line.slice('Path = '.length)] : [],
    );
    expect(paths.toSorted()).toEqual(ALL_PATHS);
  });

  test('extracts the tree', () => {
    const path = target('7z');
    run('7z', 'x', `-o${path}`, image);
    expect(extracted(path)).toEqual(EXTRACTED);
  });
});

describeReader('bsdtar', 'libarchive-tools', () => {
  const renamed = (path: string) => (path === LONGEST ? LONGEST_IN_LIBARCHIVE : path);

  test('lists the tree', () => {
    const paths = lines(run('bsdtar', '-tf', image)).map((path) => path.replace(/\/$/, ''));
    const expected: string[] = ['.', ...ALL_PATHS.map((path) => renamed(path))];
    expect(paths.toSorted()).toEqual(expected.toSorted());
  });

  test('extracts the tree', () => {
    const path = target('bsdtar');
    run('bsdtar', '-xf', image, '-C', path);
    const files = Object.entries(FILE_HASHES).map(([name, hash]) => [renamed(name), hash]);
    expect(extracted(path)).toEqual({ ...EXTRACTED, files: Object.fromEntries(files) });
  });
});
