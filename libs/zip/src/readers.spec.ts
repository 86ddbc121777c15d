import { spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AdmZip from 'adm-zip';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeZip } from './write-zip';
import type { ZipFile } from './zip-file';

// Independent programs read our archives. Each test is skipped if its program is not installed.

const SOURCE_DATE_EPOCH = Date.UTC(2024, 1, 29, 13, 37, 42) / 1000;

const CONTENTS: Readonly<Record<string, Buffer>> = {
  'README.md': Buffer.from('# Aero Guest Tools\n'),
  'drivers/amd64/viostor/viostor.inf': Buffer.from(
    '[Version]\r\nClass = SCSIAdapter\r\n'.repeat(50),
  ),
  'drivers/amd64/viostor/viostor.sys': Buffer.from(
    Array.from({ length: 70_000 }, (_, index) => hash('md5', String(index), 'buffer')[0] ?? 0),
  ),
  'drivers/empty.txt': Buffer.alloc(0),
  'drivers.txt': Buffer.from('sorts before the directory'),
  'licenses/Grüße/日本語 😀.txt': Buffer.from('names outside ASCII'),
  'large.bin': Buffer.concat([Buffer.alloc(9_000_000, 'block by block '), Buffer.from('end')]),
};

const DIRECTORIES = [
  'drivers/',
  'drivers/amd64/',
  'drivers/amd64/viostor/',
  'licenses/',
  'licenses/Grüße/',
];

/** In byte order. */
const NAMES = [...Object.keys(CONTENTS), ...DIRECTORIES].toSorted((a, b) =>
  Buffer.compare(Buffer.from(a), Buffer.from(b)),
);

function file(path: string, data: Uint8Array): ZipFile {
  return {
    path,
    size: data.length,
    async *open() {
      yield data;
    },
  };
}

async function writeTo(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  await writeFile(path, chunks);
}

let folder: string;
let archive: string;
let archiveOf70000: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zip-readers-'));
  archive = join(folder, 'media.zip');
  archiveOf70000 = join(folder, 'many.zip');
  const files = Object.entries(CONTENTS).map(([path, data]) => file(path, data));
  await writeTo(archive, writeZip(files, { sourceDateEpoch: SOURCE_DATE_EPOCH }));
  const many = Array.from({ length: 70_000 }, (_, index) =>
    file(`${String(index % 100)}/${String(index)}`, Buffer.alloc(0)),
  );
  await writeTo(archiveOf70000, writeZip(many, { sourceDateEpoch: SOURCE_DATE_EPOCH }));
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a program, which must succeed, and returns its standard output. */
function run(command: string, ...args: readonly string[]): string {
  const result = spawnSync(command, args, {
    env: { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' },
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (result.status !== 0) throw new Error(`${command}: ${result.stdout}${result.stderr}`);
  return result.stdout;
}

const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

/** The relative paths below a directory; directories end in a slash. */
async function tree(root: string): Promise<readonly string[]> {
  const found = await readdir(root, { recursive: true, withFileTypes: true });
  return found
    .map(
      (item) =>
        join(item.parentPath, item.name).slice(root.length + 1) + (item.isDirectory() ? '/' : ''),
    )
    .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

interface Reader {
  readonly command: string;
  /** Arguments with which it prints its version and succeeds. */
  readonly version: readonly string[];
  test(zip: string): void;
  /** Names in the order of the archive. A directory may lack its slash. */
  list(zip: string): readonly string[];
  extract(zip: string, to: string): void;
  /** Whether extracted files get the mode and the time of their entries. */
  readonly restoresModeAndTime: boolean;
}

const READERS: readonly Reader[] = [
  {
    command: 'unzip',
    version: ['-v'],
    test: (zip) => run('unzip', '-tq', zip),
    list: (zip) => lines(run('unzip', '-Z1', zip)),
    extract: (zip, to) => run('unzip', '-q', zip, '-d', to),
    restoresModeAndTime: true,
  },
  {
    command: '7z',
    version: ['i'],
    test: (zip) => run('7z', 't', zip),
    list: (zip) =>
      [...run('7z', 'l', '-slt', '-ba', zip).matchAll(/^Path = (.*)$/gm)].map(
        ([, path]) => path ?? '',
      ),
    extract: (zip, to) => run('7z', 'x', `-o${to}`, zip),
    restoresModeAndTime: false,
  },
  {
    command: 'bsdtar',
    version: ['--version'],
    test: (zip) => run('bsdtar', '-tf', zip),
    list: (zip) => lines(run('bsdtar', '-tf', zip)),
    extract: (zip, to) => run('bsdtar', '-xf', zip, '-C', to),
    restoresModeAndTime: true,
  },
  {
    command: 'python3',
    version: ['--version'],
    test: (zip) => run('python3', '-m', 'zipfile', '-t', zip),
    list: (zip) =>
      lines(
        run(
          'python3',
          '-c',
          'import sys, zipfile; print("\\n".join(zipfile.ZipFile(sys.argv[1]).namelist()))',
          zip,
        ),
      ),
    extract: (zip, to) => run('python3', '-m', 'zipfile', '-e', zip, to),
    restoresModeAndTime: false,
  },
];

describe.each(READERS)('$command', (reader) => {
  const installed = spawnSync(reader.command, reader.version).status === 0;
  const testIfInstalled = installed ? test : test.skip;
  const note = installed ? '' : ` (skipped: ${reader.command} is not installed)`;

  testIfInstalled(`finds no fault and lists the same names${note}`, () => {
    reader.test(archive);
    const listed = reader.list(archive).map((name) => name.replace(/\/$/, ''));
    expect(listed).toEqual(NAMES.map((name) => name.replace(/\/$/, '')));
  });

  testIfInstalled(`extracts the same files and directories${note}`, async () => {
    const to = join(folder, reader.command);
    await mkdir(to);
    reader.extract(archive, to);
    expect(await tree(to)).toEqual(NAMES);
    for (const [path, data] of Object.entries(CONTENTS)) {
      expect(hash('sha256', await readFile(join(to, path)))).toBe(hash('sha256', data));
    }
    if (reader.restoresModeAndTime) {
      const umask = process.umask();
      const { mode: fileMode, mtimeMs } = await stat(join(to, 'README.md'));
      expect(fileMode & 0o777).toBe(0o644 & ~umask);
      expect(mtimeMs / 1000).toBe(SOURCE_DATE_EPOCH);
      const { mode: directoryMode } = await stat(join(to, 'drivers/amd64'));
      expect(directoryMode & 0o777).toBe(0o755 & ~umask);
    }
  });

  testIfInstalled(
    `reads 70,000 files in 100 directories, by zip64${note}`,
    () => {
      reader.test(archiveOf70000);
      expect(reader.list(archiveOf70000)).toHaveLength(70_100);
    },
    60_000,
  );
});

describe('adm-zip', () => {
  test('reads back bytes, modes and times', () => {
    const entries = new AdmZip(archive).getEntries();
    expect(entries.map(({ entryName }) => entryName)).toEqual(NAMES);
    for (const entry of entries) {
      expect(entry.isDirectory).toBe(DIRECTORIES.includes(entry.entryName));
      expect(entry.getData().equals(CONTENTS[entry.entryName] ?? Buffer.alloc(0))).toBe(true);
      expect(entry.attr >>> 16).toBe(entry.isDirectory ? 0o040755 : 0o100644);
      expect(entry.header.made).toBe((3 << 8) | 63);
      // Like every reader, it takes the MS-DOS time for local time.
      expect(entry.header.time).toEqual(new Date(2024, 1, 29, 13, 37, 42));
    }
  });
});
