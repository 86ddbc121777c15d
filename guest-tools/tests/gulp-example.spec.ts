import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { expectSameByGulp } from './gulp-media';
import { copyWorkspace, GENUINE_IMAGE, type Workspace } from './workspace-copy';

const OUTPUTS = [
  'aero-guest-tools.iso',
  'aero-guest-tools.manifest.json',
  'aero-guest-tools.zip',
  'manifest.json',
];

const OPTIONS = ['--buildId=a-build', '--sourceDateEpoch=1600000000'];

let workspace: Workspace;

beforeAll(() => {
  workspace = copyWorkspace();
  const { status, stdout } = spawnSync('node_modules/.bin/tsc', ['--build'], {
    cwd: workspace.directory,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stdout);
}, 120_000);

afterAll(() => {
  workspace.remove();
});

/** Runs the example gulpfile with gulp's own command line. */
function gulp(environment: NodeJS.ProcessEnv = {}): { status: number | null; output: string } {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:AERO_|VIRTIO_WIN)/.test(name)),
  );
  const { status, stdout, stderr } = spawnSync(
    'node_modules/.bin/gulp',
    ['--gulpfile', 'libs/gulp/example/gulpfile.js', '--no-color', ...OPTIONS],
    {
      cwd: workspace.directory,
      encoding: 'utf8',
      env: {
        ...inherited,
        AERO_GUEST_TOOLS_STORE: join(workspace.directory, '..', 'gulp-store'),
        ...environment,
      },
    },
  );
  return { status, output: stdout + stderr };
}

function hashes(directory: string): string[] {
  return OUTPUTS.map((name) => {
    const bytes = workspace.read(`${directory}/${name}`);
    return `${createHash('sha256').update(bytes).digest('hex')}  ${name}`;
  });
}

describe('the example gulpfile gives the bytes that nx gives', () => {
  test('from the sample drivers', () => {
    const run = gulp();
    expect(run.output).toMatch(/Finished 'media'/);
    expect(run.output).not.toMatch(/warning/);
    expect(run.status).toBe(0);
    expect(workspace.nx(['run', 'guest-tools:package', ...OPTIONS])).toMatchObject({ status: 0 });
    expect(hashes('dist/gulp')).toEqual(hashes('dist/guest-tools/sample'));
    expect(readdirSync(workspace.path('dist/gulp')).toSorted()).toEqual(OUTPUTS);
  }, 180_000);

  const genuine = existsSync(GENUINE_IMAGE) ? test : test.skip;
  genuine(
    'from the genuine drivers',
    () => {
      // As the example has it.
      const environment = {
        VIRTIO_WIN_ISO: GENUINE_IMAGE,
        AERO_GUEST_TOOLS_SIGNING_POLICY: 'none',
      };
      expect(gulp(environment)).toMatchObject({ status: 0 });
      const args = ['run', 'guest-tools:package', '--configuration=virtio-win', ...OPTIONS];
      expect(workspace.nx(args, environment)).toMatchObject({ status: 0 });
      expect(hashes('dist/gulp')).toEqual(hashes('dist/guest-tools/virtio-win'));
    },
    180_000,
  );

  genuine(
    'with drivers for Windows Setup',
    async () => {
      const environment = { VIRTIO_WIN_ISO: GENUINE_IMAGE };
      const args = ['run', 'guest-tools:package', '--configuration=virtio-win', ...OPTIONS];
      expect(workspace.nx([...args, '--setupDrivers'], environment)).toMatchObject({ status: 0 });
      const manifest = workspace.read('dist/guest-tools/virtio-win/manifest.json').toString();
      expect(manifest).toContain('"$WinPEDriver$/amd64/viostor/viostor.inf"');
      await expectSameByGulp(workspace, 'virtio-win', { source: GENUINE_IMAGE });
    },
    180_000,
  );
});

describe('a refusal fails the gulp task with its message and without a stack trace', () => {
  /** Checks that a run is refused, and that the outputs of an earlier one are left as they were. */
  function expectRefusal(environment: NodeJS.ProcessEnv, message: RegExp): void {
    if (!existsSync(workspace.path('dist/gulp'))) expect(gulp()).toMatchObject({ status: 0 });
    const before = hashes('dist/gulp');
    const { status, output } = gulp(environment);
    expect(status).toBe(1);
    expect(output).toMatch(/'media' errored after/);
    expect(output).toMatch(message);
    expect(output).not.toMatch(/^ +at /m);
    expect(hashes('dist/gulp')).toEqual(before);
    expect(readdirSync(workspace.path('dist/gulp')).toSorted()).toEqual(OUTPUTS);
  }

  test('in the first step: there is no image', () => {
    expectRefusal(
      { VIRTIO_WIN_ISO: 'no-such.iso' },
      /no-such\.iso: the source of the drivers cannot be read\n {2}found: +nothing of that name/,
    );
  }, 60_000);

  test('in the middle: a private key beside the configuration', () => {
    workspace.write('guest-tools/config/signing.pfx', '');
    try {
      expectRefusal({}, /signing\.pfx: private keys and signing material must not be on the media/);
    } finally {
      rmSync(workspace.path('guest-tools/config/signing.pfx'));
    }
  }, 60_000);

  test('and nothing at all is written where there was nothing', () => {
    rmSync(workspace.path('dist/gulp'), { recursive: true, force: true });
    expect(gulp({ VIRTIO_WIN_ISO: 'no-such.iso' })).toMatchObject({ status: 1 });
    expect(existsSync(workspace.path('dist/gulp'))).toBe(false);
  }, 60_000);
});
