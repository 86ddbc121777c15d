import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sampleVirtioWinFiles, writeSampleVirtioWin } from '@aero-guest-tools/sample-virtio-win';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recordRun, type RecordedRun } from '../recorded-run.fixture';
import { aeroGuestTools } from './index';

const GENUINE = join(__dirname, '../../../../../shared/virtio-win');
const testGenuine = existsSync(GENUINE) ? test : test.skip;
if (!existsSync(GENUINE)) console.warn(`skipped: there is no ${GENUINE}`);

let root: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'aero-diff-'));
  await writeSampleVirtioWin(join(root, 'sample.iso'));
  writeTree('tree', (contents) => contents);
  await run('build', 'sample.iso', '--signing-policy', 'none');
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Writes the files of the sample as a tree, with edits. */
function writeTree(name: string, edit: (contents: Buffer, path: string) => Buffer): void {
  for (const { path, contents } of sampleVirtioWinFiles()) {
    const file = join(root, name, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, edit(Buffer.from(contents), path));
  }
}

/** Writes the INF files of viostor, with edits to their text. */
function writeEditedInf(name: string, edit: (text: string) => string): void {
  writeTree(name, (contents, path) =>
    /viostor\/w7\/.*\.inf$/.test(path)
      ? Buffer.from(edit(contents.toString('latin1')), 'latin1')
      : contents,
  );
}

function run(...args: readonly string[]): Promise<RecordedRun> {
  return recordRun(aeroGuestTools, {
    args,
    environment: { AERO_GUEST_TOOLS_STORE: join(root, 'store') },
    workingDirectory: root,
  });
}

interface Json {
  readonly equal: boolean;
  readonly drivers: readonly {
    readonly name: string;
    readonly change: string;
    readonly facts: readonly { readonly fact: string }[];
    readonly devices: { readonly added: readonly string[]; readonly removed: readonly string[] };
    readonly services: { readonly removed: readonly { readonly name: string }[] };
    readonly files: { readonly changed: readonly { readonly sections?: readonly unknown[] }[] };
  }[];
}

async function difference(a: string, b: string): Promise<Json> {
  const { status, stdout, stderr } = await run('diff', a, b, '--json');
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  return JSON.parse(stdout) as Json;
}

describe('the exit status of diff', () => {
  test.each([
    ['an image and itself', 'sample.iso', 'sample.iso'],
    ['an image and the tree that it was made of', 'sample.iso', 'tree'],
    [
      'an ISO and a zip of the same media',
      'aero-guest-tools/aero-guest-tools.iso',
      'aero-guest-tools/aero-guest-tools.zip',
    ],
    [
      'media and their manifest',
      'aero-guest-tools/aero-guest-tools.iso',
      'aero-guest-tools/manifest.json',
    ],
    ['nothing and nothing', '/dev/null', '/dev/null'],
  ])('is 0 for %s', async (_, a, b) => {
    const { status, stdout, stderr } = await run('diff', a, b);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).not.toMatch(/changed|added|removed/);
  });

  test('is 1 for a difference, 2 for wrong usage, and 3 for what is refused', async () => {
    expect((await run('diff', 'sample.iso', '/dev/null')).status).toBe(1);
    expect((await run('diff', 'sample.iso')).status).toBe(2);
    expect((await run('diff', 'sample.iso', 'tree', '--no-such-option')).status).toBe(2);
    const missing = await run('diff', 'sample.iso', 'no-such-file.iso', '--json');
    expect(missing.status).toBe(3);
    expect(JSON.parse(missing.stdout)).toMatchObject({ errors: [{ file: 'no-such-file.iso' }] });
    writeFileSync(join(root, 'broken.iso'), Buffer.alloc(40_000, 1));
    expect((await run('diff', 'sample.iso', 'broken.iso')).status).toBe(3);
    expect((await run('diff', '--help')).stdout).toMatch(
      /1 +they differ[^]*3 +the input was refused/,
    );
  });
});

