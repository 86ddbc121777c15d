import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseGuestMedia } from '@aero-guest-tools/executors/dist/inference/guest-media';
import { mediaTargets } from '@aero-guest-tools/executors/dist/targets/media-targets';
import { codeOfTask, loadedCode, packagesOf } from './loaded-code';
import { declaredTarget, TASKS } from './media-project';
import { REPOSITORY_KEYS } from './repository-keys';
import { CHECKOUT, copyWorkspace, type Workspace } from './workspace-copy';

/** What `nx show target inputs` says of a task. */
interface Inputs {
  readonly files: readonly string[];
  /** `npm:NAME`, or `npm:NAME@VERSION` where several versions are installed. */
  readonly external: readonly string[];
}

/** Nx adds these to the inputs of every task. */
const INPUTS_OF_ALL = ['.gitignore', 'nx.json'];

let workspace: Workspace;
let inputs: ReadonlyMap<string, Inputs>;

beforeAll(() => {
  workspace = copyWorkspace();
  inputs = new Map(
    [...TASKS.map((task) => `guest-tools:${task}`), 'sample-virtio-win:image'].map((target) => [
      target,
      shownInputs(target),
    ]),
  );
}, 120_000);

afterAll(() => {
  workspace.remove();
});

function shownInputs(target: string): Inputs {
  const run = workspace.nx(['show', 'target', 'inputs', target, '--json']);
  if (run.status !== 0) throw new Error(run.output);
  return JSON.parse(run.stdout) as Inputs;
}

function workspaceFile(path: string): string {
  return readFileSync(`${CHECKOUT}/${path}`, 'utf8');
}

function inputsOf(target: string): Inputs {
  const found = inputs.get(target);
  if (!found) throw new Error(`nx did not show the inputs of ${target}`);
  return found;
}

/** The source of a compiled file. */
function sourceOf(file: string): string {
  return file.replace('/dist/', '/src/').replace(/\.js$/, '.ts');
}

const inPackages = (files: readonly string[]): string[] =>
  packagesOf({ files: new Set(files), npmPackages: new Set() });

describe.each(TASKS)('the code that %s runs is its input, and no other', (task) => {
  const code = codeOfTask(task);
  const sources = [...code.files].map(sourceOf);
  const filesOf = (): readonly string[] => inputsOf(`guest-tools:${task}`).files;

  test('libraries', () => {
    const expected = packagesOf(code);
    expect(expected).toContain('libs/media');
    const libraries = filesOf().filter((file) =>
      /^(?:libs\/|specs\/(?:schemas\/|package\.json))/.test(file),
    );
    expect(inPackages(libraries)).toEqual(expected);
    // Of each of them everything that is compiled or read, whether the task loads it or not.
    const others = sources.filter((file) => !filesOf().includes(file));
    expect(others).toEqual([]);
    expect(libraries.filter((file) => /\.(?:spec|fixture)\.ts$|jest\.config/.test(file))).toEqual(
      [],
    );
  });

  test.each(['executors/src/', 'libs/media/src/steps/'])('files in %s', (directory) => {
    const isHere = (file: string): boolean => file.startsWith(directory) && file.endsWith('.ts');
    const expected = sources.filter(isHere).toSorted();
    // The page is no step towards the media; what makes it is in a library above them.
    const isExpected = task !== 'report' || directory === 'executors/src/';
    expect(expected.length > 0).toBe(isExpected);
    expect(filesOf().filter(isHere).toSorted()).toEqual(expected);
  });

  test('its options, and how Nx finds its code', () => {
    expect(filesOf()).toEqual(
      expect.arrayContaining([
        ...INPUTS_OF_ALL,
        `executors/src/${task}/schema.json`,
        'executors/executors.json',
        'executors/package.json',
        'executors/tsconfig.json',
        'tsconfig.base.json',
      ]),
    );
  });

  test('npm packages, with all that they depend on', () => {
    const declared = declaredTarget(task).code.flatMap((input) =>
      typeof input === 'object' ? (input.externalDependencies ?? []) : [],
    );
    expect(declared.toSorted()).toEqual([...code.npmPackages].toSorted());
    const external = inputsOf(`guest-tools:${task}`).external.map((name) =>
      name.slice('npm:'.length),
    );
    expect(external).toEqual(expect.arrayContaining([...code.npmPackages, 'typescript']));
    expect(external).not.toContain('nx');
    expect(external).not.toContain('jest');
  });
});

