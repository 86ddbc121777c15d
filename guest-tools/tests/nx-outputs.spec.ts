import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join, parse } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { writeSampleVirtioWin } from '@aero-guest-tools/sample-virtio-win';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { copyWorkspace, type NxRun, type RunningNx, type Workspace } from './workspace-copy';

const PACKAGE = ['run', 'guest-tools:package', '--configuration=virtio-win'];
const OUTPUTS = 'dist/guest-tools/virtio-win';

let workspace: Workspace;
const image = (): string => workspace.path('../virtio-win.iso');

beforeAll(async () => {
  workspace = copyWorkspace();
  await writeSampleVirtioWin(image());
}, 60_000);

afterAll(() => {
  workspace.remove();
});

/** The drivers of the sample image are signed by nobody whom Windows trusts. */
function sampleDrivers(): NodeJS.ProcessEnv {
  return { VIRTIO_WIN_ISO: image(), AERO_GUEST_TOOLS_SIGNING_POLICY: 'none' };
}

function build(environment: NodeJS.ProcessEnv = {}, args = PACKAGE): NxRun {
  return workspace.nx(args, { ...sampleDrivers(), ...environment });
}

function startBuild(args = PACKAGE): RunningNx {
  return workspace.startNx(args, sampleDrivers());
}

function filesBelow(directory: string): string[] {
  return readdirSync(workspace.path(directory), { recursive: true, encoding: 'utf8' })
    .map((path) => `${directory}/${path.replaceAll('\\', '/')}`)
    .filter((path) => statSync(workspace.path(path)).isFile())
    .toSorted();
}

/** `path sha256` of every file of a build directory. */
function contentsOf(directory = OUTPUTS): string[] {
  return filesBelow(directory).map(
    (path) =>
      `${path.slice(directory.length + 1)} ${createHash('sha256').update(workspace.read(path)).digest('hex')}`,
  );
}

const iso = (): string => workspace.path(OUTPUTS, 'aero-guest-tools.iso');
const madeIso = (): string => workspace.path(OUTPUTS, 'iso/aero-guest-tools.iso');
const driver = (): string => workspace.path(OUTPUTS, 'driver-pack/drivers/x86/viostor/viostor.sys');

/** What may happen to the outputs between two builds. */
const DAMAGES: readonly (readonly [string, () => void])[] = [
  [
    'every file is altered',
    () => {
      for (const path of filesBelow(OUTPUTS)) workspace.write(path, `altered ${path}`);
    },
  ],
  [
    'one byte of every file is altered',
    () => {
      for (const path of filesBelow(OUTPUTS)) {
        const bytes = workspace.read(path);
        const middle = Math.floor(bytes.length / 2);
        bytes[middle] = (bytes[middle] ?? 0) ^ 1;
        workspace.write(path, bytes);
      }
    },
  ],
  [
    'every file is deleted',
    () => {
      for (const path of filesBelow(OUTPUTS)) rmSync(workspace.path(path));
    },
  ],
  [
    'everything is deleted',
    () => {
      rmSync(workspace.path('dist'), { recursive: true });
    },
  ],
  [
    'the ISO is cut off',
    () => {
      truncateSync(iso(), 40_000);
    },
  ],
  [
    'the ISO that make-iso has left is cut off',
    () => {
      truncateSync(madeIso(), 40_000);
    },
  ],
  [
    'a driver is deleted',
    () => {
      rmSync(driver());
    },
  ],
  [
    'a file is added to a driver',
    () => {
      writeFileSync(`${driver()}.dll`, 'not of the image');
    },
  ],
  [
    'a directory is in the place of the ISO',
    () => {
      rmSync(iso());
      mkdirSync(join(iso(), 'directory'), { recursive: true });
    },
  ],
  [
    'a link to another file is in the place of the ISO',
    () => {
      const other = workspace.path('../other.iso');
      renameSync(iso(), other);
      writeFileSync(other, 'other');
      symlinkSync(other, iso());
    },
  ],
];