describe('diff --html', () => {
  test('writes one page, the same each time, beside what the terminal shows', async () => {
    writeEditedInf('edited', (text) => text.replace('61.0.0.1', '61.0.0.2'));
    const plain = await run('diff', 'tree', 'edited');
    const first = await run('diff', 'tree', 'edited', '--html', 'a.html');
    expect(first).toEqual(plain);
    expect(first.status).toBe(1);
    await run('diff', 'tree', 'edited', '--html', 'b.html');
    const page = readFileSync(join(root, 'a.html'), 'utf8');
    expect(page).toBe(readFileSync(join(root, 'b.html'), 'utf8'));
    expect(page).toContain('<del>61.0.0.1</del>');
    expect(page).toContain('<ins>61.0.0.2</ins>');
  });

  test('writes it where both hold the same, too', async () => {
    expect((await run('diff', 'tree', 'tree', '--html', 'same.html')).status).toBe(0);
    expect(readFileSync(join(root, 'same.html'), 'utf8')).toContain('Both are the same');
  });
});

describe('as a difftool of git, by the lines that --help shows', () => {
  const git = (...args: readonly string[]) =>
    spawnSync('git', args, {
      cwd: join(root, 'repository'),
      encoding: 'utf8',
      env: {
        ...process.env,
        PATH: `${join(root, 'bin')}:${process.env['PATH'] ?? ''}`,
        HOME: root,
        GIT_CONFIG_NOSYSTEM: '1',
      },
    });

  test('a manifest of before and one of now are compared by their drivers', async () => {
    const { stdout: help } = await run('diff', '--help');
    const joined = help.replaceAll('\\\n', '');
    const lines = [...joined.matchAll(/^ {2}git config (.*)$/gm)].map(([, line]) => line ?? '');
    expect(lines.length).toBeGreaterThanOrEqual(2);
    mkdirSync(join(root, 'bin'));
    const program = join(__dirname, '../../bin/aero-guest-tools.js');
    writeFileSync(
      join(root, 'bin/aero-guest-tools'),
      `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`,
      { mode: 0o755 },
    );
    mkdirSync(join(root, 'repository'));
    git('init', '--quiet');
    for (const line of lines) {
      const configured = spawnSync('sh', ['-c', `git config ${line}`], {
        cwd: join(root, 'repository'),
        encoding: 'utf8',
      });
      expect(configured).toMatchObject({ status: 0, stderr: '' });
    }
    const file = join(root, 'repository/manifest.json');
    const manifest = readFileSync(join(root, 'aero-guest-tools/manifest.json'), 'utf8');
    writeFileSync(file, manifest);
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '-m', 'a');

    const unchanged = git('difftool', '--no-prompt', '--tool=drivers');
    expect(unchanged).toMatchObject({ status: 0, stdout: '' });

    writeFileSync(file, manifest.replaceAll('61.0.0.1', '61.0.0.2'));
    const changed = git('difftool', '--no-prompt', '--tool=drivers');
    expect(changed.stdout).toMatch(/^ {2}version +61\.0\.0\.1 -> 61\.0\.0\.2$/m);
    // A difference is not a failure of the tool, but refused input is.
    expect(changed).toMatchObject({ status: 0, stderr: '' });
    const trusting = git('difftool', '--no-prompt', '--trust-exit-code', '--tool=drivers');
    expect(trusting.status).toBe(0);
    writeFileSync(file, '{"schema_version": 4, "package": 1, "files": []}');
    const refused = git('difftool', '--no-prompt', '--trust-exit-code', '--tool=drivers');
    expect(refused.status).not.toBe(0);
    expect(refused.stderr).toContain('manifest.json');
  });
});