test('the code that makes the sample image is its input, and no other', () => {
  const code = loadedCode('tools/sample-virtio-win/dist/main.js');
  const { files } = inputsOf('sample-virtio-win:image');
  expect(inPackages(files)).toEqual(packagesOf(code));
  expect([...code.files].map(sourceOf).filter((file) => !files.includes(file))).toEqual([]);
  const { external } = inputsOf('sample-virtio-win:image');
  expect(external).toEqual(
    expect.arrayContaining([...code.npmPackages].map((name) => `npm:${name}`)),
  );
});

test('the sample image has the configurations of the media, and is made in its own alone', () => {
  const { nx } = require('@aero-guest-tools/sample-virtio-win/package.json') as {
    nx: { targets: { image: { configurations: Readonly<Record<string, { command: string }>> } } };
  };
  const { configurations } = nx.targets.image;
  expect(Object.keys(configurations)).toEqual(
    Object.keys(declaredTarget('fetch-virtio-win').configurations),
  );
  const idle = Object.entries(configurations).filter(([, { command }]) => command === 'exit 0');
  expect(Object.keys(configurations).filter((name) => !idle.some(([of]) => of === name))).toEqual([
    'sample',
  ]);
});

describe('rules 9: the commit that the manifest records', () => {
  test('it is the newest that touched an input of some task', () => {
    const pathspecs = declaredTarget('stage-media').options['mediaSources'] as readonly string[];
    const args = ['ls-files', '-z', '--', ...pathspecs];
    const touching = execFileSync('git', args, { cwd: workspace.directory, encoding: 'utf8' });
    // The report tells of the media, and is not on them.
    const tasks = TASKS.filter((task) => task !== 'report');
    const files = tasks.flatMap((task) => inputsOf(`guest-tools:${task}`).files);
    // What git ignores is not what media are made of.
    const expected = new Set([...files, 'guest-tools/project.json']);
    expected.delete('.gitignore');
    expect(touching.split('\0').slice(0, -1).toSorted()).toEqual([...expected].toSorted());
  });
});

