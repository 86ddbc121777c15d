import { formatSize } from '@aero-guest-tools/diagnostics';
import { createHash, generateKeyPairSync } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { aeroIso } from './aero-iso';
import { aeroIsoLs } from './aero-iso-ls';
import { recordRun, type RecordedRun } from './recorded-run.fixture';
import { runProgram } from './run-program';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aero-iso-'));
  for (const path of ['setup.cmd', 'drivers/x86/a.sys', 'drivers/x86/a.pdb']) write(path);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, text = path): void {
  mkdirSync(dirname(join(root, 'staged', path)), { recursive: true });
  writeFileSync(join(root, 'staged', path), text);
}

function run(
  options: Readonly<Record<string, string>> = {},
  flags: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<RecordedRun> {
  const defaults = { '--in-dir': 'staged', '--out-iso': 'out.iso', '--volume-id': 'TEST' };
  return recordRun((invocation) => runProgram(aeroIso, invocation), {
    args: [...Object.entries({ ...defaults, ...options }).flat(), ...flags],
    workingDirectory: root,
    environment,
  });
}

async function listed(): Promise<string[]> {
  const { stdout } = await recordRun((invocation) => runProgram(aeroIsoLs, invocation), {
    args: ['--iso', 'out.iso'],
    workingDirectory: root,
  });
  return stdout.trimEnd().split('\n');
}

const image = (): Buffer => readFileSync(join(root, 'out.iso'));

test('rules 4: private keys are refused by their contents, all together', async () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  write('a.txt', privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
  write('drivers/b.bin');
  writeFileSync(
    join(root, 'staged/drivers/b.bin'),
    privateKey.export({ format: 'der', type: 'pkcs8' }),
  );
  const { status, stderr } = await run();
  expect(status).toBe(1);
  expect(stderr).toMatch(/a\.txt: private keys[^]*in PEM[^]*b\.bin: private keys[^]*a PKCS #8 key/);
  expect(readdirSync(root)).toEqual(['staged']);
});

describe('rules 10: an ISO of a staged tree', () => {
  test('holds the files as they are', async () => {
    const { status, stdout, stderr } = await run();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(`out.iso: ${formatSize(image().length)}\nvolume TEST, 3 files\n`);
    expect(await listed()).toEqual(['/drivers/x86/a.pdb', '/drivers/x86/a.sys', '/setup.cmd']);
  });

  test('the volume id is upper-cased and holds A-Z, 0-9 and _ only', async () => {
    expect((await run({ '--volume-id': 'my disk' })).stdout).toMatch(/^volume MY_DISK,/m);
    expect(image().toString('latin1', 16 * 2048 + 40, 16 * 2048 + 47)).toBe('MY_DISK');
  });

  test('--json', async () => {
    const { stdout } = await run({}, ['--json']);
    expect(JSON.parse(stdout)).toEqual({
      output: {
        path: 'out.iso',
        size: image().length,
        sha256: createHash('sha256').update(image()).digest('hex'),
      },
      volume_id: 'TEST',
      files: 3,
      warnings: [],
    });
  });

  test('the same bytes whatever the times of the files', async () => {
    await run();
    const before = image();
    utimesSync(join(root, 'staged/setup.cmd'), 1, 1);
    await run();
    expect(image().equals(before)).toBe(true);
  });

  test('--source-date-epoch, else SOURCE_DATE_EPOCH, else 0 is the time of every file', async () => {
    // Volume Creation Date and Time (ECMA-119, 8.4.26), as digits of a year.
    const year = (): string => image().toString('latin1', 16 * 2048 + 813, 16 * 2048 + 817);
    await run();
    expect(year()).toBe('1970');
    await run({}, [], { SOURCE_DATE_EPOCH: '1000000000' });
    expect(year()).toBe('2001');
    await run({ '--source-date-epoch': '1700000000' }, [], { SOURCE_DATE_EPOCH: '1000000000' });
    expect(year()).toBe('2023');
  });
});

describe('rules 4 and 10: skipped and refused', () => {
  test('hidden files and those that operating systems leave behind are skipped', async () => {
    for (const path of ['.git/config', 'drivers/__MACOSX/a', 'Thumbs.db', 'drivers/desktop.ini']) {
      write(path);
    }
    await run();
    expect(await listed()).toEqual(['/drivers/x86/a.pdb', '/drivers/x86/a.sys', '/setup.cmd']);
  });

  test.each(['certs/test.pfx', '.hidden/id.pem', 'drivers/__MACOSX/x.KEY'])(
    'a private key is refused: %s',
    async (path) => {
      write(path);
      const { status, stderr } = await run();
      expect(status).toBe(1);
      expect(stderr).toContain(
        `staged/${path}: private keys and signing material must not be on the media`,
      );
    },
  );

  test('a symbolic link is refused, a broken one too', async () => {
    symlinkSync('nowhere', join(root, 'staged/drivers/link'));
    const { status, stderr } = await run();
    expect(status).toBe(1);
    expect(stderr).toContain('staged/drivers/link: symbolic links and junctions are refused');
  });
});

describe('rules 5 and 10: paths', () => {
  test('all that are refused are told together, and no image is left', async () => {
    write('aux.txt');
    write('SETUP.CMD');
    write('tools./a');
    const { status, stdout, stderr } = await run();
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('aux.txt: the name cannot be used on the media');
    expect(stderr).toContain('"SETUP.CMD", "setup.cmd"');
    expect(stderr).toContain('tools.: the name cannot be used on the media');
    expect(readdirSync(root)).toEqual(['staged']);
  });

  test('a file of 4 GiB', async () => {
    write('huge');
    truncateSync(join(root, 'staged/huge'), 2 ** 32);
    expect((await run()).stderr).toContain('huge: the file is too large for the media');
  });

  test('a long name is a warning', async () => {
    write('n'.repeat(65));
    const { status, stdout } = await run();
    expect(status).toBe(0);
    expect(stdout).toMatch(/^warning: n+: the name is longer than the Joliet/m);
  });
});

describe('rules 10: refused otherwise', () => {
  test.each([
    ['an empty tree', (): void => rmSync(join(root, 'staged'), { recursive: true }), 'no file'],
    [
      'only hidden files',
      (): void => {
        rmSync(join(root, 'staged'), { recursive: true });
        write('.keep');
      },
      'only hidden files',
    ],
  ])('%s', async (_name, change, found) => {
    change();
    mkdirSync(join(root, 'staged'), { recursive: true });
    const { status, stderr } = await run();
    expect(status).toBe(1);
    expect(stderr).toContain('staged: the directory contains no files for the image');
    expect(stderr).toContain(found);
  });

  test('a directory that is not there', async () => {
    expect((await run({ '--in-dir': 'missing' })).stderr).toContain(
      'missing: the directory cannot be read',
    );
  });

  test('an image inside the directory that it is made of', async () => {
    const { status, stderr } = await run({ '--out-iso': 'staged/out.iso' });
    expect(status).toBe(1);
    expect(stderr).toContain('staged/out.iso: the image would be written into the directory');

    symlinkSync('staged/drivers', join(root, 'link'));
    const byLink = await run({ '--out-iso': 'link/new/out.iso' });
    expect(byLink.status).toBe(1);
    expect(byLink.stderr).toContain(
      'link/new/out.iso: the image would be written into the directory',
    );
  });

  test('a time that is none; the older image stays', async () => {
    await run();
    const before = image();
    expect((await run({ '--source-date-epoch': '1e9' })).stderr).toContain(
      'the option --source-date-epoch is not a time',
    );
    expect(image().equals(before)).toBe(true);
  });
});