describe('diff says what has become of', () => {
  test('an INF file by its meaning', async () => {
    writeEditedInf('comments', (text) => `; another comment\r\n${text.replaceAll(' = ', '=')}`);
    const { drivers } = await difference('tree', 'comments');
    expect(drivers.map(({ name }) => name)).toEqual(['viostor', 'viostor']);
    for (const { files, facts, devices } of drivers) {
      expect(facts.filter(({ fact }) => fact !== 'Windows 7')).toEqual([]);
      expect(devices).toEqual({ added: [], removed: [] });
      expect(files.changed.map(({ sections }) => sections)).toEqual([[]]);
    }
    expect((await run('diff', 'tree', 'comments')).stdout).toContain(
      'different text with the same meaning',
    );
  });

  test('version, devices and services', async () => {
    writeEditedInf('other', (text) =>
      text
        .replace('61.0.0.1', '61.0.0.2')
        .replaceAll('DEV_1042', 'DEV_10FF')
        .replaceAll(/StartType *= *0/g, 'StartType = 3'),
    );
    const { stdout } = await run('diff', 'tree', 'other');
    expect(stdout).toMatch(/^ {2}version +61\.0\.0\.1 -> 61\.0\.0\.2$/m);
    expect(stdout).toMatch(/^ {2}\+ binds +PCI\\VEN_1AF4&DEV_10FF/m);
    expect(stdout).toMatch(/^ {2}- binds +PCI\\VEN_1AF4&DEV_1042/m);
    expect(stdout).toMatch(/^ {2}\+ service +viostor, started on demand$/m);
    expect(stdout).toMatch(/^ {2}- service +viostor, started at boot$/m);
  });

  test('drivers that are new or gone, as git difftool asks for them', async () => {
    const { drivers } = await difference('/dev/null', 'aero-guest-tools/manifest.json');
    expect(drivers).not.toEqual([]);
    expect(new Set(drivers.map(({ change }) => change))).toEqual(new Set(['added']));
  });

  test('an image and the media that were made of it', async () => {
    const { stdout } = await run('diff', 'sample.iso', 'aero-guest-tools/aero-guest-tools.iso');
    expect(stdout).toMatch(/drivers for Windows 7: /);
    expect(stdout).not.toMatch(/w8/);
    expect(stdout).toMatch(/^ {2}- file +viostor\.pdb/m);
  });

  test('an INF file by itself', async () => {
    const [a, b] = ['tree', 'other'].map((name) => join(name, 'viostor/w7/amd64/viostor.inf'));
    const { stdout } = await run('diff', a ?? '', b ?? '');
    expect(stdout).toMatch(/^viostor, amd64: changed$/m);
    expect(stdout).toMatch(/^ {2}version +61\.0\.0\.1 -> 61\.0\.0\.2$/m);
  });

  testGenuine('the drivers of two releases, as a person would', async () => {
    const [a, b] = ['w7', '0.1.285'].map((name) => join(GENUINE, `virtio-win-${name}-subset.iso`));
    const { status, stdout } = await run('diff', a ?? '', b ?? '');
    expect(status).toBe(1);
    expect(stdout).toMatch(/^ {2}release +0\.1\.172 -> 0\.1\.285$/m);
    expect(stdout).toMatch(/^NetKVM, w7 \(x86, amd64\): the same$/m);
    expect(stdout).toMatch(
      /^vioscsi, w7 \(x86, amd64\): added$[^]*?^ {2}verdict +Windows 7: accepted$/m,
    );
    // Reported once for the four Windows, as a person would.
    expect(stdout).toMatch(
      /^NetKVM, w10, 2k22, w11, 2k25 \(amd64\): added$\n {2}version +100\.94\.104\.24200\n {2}date +2023-10-09$/m,
    );
    // The reason for the changed verdict.
    expect(stdout).toMatch(
      /^NetKVM, w8\.1 \(x86, amd64\): changed$[^]*?^ {2}no longer +netkvm\.inf: the line endings of this file were changed after "netkvm\.cat" was signed$/m,
    );
    expect(stdout).toMatch(/^ {2}w8 +4 removed$/m);
    expect(stdout).toMatch(/^drivers: 4 the same, 6 changed, 14 added, 6 removed$/m);
  });
});