describe('the project graph', () => {
  interface ProjectNode {
    readonly root: string;
    readonly targets: Readonly<Record<string, object>>;
  }

  interface Graph {
    readonly nodes: Readonly<Record<string, { readonly data: ProjectNode }>>;
    readonly dependencies: Readonly<Record<string, readonly { readonly target: string }[]>>;
  }

  let graph: Graph;
  beforeAll(() => {
    const run = workspace.nx(['graph', '--file=graph.json']);
    expect(run).toMatchObject({ status: 0 });
    ({ graph } = JSON.parse(workspace.read('graph.json').toString()) as { graph: Graph });
  }, 60_000);

  const dependenciesOf = (project: string): string[] =>
    (graph.dependencies[project] ?? [])
      .map(({ target }) => target)
      .filter((target) => !target.startsWith('npm:'))
      .toSorted();

  test('guest-tools is built by the executors, from specs and in one configuration the sample', () => {
    expect(dependenciesOf('guest-tools')).toEqual(['executors', 'sample-virtio-win', 'specs']);
  });

  test('the targets of guest-tools are those that the plugin would infer', () => {
    const sources = {
      virtioWin: { lock: 'virtio-win.lock.json' },
      aero: { sourceVariable: 'AERO_DRIVERS', source: '../out', sourceLayout: 'packages' },
      driverOut: { sourceVariable: 'DRIVER_OUT_DIR', sourceLayout: 'packages' },
    };
    const media = (
      spec: string,
      contract: string,
      source: object,
      policy: object = {},
    ): object => ({
      spec: `../specs/packaging/${spec}.json`,
      windowsDeviceContract: `../specs/contracts/${contract}.json`,
      ...source,
      ...policy,
    });
    const virtioWin = (spec: string, source: object, policy?: object): object =>
      media(spec, 'windows-device-contract-virtio-win', source, policy);
    const aero = (spec: string, source: object): object =>
      media(spec, 'windows-device-contract', source);
    const current = (spec: string, policy?: object): object =>
      media(`${spec}-virtio-win`, 'windows-device-contract-virtio', sources.virtioWin, policy);
    const sample = { source: '../dist/sample/virtio-win.iso' };
    const json = {
      guestToolsDirectory: '.',
      media: {
        sample: virtioWin('win7-virtio-full', sample, { signingPolicy: 'none' }),
        'virtio-win': virtioWin('win7-virtio-full', sources.virtioWin),
        'virtio-win-minimal': virtioWin('win7-virtio-win', sources.virtioWin),
        aero: aero('win7-aero-guest-tools', sources.aero),
        'aero-signed': aero('win7-signed', sources.aero),
        'aerogpu-only': aero('win7-aerogpu-only', sources.aero),
        'aero-virtio': aero('win7-aero-virtio', sources.driverOut),
        'w8.1': current('win8.1', { signingPolicy: 'none' }),
        w10: current('win10'),
        w11: current('win11'),
        '2k16': current('2k16'),
        '2k19': current('2k19'),
        '2k22': current('2k22'),
        '2k25': current('2k25'),
      },
    };
    const { project } = parseGuestMedia(JSON.stringify(json), 'guest-tools/guest-media.json');
    const inferred = Object.entries(mediaTargets(project, REPOSITORY_KEYS)).map(
      ([name, target]) => [name, { options: {}, ...target, parallelism: true }] as const,
    );
    const explicit = Object.entries(graph.nodes['guest-tools']?.data.targets ?? {}).map(
      ([name, target]) => [name, { options: {}, ...target }] as const,
    );
    // What to do next after the sample no other media need.
    const nextStep = expect.any(String) as unknown as string;
    const configured = Object.fromEntries(inferred)['package']?.configurations;
    Object.assign(configured?.['sample'] ?? {}, { nextStep });
    expect(explicit).toEqual(inferred);
  });

  test('it has every library', () => {
    const roots = Object.values(graph.nodes).map(({ data }) => data.root);
    expect(roots).toEqual(
      expect.arrayContaining(readdirSync(`${CHECKOUT}/libs`).map((name) => `libs/${name}`)),
    );
  });

  test('a package depends on those that its code imports, and that its tests do', () => {
    for (const [project, { data }] of Object.entries(graph.nodes)) {
      // These have no code of their own: what is built, and what is released.
      if (project === 'guest-tools' || project.startsWith('published-')) continue;
      const { dependencies = {}, devDependencies = {} } = JSON.parse(
        workspaceFile(`${data.root}/package.json`),
      ) as Readonly<Record<'dependencies' | 'devDependencies', Record<string, string> | undefined>>;
      const own = (names: Record<string, string>): string[] =>
        Object.keys(names)
          .filter((name) => name.startsWith('@aero-guest-tools/'))
          .map((name) => name.slice('@aero-guest-tools/'.length))
          .toSorted();
      const imports = importsOf(data.root);
      expect(own(dependencies)).toEqual(expect.arrayContaining(imports));
      // A tool may also run the program of a package.
      if (!data.root.startsWith('tools/'))
        expect({ project, imports }).toEqual({ project, imports: own(dependencies) });
      expect({ project, dependsOn: dependenciesOf(project) }).toEqual({
        project,
        dependsOn: own({ ...dependencies, ...devDependencies }),
      });
    }
  });

  /** Packages of the workspace that the sources of a package name, except its tests; `nx` is a published one. */
  function importsOf(root: string): string[] {
    const sources = readdirSync(`${CHECKOUT}/${root}`, {
      recursive: true,
      encoding: 'utf8',
    }).filter((path) => /^src\/.*(?<!\.spec|\.fixture)\.ts$/.test(path));
    const names = sources.flatMap((path) =>
      [...workspaceFile(`${root}/${path}`).matchAll(/'@aero-guest-tools\/(?!nx[':])([\w-]+)/g)].map(
        ([, name]) => String(name),
      ),
    );
    return [...new Set(names)].toSorted();
  }
});