describe.each([
  ['without the daemon of Nx', 'false'],
  ['with it', 'true'],
])('the next build repairs its outputs, %s', (_, daemon) => {
  let outputs: readonly string[];

  beforeAll(() => {
    expect(build({ NX_DAEMON: daemon })).toMatchObject({ status: 0 });
    outputs = contentsOf();
    expect(outputs.length).toBeGreaterThan(30);
  }, 120_000);

  afterAll(() => {
    if (daemon === 'true') workspace.nx(['daemon', '--stop'], { NX_DAEMON: daemon });
  });

  test.each(DAMAGES)(
    '%s',
    (_name, damage) => {
      damage();
      const run = build({ NX_DAEMON: daemon });
      expect(run).toMatchObject({ status: 0 });
      expect(run.ran).not.toContain('make-iso');
      expect(contentsOf()).toEqual(outputs);
    },
    60_000,
  );
});

describe('two configurations do not disturb each other', () => {
  const SAMPLE = ['run', 'guest-tools:package'];

  test('one after the other', () => {
    expect(build({}, SAMPLE)).toMatchObject({ status: 0 });
    const states = (): string[] =>
      filesBelow('dist/guest-tools/sample').map(
        (path) => `${path} ${String(statSync(workspace.path(path)).mtimeMs)}`,
      );
    const before = states();
    expect(build({ AERO_GUEST_TOOLS_VERSION: '1.0.0' })).toMatchObject({ status: 0 });
    expect(states()).toEqual(before);
  }, 120_000);

  test.each([
    ['everything is in the cache', () => undefined],
    [
      'a library has to be compiled',
      () => {
        workspace.edit('libs/media/src/summary/summary.ts', (text) => `${text}// edited\n`);
      },
    ],
    [
      'nothing was built or compiled before',
      () => {
        for (const path of [
          'dist',
          '.nx',
          'executors/dist',
          'libs/media/dist',
          'libs/iso9660/dist',
        ])
          rmSync(workspace.path(path), { recursive: true, force: true });
      },
    ],
  ])(
    'at once, and %s',
    async (_, edit) => {
      edit();
      const runs = await Promise.all([startBuild().ended, startBuild(SAMPLE).ended]);
      expect(runs).toMatchObject([{ status: 0 }, { status: 0 }]);
      // Both are made from the same image, by the same spec and contract.
      const ofMedia = (line: string): boolean => !line.startsWith('staged/plan.json ');
      expect(contentsOf().filter(ofMedia)).toEqual(
        contentsOf('dist/guest-tools/sample').filter(ofMedia),
      );
    },
    180_000,
  );

  test('nx run-many', () => {
    const args = ['--targets=package', '--configuration=virtio-win', '--output-style=static'];
    const run = build({}, ['run-many', ...args]);
    expect(run).toMatchObject({ status: 0 });
    expect(run.cached).toContain('make-iso');
  }, 60_000);
});

test.each([1, 2])(
  'one configuration is built twice at once, round %d',
  async (round) => {
    const environment = { ...sampleDrivers(), AERO_GUEST_TOOLS_VERSION: `5.0.${String(round)}` };
    // All tasks run in both builds.
    const start = (): RunningNx => workspace.startNx([...PACKAGE, '--skipNxCache'], environment);
    const runs = await Promise.all([start().ended, start().ended]);
    expect(runs).toMatchObject([
      { status: 0, cached: [] },
      { status: 0, cached: [] },
    ]);
    const outputs = contentsOf();
    expect(build({ AERO_GUEST_TOOLS_VERSION: `5.0.${String(round)}` })).toMatchObject({
      status: 0,
    });
    expect(contentsOf()).toEqual(outputs);
  },
  120_000,
);

