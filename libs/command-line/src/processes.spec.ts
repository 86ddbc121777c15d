import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { OUTPUT_NAMES } from './build-media';
import { ARGUMENTS, writeCleanInputs } from './refusals/clean-inputs.fixture';

/** The directory in which npm links the programs, where `npx` finds them. */
const PROGRAMS = resolve(__dirname, '../../../node_modules/.bin');

const IMAGE_ARGUMENTS = ['--in-dir', 'guest-tools', '--out-iso', 'g.iso', '--volume-id', 'g'];

let root: string;
/** The results of the programs that made `media/` and `g.iso`. */
let packaged: Ended;
let image: Ended;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'aero-processes-'));
  writeCleanInputs(root);
  packaged = run('aero-packager', packagerArguments({ '--out-dir': 'media' }), {
    SOURCE_DATE_EPOCH: '1700000000',
  });
  image = run('aero-iso', [...IMAGE_ARGUMENTS, '--json']);
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The environment of the process, without variables that would change the outputs. */
function environmentOf(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { SOURCE_DATE_EPOCH: _, AERO_GUEST_TOOLS_SIGNING_POLICY: __, ...inherited } = process.env;
  return { ...inherited, ...environment };
}

function run(program: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Ended {
  const { status, stdout, stderr } = spawnSync(join(PROGRAMS, program), args, {
    cwd: root,
    encoding: 'utf8',
    env: environmentOf(environment),
  });
  return { status, stdout, stderr };
}

const packagerArguments = (options: Readonly<Record<string, string>> = {}): string[] =>
  Object.entries({ ...ARGUMENTS, ...options }).flat();

describe('rules 10: programs that npm links', () => {
  test.each(['aero-packager', 'aero-iso', 'aero-iso-ls', 'aero-catalog-verify'])(
    '%s --help',
    (program) => {
      const { status, stdout, stderr } = run(program, ['--help']);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toMatch(new RegExp(`^Usage: ${program} \\[options\\]( <file>)?\n`));
    },
  );

  test.each(['aero-packager', 'aero-iso', 'aero-iso-ls', 'aero-catalog-verify'])(
    '%s with wrong usage exits with status 2',
    (program) => {
      const { status, stdout, stderr } = run(program, ['--unknown']);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(/^error: unknown option '--unknown'/);
    },
  );

  test('package, image and list: status 0, the result on standard output, nothing else', () => {
    expect(packaged).toMatchObject({ status: 0, stderr: '' });
    const manifest = JSON.parse(readFileSync(join(root, 'media/manifest.json'), 'utf8')) as {
      package: { source_date_epoch: number };
      files: { path: string; sha256: string }[];
    };
    expect(manifest.package.source_date_epoch).toBe(1_700_000_000);

    const listed = run('aero-iso-ls', ['--iso', 'media/aero-guest-tools.iso', '--json']);
    expect(listed).toMatchObject({ status: 0, stderr: '' });
    const { files } = JSON.parse(listed.stdout) as { files: { path: string; sha256: string }[] };
    expect(
      files
        .filter(({ path }) => path !== '/manifest.json')
        .map(({ path, sha256 }) => ({ path: path.slice(1), sha256 })),
    ).toEqual(manifest.files.map(({ path, sha256 }) => ({ path, sha256 })));

    expect(image).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(image.stdout)).toMatchObject({ volume_id: 'G', files: 12 });
  });

  test.each([
    ['aero-packager', packagerArguments({ '--spec': 'missing.json' }), /^missing\.json: /],
    ['aero-iso', ['--in-dir', 'x', '--out-iso', 'x.iso', '--volume-id', 'x'], /^x: /],
    ['aero-iso-ls', ['--iso', 'guest-tools/setup.cmd'], /^guest-tools\/setup\.cmd: /],
  ])('%s: refused input exits with status 1, without a stack trace', (program, args, message) => {
    const { status, stdout, stderr } = run(program, args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(stderr).not.toContain('\u001b');
  });

  (process.platform === 'win32' ? test.skip : test)(
    'a named pipe is not waited for, and what is too large is not read',
    () => {
      spawnSync('mkfifo', [join(root, 'pipe.json')]);
      writeFileSync(join(root, 'large.json'), '');
      truncateSync(join(root, 'large.json'), 2 ** 31);
      for (const option of ['--spec', '--windows-device-contract']) {
        const pipe = run('aero-packager', packagerArguments({ [option]: 'pipe.json' }));
        expect(pipe).toMatchObject({ status: 1, stderr: expect.stringContaining('a named pipe') });
        const large = run('aero-packager', packagerArguments({ [option]: 'large.json' }));
        expect(large).toMatchObject({ status: 1, stderr: expect.stringContaining('is too large') });
      }
    },
  );

  test('a reader that stops early is no error', () => {
    const list = `'${join(PROGRAMS, 'aero-iso-ls')}' --iso g.iso --json`;
    const { status, stderr } = spawnSync('bash', ['-o', 'pipefail', '-c', `${list} | true`], {
      cwd: root,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  (existsSync('/dev/full') ? test : test.skip)('a full disk behind standard output', () => {
    const list = `'${join(PROGRAMS, 'aero-iso-ls')}' --iso g.iso --json > /dev/full`;
    const { status, stderr } = spawnSync('sh', ['-c', list], { cwd: root, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(
        /^aero-iso-ls: standard output cannot be written: ENOSPC: no space left on device, write\n$/,
      ),
    });
  });

  test('before the first build they say what to do', () => {
    const uncompiled = join(root, 'uncompiled');
    cpSync(resolve(__dirname, '../bin'), join(uncompiled, 'bin'), { recursive: true });
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(uncompiled, 'bin/aero-iso.js'), '--help'],
      { encoding: 'utf8' },
    );
    expect({ status, stdout, stderr }).toEqual({
      status: 70,
      stdout: '',
      stderr: 'aero-iso is not compiled yet: run `npm run build`\n',
    });
  });
});

describe('a signal in mid-write', () => {
  const temporaryFiles = (directory: string): string[] =>
    existsSync(directory)
      ? readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((path) =>
          path.includes('.partial'),
        )
      : [];

  /** Waits until the program writes a large file, then ends it. @returns How it ended. */
  async function interrupt(
    program: string,
    args: readonly string[],
    isWriting: () => boolean,
  ): Promise<NodeJS.Signals | null> {
    const child = spawn(join(PROGRAMS, program), args, { cwd: root, stdio: 'ignore' });
    const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    while (!isWriting() && child.exitCode === null) await setTimeout(5);
    child.kill('SIGINT');
    return (await exit)[1];
  }

  beforeAll(() => {
    // A sparse file: reading it takes time, but it uses no disk space.
    writeFileSync(join(root, 'guest-tools/tools/large.bin'), '');
    truncateSync(join(root, 'guest-tools/tools/large.bin'), 1024 ** 3);
  });
  afterAll(() => {
    rmSync(join(root, 'guest-tools/tools/large.bin'));
  });

  test('leaves the older outputs of aero-packager and nothing else', async () => {
    const out = join(root, 'interrupted');
    cpSync(join(root, 'media'), out, { recursive: true });
    const signal = await interrupt(
      'aero-packager',
      packagerArguments({ '--out-dir': 'interrupted' }),
      () => temporaryFiles(out).some((path) => /aero-guest-tools\.iso.*\.partial$/.test(path)),
    );
    expect(signal).toBe('SIGINT');
    expect(readdirSync(out).toSorted()).toEqual(OUTPUT_NAMES.toSorted());
    for (const name of OUTPUT_NAMES) {
      expect(readFileSync(join(out, name)).equals(readFileSync(join(root, 'media', name)))).toBe(
        true,
      );
    }
  }, 30_000);

  test('leaves the older image of aero-iso and nothing else', async () => {
    const before = readdirSync(root);
    const older = readFileSync(join(root, 'g.iso'));
    const signal = await interrupt('aero-iso', IMAGE_ARGUMENTS, () =>
      readdirSync(root).some((name) => name.endsWith('.partial')),
    );
    expect(signal).toBe('SIGINT');
    expect(readdirSync(root)).toEqual(before);
    expect(readFileSync(join(root, 'g.iso')).equals(older)).toBe(true);
  }, 30_000);
});
