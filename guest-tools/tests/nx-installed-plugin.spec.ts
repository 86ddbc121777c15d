import { mkdirSync } from 'node:fs';
import { writeSampleVirtioWin } from '@aero-guest-tools/sample-virtio-win';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { declaredTarget, TASKS } from './media-project';
import { INSTALLED_PLUGIN, installedWorkspace, type NxRun, type Workspace } from './workspace-copy';

/** What every build runs. */
const NEVER_CACHED = new Set(TASKS.filter((task) => !declaredTarget(task).cache));
/** What depends on what is on the media. */
const MEDIA_TASKS = ['stage-media', 'make-iso', 'make-zip', 'report'];

let workspace: Workspace;

beforeAll(async () => {
  workspace = installedWorkspace({ 'README.md': 'A workspace.\n' });
  await writeSampleVirtioWin(workspace.path('images/sample.iso'));
  generate('guest-media', 'inferred', '--source=images/sample.iso');
  generate('guest-media', 'a/spelled', '--source=images/sample.iso', '--explicit', '--writeSpec');
  workspace.git('add', '--all');
  workspace.git('commit', '--quiet', '--message=Add media');
  expect(ran(build())).toEqual(ofBoth(TASKS));
}, 240_000);

afterEach(() => {
  workspace.git('reset', '--quiet', '--hard');
});

afterAll(() => {
  workspace.remove();
});

function generate(generator: string, ...args: string[]): void {
  const run = workspace.nx([
    'generate',
    `${INSTALLED_PLUGIN}:${generator}`,
    ...args,
    ...(generator === 'guest-media' ? ['--signingPolicy=none'] : []),
    '--no-interactive',
  ]);
  if (run.status !== 0) throw new Error(run.output);
}

function build(environment: NodeJS.ProcessEnv = {}): NxRun {
  // The report comes after everything else, so that all tasks take part.
  return workspace.nx(['run-many', '--targets=report', '--outputStyle=static'], environment);
}

/** The tasks of the projects that did not come from the cache, but for those that never do. */
function ran(run: NxRun): string[] {
  expect(run).toMatchObject({ status: 0 });
  return [...run.stdout.matchAll(/^> nx run ([a-z]+:[a-z-]+):[a-z0-9]+ *(\[.*\])?$/gm)]
    .filter(
      ([, task = '', cached]) =>
        cached === undefined && !NEVER_CACHED.has(String(task.split(':')[1])),
    )
    .map(([, task]) => String(task))
    .toSorted();
}

const tasks = (project: string, names: readonly string[]): string[] =>
  names
    .filter((name) => !NEVER_CACHED.has(name))
    .map((name) => `${project}:${name}`)
    .toSorted();
const ofBoth = (names: readonly string[]): string[] =>
  [...tasks('inferred', names), ...tasks('spelled', names)].toSorted();

describe('in a workspace that has installed the plugin', () => {
  test('the generators register it, and write few lines or all of them', () => {
    const inferred = JSON.parse(workspace.read('inferred/guest-media.json').toString()) as unknown;
    expect(inferred).toEqual({
      media: {
        w7: { source: '../images/sample.iso', spec: 'win7-virtio-full', signingPolicy: 'none' },
      },
    });
    expect(JSON.parse(workspace.read('nx.json').toString())).toMatchObject({
      plugins: [INSTALLED_PLUGIN],
    });
    const spelled = JSON.parse(workspace.read('a/spelled/project.json').toString()) as {
      targets: object;
    };
    expect(Object.keys(spelled.targets)).toEqual(TASKS);
  });

  test('two projects build their media, with the shipped scripts for the guest', () => {
    const [one, other] = ['inferred', 'a/spelled'].map(
      (project) =>
        JSON.parse(workspace.read(`dist/${project}/w7/manifest.json`).toString()) as {
          files: readonly { path: string; sha256: string }[];
          inputs: Readonly<Record<string, { path: string }>>;
        },
    );
    expect(one?.files.length).toBeGreaterThan(10);
    expect(one?.files.map(({ path }) => path)).toContain('setup.cmd');
    expect(one?.files).toEqual(other?.files);
    // The spec of the one is a copy of what is shipped.
    expect(JSON.stringify(one)).toContain('specs/packaging/win7-virtio-full.json');
    expect(JSON.stringify(other)).toContain('a/spelled/w7.spec.json');
  });

  test.each([
    ['nothing', () => {}, []],
    [
      'another file of the workspace',
      () => {
        workspace.write('README.md', 'Another text.\n');
      },
      [],
    ],
    [
      'the spec of one project',
      () => {
        workspace.edit('a/spelled/w7.spec.json', (text) => text.replace(': true', ': false'));
      },
      tasks('spelled', ['extract-drivers', 'validate-spec', ...MEDIA_TASKS]),
    ],
    [
      'another version of the plugin',
      () => {
        workspace.edit('package-lock.json', (text) =>
          text.replaceAll('1.0.0', '1.0.1').replaceAll('sha512-00', 'sha512-01'),
        );
      },
      ofBoth(TASKS),
    ],
  ])(
    'a task runs when what it depends on has changed, and only then: %s',
    (_name, edit, expected) => {
      edit();
      expect(ran(build())).toEqual(expected);
    },
    120_000,
  );

  test('SOURCE_DATE_EPOCH makes other media', () => {
    expect(ran(build({ SOURCE_DATE_EPOCH: '1600000000' }))).toEqual(ofBoth(MEDIA_TASKS));
  }, 120_000);

  test('a guest-media.json that is wrong is told with its place, without a stack trace', () => {
    mkdirSync(workspace.path('wrong'));
    workspace.write('wrong/guest-media.json', '{ "media": { "win7": { "specs": "a" } } }');
    const run = workspace.nx(['show', 'projects']);
    workspace.git('clean', '--quiet', '--force', '-d', 'wrong');
    expect(run.status).not.toBe(0);
    expect(run.output).toMatch(/wrong\/guest-media\.json:1:\d+[^]*"specs" is unknown/);
    expect(run.output).not.toMatch(/^\s+at .*\.js:\d+/m);
  }, 60_000);
});

test('a migration names the folder that stage-media took before, where there is one', () => {
  const target = { executor: `${INSTALLED_PLUGIN}:stage-media`, options: { mediaSources: [] } };
  const former = { name: 'former', targets: { 'stage-media': target, other: { command: 'exit' } } };
  const { version } = migrations()['name-guest-tools-directory'] ?? {};
  const old = installedWorkspace({
    'guest-tools/setup.cmd': 'rem\r\n',
    'former/project.json': JSON.stringify(former),
    'migrations.json': JSON.stringify({
      migrations: [{ package: INSTALLED_PLUGIN, name: 'name-guest-tools-directory', version }],
    }),
  });
  const run = old.nx(['migrate', '--run-migrations', '--skip-install', '--no-interactive'], {
    NX_MIGRATE_USE_LOCAL: 'true',
  });
  expect(run).toMatchObject({ status: 0 });
  expect(JSON.parse(old.read('former/project.json').toString())).toMatchObject({
    targets: {
      'stage-media': { options: { guestToolsDirectory: 'guest-tools', mediaSources: [] } },
      other: { command: 'exit' },
    },
  });
  old.remove();
}, 120_000);

function migrations(): Readonly<Record<string, { readonly version: string }>> {
  const { generators } = require(`${INSTALLED_PLUGIN}/migrations.json`) as {
    generators: Readonly<Record<string, { readonly version: string }>>;
  };
  return generators;
}