describe('a build that is cancelled leaves nothing wrong in the cache', () => {
  let version = 0;

  test.each([
    ['SIGINT', 'make-iso', 'iso/.aero-guest-tools.iso.'],
    ['SIGKILL', 'make-iso', 'iso/.aero-guest-tools.iso.'],
    ['SIGKILL', 'make-zip', 'zip/.aero-guest-tools.zip.'],
    ['SIGKILL', 'extract-drivers', '.driver-pack.'],
    ['SIGKILL', 'package', '.aero-guest-tools.iso.'],
  ] as const)(
    '%s during %s',
    async (signal, task, temporary) => {
      // Enough for the task to take a while, and other contents than any build before had.
      version += 1;
      workspace.write('guest-tools/tools/large.bin', Buffer.alloc(24 * 1024 * 1024, version));
      await writeSampleVirtioWin(image());
      writeFileSync(image(), Buffer.concat([readFileSync(image()), Buffer.alloc(2048, version)]));

      const before = published();
      const cancelled = startBuild();
      await appearance(temporary);
      cancelled.kill(signal);
      const { status, output } = await cancelled.ended;
      expect(status).not.toBe(0);
      expect(output).not.toContain('Aero Guest Tools 0.0.0');
      if (signal === 'SIGINT') expect(temporaryFiles('dist')).toEqual([]);
      // What was published stays as it was, or there is no manifest beside it.
      if (task !== 'package' || manifests().length > 0) expect(published()).toEqual(before);

      const run = build();
      expect(run).toMatchObject({ status: 0 });
      expect(run.ran).toContain(task);
      const outputs = contentsOf();
      expect(temporaryFiles('.nx/cache')).toEqual([]);

      rmSync(workspace.path('dist'), { recursive: true });
      const restored = build();
      expect(restored).toMatchObject({ status: 0 });
      expect(restored.ran).toContain('package');
      if (task !== 'package') expect(restored.cached).toContain(task);
      expect(contentsOf()).toEqual(outputs.filter((line) => !line.includes('.partial')));
    },
    180_000,
  );

  test('SIGKILL while images come back from the cache', async () => {
    const versions = ['2.0.0', '1.0.0'];
    for (const mediaVersion of versions) {
      expect(build({ AERO_GUEST_TOOLS_VERSION: mediaVersion })).toMatchObject({ status: 0 });
    }
    const before = published();
    const older = workspace.read(`${OUTPUTS}/iso/aero-guest-tools.iso`);
    const cancelled = workspace.startNx(PACKAGE, {
      ...sampleDrivers(),
      AERO_GUEST_TOOLS_VERSION: '2.0.0',
    });
    // Nx writes them in place.
    const isOlder = (): boolean => existsSync(madeIso()) && readFileSync(madeIso()).equals(older);
    for (let left = 60_000; left > 0 && isOlder(); left -= 2) await setTimeout(2);
    cancelled.kill('SIGKILL');
    expect((await cancelled.ended).status).not.toBe(0);
    expect(published()).toEqual(before);
    const run = build({ AERO_GUEST_TOOLS_VERSION: '2.0.0' });
    expect(run).toMatchObject({ status: 0 });
    expect(run.cached).toContain('make-iso');
    expect(published()).not.toEqual(before);
  }, 180_000);

  /** Waits until a task has begun to write an output. */
  async function appearance(prefix: string): Promise<void> {
    const { dir, base } = parse(workspace.path(OUTPUTS, prefix));
    const isThere = (): boolean =>
      existsSync(dir) && readdirSync(dir).some((name) => name.startsWith(base));
    for (let left = 60_000; left > 0 && !isThere(); left -= 2) await setTimeout(2);
    expect(isThere()).toBe(true);
  }

  /** ISO, zip and manifest, as they are handed over. */
  function published(): string[] {
    return contentsOf().filter((line) => /^(?:aero|manifest)[^/]* \w+$/.test(line));
  }

  function manifests(): string[] {
    return readdirSync(workspace.path(OUTPUTS)).filter((name) => name.endsWith('manifest.json'));
  }

  function temporaryFiles(directory: string): string[] {
    const everything = readdirSync(workspace.path(directory), {
      recursive: true,
      encoding: 'utf8',
    });
    return everything.filter((path) => path.includes('.partial'));
  }
});