describe('inspect', () => {
  test('says what an image is, and which drivers are in it', async () => {
    const { status, stdout } = await run('inspect', 'sample.iso');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^sample\.iso: drivers of virtio-win in an ISO image\n/);
    expect(stdout).toMatch(/^ {2}sha256 {5}[0-9a-f]{64}$/m);
    expect(stdout).toMatch(/^ {2}volume id {2}VIRTIO_WIN_SAMPLE$/m);
    expect(stdout).toMatch(/^ {4}for w8 x86$/m);
    expect(stdout).toMatch(/^ {4}for w8 amd64$/m);
    // The reason, for each Windows that media are made for.
    expect(stdout).toMatch(/root that Windows does not know.*: .*viostor w7 amd64, viostor w8 x86/);
  });

  test.each(['aero-guest-tools.iso', 'aero-guest-tools.zip', 'manifest.json'])(
    'says what media are by %s',
    async (name) => {
      const { stdout } = await run('inspect', join('aero-guest-tools', name), '--json');
      expect(JSON.parse(stdout)).toMatchObject({
        kind: name === 'manifest.json' ? 'manifest' : 'media',
        package: { version: '0.0.0', build_id: 'local' },
        signing_policy: 'none',
        problems: [],
      });
      expect(stdout).toContain('"61.0.0.1"');
    },
  );

  test('says where media contradict their manifest', async () => {
    mkdirSync(join(root, 'media'));
    const manifest = readFileSync(join(root, 'aero-guest-tools/manifest.json'));
    writeFileSync(join(root, 'media/manifest.json'), manifest);
    writeFileSync(join(root, 'media/setup.cmd'), 'format c:');
    const { stdout } = await run('inspect', 'media');
    expect(stdout).toMatch(/media: setup\.cmd: this is not what the manifest on the media says/);
  });

  test('says what an INF file does on each Windows and architecture', async () => {
    const { stdout } = await run('inspect', 'tree/viostor/w7/amd64/viostor.inf');
    expect(stdout).toMatch(
      /: an INF file\n {2}class +\S+ \{[^]*\n {2}version +61\.0\.0\.1 of 2020-01-01\n/,
    );
    expect(stdout).toMatch(/^on amd64: Windows 7, .*Windows 11, .*Windows Server 2025$/m);
    expect(stdout).toMatch(
      /^binds no device on x86: Windows 7, Windows 8, Windows 8\.1, Windows 10$/m,
    );
    expect(stdout).toMatch(/^ {2}installs {2}service viostor, started at boot$/m);
    expect(stdout).toMatch(/^ {2}copies {4}viostor\.sys$/m);
  });

  test('says from which build on an INF file binds a device', async () => {
    const inf = readFileSync(join(root, 'tree/viostor/w7/amd64/viostor.inf'), 'latin1');
    const forBuild = inf.replaceAll('NTamd64.6.1', 'NTamd64.10.0...16299');
    writeFileSync(join(root, 'newer.inf'), forBuild, 'latin1');
    const { stdout } = await run('inspect', 'newer.inf');
    expect(stdout).toMatch(/^on amd64: Windows 10 from build 16299, Windows 11, /m);
    expect(stdout).toMatch(
      /^binds no device on amd64: Windows 7, .*Windows 10 up to build 15063, .*Windows Server 2016$/m,
    );
    const json = JSON.parse((await run('inspect', 'newer.inf', '--json')).stdout) as {
      windows: readonly {
        id: string;
        architecture: string;
        builds: number[];
        devices: unknown[];
      }[];
    };
    const onWindows10 = json.windows.filter(
      ({ id, architecture }) => id === 'w10' && architecture === 'amd64',
    );
    expect(onWindows10.map(({ devices }) => devices.length)).toEqual([0, 1]);
    expect(onWindows10[1]?.builds[0]).toBe(16_299);
  });

  test('refuses what says nothing of drivers', async () => {
    writeFileSync(join(root, 'package.json'), '{"name": "x"}');
    expect((await run('inspect', 'package.json')).stderr).toMatch(/neither a manifest nor a lock/);
    const { status, stderr } = await run('inspect', 'no-such-file');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^no-such-file: there is nothing at this path/);
  });
});
