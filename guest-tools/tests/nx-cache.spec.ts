import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { CERTIFICATE_NAME, writeDriverFixtures } from '@aero-guest-tools/driver-fixtures';
import { writeSampleVirtioWin } from '@aero-guest-tools/sample-virtio-win';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOfTask, packagesOf } from './loaded-code';
import { declaredTarget, TASKS } from './media-project';
import { CHECKOUT, copyWorkspace, type NxRun, type Workspace } from './workspace-copy';

/**
 * They look at what is outside of the workspace, decide what is on the media, or verify what is handed over,
 * in every build.
 */
const NEVER_CACHED = TASKS.filter((task) => !declaredTarget(task).cache);

/** Everything that depends on what is on the media. */
const MEDIA_TASKS = ['stage-media', 'make-iso', 'make-zip', 'package', 'report'];

/** Everything that depends on the drivers. */
const DRIVER_TASKS = ['extract-drivers', 'validate-spec', ...MEDIA_TASKS];

const SPEC = 'specs/packaging/win7-virtio-full.json';
const CONTRACT = 'specs/contracts/windows-device-contract-virtio-win.json';

/** One edit of a workspace in which everything is built. */
interface Row {
  readonly name: string;
  readonly edit?: () => void;
  readonly environment?: () => NodeJS.ProcessEnv;
  readonly args?: readonly string[];
  readonly configuration?: string;
  /** The tasks that run then; all others come from the cache. */
  readonly runs: readonly string[];
}

let workspace: Workspace;
let baseCommit: string;
let baseTime: string;
const image = (): string => workspace.path('../virtio-win.iso');

beforeAll(async () => {
  workspace = copyWorkspace();
  baseCommit = workspace.git('rev-parse', 'HEAD');
  baseTime = workspace.git('log', '-1', '--format=%ct');
  await writeSampleVirtioWin(image());
  await writeDriverFixtures(workspace.path('../fixtures'));
  cpSync(workspace.path('../fixtures/out'), workspace.path('out'), { recursive: true });
  expect(packageMedia()).toMatchObject({ status: 0, cached: [] });
  expect(packageMedia({ configuration: 'aero' })).toMatchObject({ status: 0, cached: [] });
}, 120_000);

afterAll(() => {
  workspace.remove();
});

/** What brings the workspace back to where it was, last change last. */
const undo: (() => void)[] = [];
afterEach(() => {
  for (const step of undo.splice(0).toReversed()) step();
});

function packageMedia({
  environment,
  args = [],
  configuration = 'virtio-win',
}: Partial<Row> = {}): NxRun {
  // The report comes after everything else, so that all tasks take part.
  return workspace.nx(['run', 'guest-tools:report', `--configuration=${configuration}`, ...args], {
    VIRTIO_WIN_ISO: image(),
    // The drivers of the sample image are signed by nobody whom Windows trusts.
    ...(configuration === 'virtio-win' && { AERO_GUEST_TOOLS_SIGNING_POLICY: 'none' }),
    ...environment?.(),
  });
}

function expectRan(run: NxRun, tasks: readonly string[]): void {
  const ran = [...new Set([...NEVER_CACHED, ...tasks])];
  expect({
    status: run.status,
    ran: run.ran.toSorted(),
    cached: run.cached.toSorted(),
  }).toEqual({
    status: 0,
    ran: ran.toSorted(),
    cached: TASKS.filter((task) => !ran.includes(task)).toSorted(),
  });
}

/** Writes a file of the workspace, until the row has ended. */
function write(path: string, contents: string | Uint8Array): void {
  const file = workspace.path(path);
  const before = existsSync(file) ? readFileSync(file) : undefined;
  undo.push(() => {
    if (before === undefined) rmSync(file);
    else writeFileSync(file, before);
  });
  workspace.write(path, contents);
}

function edit(path: string, change: (text: string) => string): void {
  const before = workspace.read(path).toString();
  const after = change(before);
  if (after === before) throw new Error(`the edit did not change ${path}`);
  write(path, after);
}

const append =
  (path: string, text: string): (() => void) =>
  () => {
    edit(path, (before) => before + text);
  };

const replace =
  (path: string, from: string, to: string): (() => void) =>
  () => {
    edit(path, (before) => before.replace(from, to));
  };

/** Changes one byte of a text that a binary file holds. */
function changeByte(file: string, text: string): void {
  const before = readFileSync(file);
  const after = Buffer.from(before);
  const offset = after.indexOf(text);
  if (offset < 0) throw new Error(`${file} does not hold ${text}`);
  after[offset] = (after[offset] ?? 0) ^ 0x20;
  undo.push(() => {
    writeFileSync(file, before);
  });
  writeFileSync(file, after);
}

/** Commits what was edited, until the row has ended. */
function commit(message: string): void {
  const head = workspace.git('rev-parse', 'HEAD');
  undo.push(() => {
    workspace.git('reset', '--quiet', head);
  });
  workspace.git('add', '--all');
  workspace.git('commit', '--quiet', '--allow-empty', `--message=${message}`);
}

/** Reformats a JSON file without changing its value: reversed keys, other white space. */
function reformat(text: string): string {
  const reverse = (_key: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toReversed())
      : value;
  return JSON.stringify(JSON.parse(text), reverse, '\t');
}

/** Adds or replaces properties of the object that a JSON file holds. */
const assign =
  (path: string, properties: object): (() => void) =>
  () => {
    edit(path, (text) => `${JSON.stringify({ ...JSON.parse(text), ...properties }, null, 2)}\n`);
  };

/** Another version of a package in the lock file. */
const lock = (name: string): (() => void) =>
  replaceAfter(name, /"version": "[^"]*"/, '"version": "99.0.0"');

function replaceAfter(name: string, from: RegExp, to: string): () => void {
  return () => {
    edit('package-lock.json', (text) => {
      const start = text.indexOf(`"node_modules/${name}": {`);
      return (
        text.slice(0, start) +
        text
          .slice(start)
          .replace(from, to)
          .replace('"integrity": "sha512-', '"integrity": "sha512-99')
      );
    });
  };
}

const tasksThat = (use: (task: string) => boolean): string[] => TASKS.filter(use);
const tasksWithPackage = (name: string): string[] =>
  tasksThat((task) => codeOfTask(task).npmPackages.has(name));

const SPECS: readonly Row[] = [
  {
    name: 'a spec reformatted',
    edit: () => edit(SPEC, reformat),
    runs: ['validate-spec'],
  },
  {
    name: 'another $schema in a spec',
    edit: assign(SPEC, { $schema: 'https://example.org/other.json' }),
    runs: ['validate-spec'],
  },
  {
    name: 'a value in a spec',
    edit: assign(SPEC, { fail_on_unlisted_driver_dirs: true }),
    runs: DRIVER_TASKS,
  },
  {
    name: 'a value in the spec of another configuration: the early cut-off',
    edit: assign('specs/packaging/win7-signed.json', { fail_on_unlisted_driver_dirs: true }),
    runs: ['extract-drivers', 'validate-spec'],
  },
  {
    name: 'the JSON Schema of specs: what validates is compiled from it, and is code',
    edit: replace('specs/schemas/packaging-spec.schema.json', '"description": "', '$&More: '),
    runs: [],
  },
  {
    name: 'a contract reformatted',
    edit: () => edit(CONTRACT, reformat),
    runs: ['generate-devices-cmd'],
  },
  {
    name: 'a value in a contract',
    edit: replace(CONTRACT, '"contract_version": "', '$&9.'),
    runs: ['generate-devices-cmd', 'validate-spec', ...MEDIA_TASKS],
  },
  {
    name: 'a value in the contract of other configurations: the early cut-off',
    edit: replace('specs/contracts/windows-device-contract.json', '"contract_version": "', '$&9.'),
    runs: ['generate-devices-cmd'],
  },
];

const PAYLOAD: readonly Row[] = [
  {
    name: 'a script for the guest',
    edit: append('guest-tools/verify.cmd', 'rem changed\r\n'),
    runs: MEDIA_TASKS,
  },
  {
    name: 'the README for the guest',
    edit: append('guest-tools/README.md', '\nMore.\n'),
    runs: MEDIA_TASKS,
  },
  {
    name: 'a licence',
    edit: () => write('guest-tools/licenses/more/LICENSE.txt', 'You may.\r\n'),
    runs: MEDIA_TASKS,
  },
  {
    name: 'a tool that git ignores',
    edit: () => write('guest-tools/tools/out/tool.txt', 'one'),
    runs: MEDIA_TASKS,
  },
  {
    name: 'another content of a tool that git ignores',
    edit: () => write('guest-tools/tools/out/tool.txt', 'two'),
    runs: MEDIA_TASKS,
  },
  {
    name: 'a file that the filter drops: the media stay',
    edit: () => write('guest-tools/tools/tool.pdb', 'symbols'),
    runs: ['stage-media'],
  },
  {
    name: 'the mode of a file',
    edit: () => {
      chmodSync(workspace.path('guest-tools/setup.cmd'), 0o755);
      undo.push(() => {
        chmodSync(workspace.path('guest-tools/setup.cmd'), 0o644);
      });
    },
    runs: [],
  },
  {
    name: 'the time of a file',
    edit: () => {
      utimesSync(workspace.path('guest-tools/setup.cmd'), 1, 1);
    },
    runs: [],
  },
  {
    name: 'an empty directory',
    edit: () => {
      mkdirSync(workspace.path('guest-tools/tools/empty'), { recursive: true });
      undo.push(() => {
        rmSync(workspace.path('guest-tools/tools'), { recursive: true });
      });
    },
    runs: [],
  },
  {
    name: 'a file of guest-tools that is no payload',
    edit: () => write('guest-tools/NOTES.md', 'Not for the guest.\n'),
    runs: [],
  },
];

const DOCUMENTS_AND_TESTS: readonly Row[] = [
  { name: 'nothing', runs: [] },
  { name: 'the README', edit: append('README.md', '\nMore.\n'), runs: [] },
  { name: 'a document', edit: append('docs/architecture.md', '\nMore.\n'), runs: [] },
  { name: 'a new document', edit: () => write('docs/more.md', 'More.\n'), runs: [] },
  {
    name: 'a test of a library',
    edit: append('libs/zip/src/write-zip.spec.ts', '// edited\n'),
    runs: [],
  },
  {
    name: 'test data of a library',
    edit: () => write('libs/zip/src/more.fixture.ts', 'export const more = 1;\n'),
    runs: [],
  },
  {
    name: 'a test of the executors',
    edit: append('executors/src/newest-commit.spec.ts', '// edited\n'),
    runs: [],
  },
  {
    name: 'a test of the media',
    edit: append('guest-tools/tests/media.ts', '// edited\n'),
    runs: [],
  },
  { name: 'what continuous integration runs', edit: append('.ci/run', '# edited\n'), runs: [] },
];

const DRIVERS: readonly Row[] = [
  {
    name: 'one byte of a driver in the image',
    edit: () => changeByte(image(), 'Aero sample of viostor/w7/x86/viostor.sys'),
    // The driver is not the one that its catalog lists any more.
    args: ['--allowCatalogMismatch'],
    runs: DRIVER_TASKS,
  },
  {
    name: 'one byte of a file that the filter drops: the manifest of the drivers tells which image it was',
    edit: () => changeByte(image(), 'Aero sample of viostor/w7/x86/viostor.pdb'),
    runs: DRIVER_TASKS,
  },
  {
    name: 'the same image elsewhere',
    edit: () => {
      copyFileSync(image(), workspace.path('../copy.iso'));
    },
    environment: () => ({ VIRTIO_WIN_ISO: workspace.path('../copy.iso') }),
    runs: [],
  },
  {
    name: 'the time of the image',
    edit: () => {
      utimesSync(image(), 1, 1);
    },
    runs: [],
  },
  {
    name: 'a file beside a driver in out/packages, which git ignores',
    edit: () => write('out/packages/windows7/virtio-blk/x86/notes.txt', 'new'),
    configuration: 'aero',
    runs: DRIVER_TASKS,
  },
  {
    name: 'a certificate in out/certs, which git ignores',
    edit: () => write('out/certs/mine.cer', workspace.read(`out/certs/${CERTIFICATE_NAME}`)),
    configuration: 'aero',
    runs: ['extract-drivers', ...MEDIA_TASKS],
  },
  {
    name: 'another file in out',
    edit: () => write('out/obj/aero_virtio_blk.obj', 'of no interest'),
    configuration: 'aero',
    runs: [],
  },
];

const CODE: readonly Row[] = [
  ...TASKS.map((task) => ({
    name: `the executor of ${task}`,
    edit: append(`executors/src/${task}/executor.ts`, '// edited\n'),
    runs: [task],
  })),
  {
    name: 'the schema of an executor: the media stay',
    edit: replace('executors/src/stage-media/schema.json', '"title": "', '$&The task '),
    runs: ['stage-media'],
  },
  {
    name: 'what all executors share',
    edit: append('executors/src/run-task.ts', '// edited\n'),
    runs: TASKS,
  },
  {
    name: 'what some executors share',
    edit: append('executors/src/declared-input.ts', '// edited\n'),
    runs: ['extract-drivers', 'generate-devices-cmd', 'validate-spec'],
  },
  ...readdirSync(`${CHECKOUT}/libs`).map((name) => ({
    name: `the library ${name}`,
    edit: append(`libs/${name}/src/index.ts`, '// edited\n'),
    runs: tasksThat((task) => packagesOf(codeOfTask(task)).includes(`libs/${name}`)),
  })),
  {
    name: 'the step of one task',
    edit: append('libs/media/src/steps/make-zip.ts', '// edited\n'),
    runs: ['make-zip'],
  },
  {
    name: 'the options of the compiler',
    edit: replace('tsconfig.base.json', '"strict": true', '"strict": true, "newLine": "lf"'),
    runs: TASKS,
  },
];

const DEPENDENCIES: readonly Row[] = [
  {
    name: 'libdeflate in the lock file',
    edit: lock('libdeflate'),
    runs: tasksWithPackage('libdeflate'),
  },
  {
    name: 'streamx in the lock file, which vinyl uses',
    edit: lock('streamx'),
    runs: tasksWithPackage('vinyl'),
  },
  { name: 'the compiler in the lock file', edit: lock('typescript'), runs: TASKS },
  { name: 'the test runner in the lock file', edit: lock('jest'), runs: [] },
  {
    name: 'another script in package.json',
    edit: replace('package.json', '"scripts": {', '$& "other": "exit 0",'),
    runs: [],
  },
];

const OPTIONS: readonly Row[] = [
  {
    name: 'SOURCE_DATE_EPOCH',
    environment: () => ({ SOURCE_DATE_EPOCH: '1600000000' }),
    runs: MEDIA_TASKS,
  },
  {
    name: 'SOURCE_DATE_EPOCH with the time that the media have without it',
    environment: () => ({ SOURCE_DATE_EPOCH: baseTime }),
    runs: [],
  },
  {
    name: 'AERO_GUEST_TOOLS_BUILD_ID',
    environment: () => ({ AERO_GUEST_TOOLS_BUILD_ID: '42' }),
    runs: MEDIA_TASKS,
  },
  {
    name: 'AERO_GUEST_TOOLS_BUILD_ID with the id that the media have without it',
    environment: () => ({ AERO_GUEST_TOOLS_BUILD_ID: baseCommit }),
    runs: [],
  },
  {
    name: 'AERO_GUEST_TOOLS_VERSION',
    environment: () => ({ AERO_GUEST_TOOLS_VERSION: '1.2.3' }),
    runs: MEDIA_TASKS,
  },
  {
    name: 'AERO_GUEST_TOOLS_VERSION with the default: the media stay',
    environment: () => ({ AERO_GUEST_TOOLS_VERSION: '0.0.0' }),
    runs: ['stage-media'],
  },
  {
    name: 'AERO_GUEST_TOOLS_SIGNING_POLICY with the default: the media stay',
    configuration: 'aero',
    environment: () => ({ AERO_GUEST_TOOLS_SIGNING_POLICY: 'test' }),
    runs: ['stage-media'],
  },
  { name: '--mediaVersion', args: ['--mediaVersion=7.8.9'], runs: MEDIA_TASKS },
  { name: '--buildId', args: ['--buildId=mine'], runs: MEDIA_TASKS },
  { name: '--sourceDateEpoch', args: ['--sourceDateEpoch=1500000000'], runs: MEDIA_TASKS },
  { name: '--volumeId', args: ['--volumeId=OTHER'], runs: MEDIA_TASKS },
  { name: '--setupDrivers', args: ['--setupDrivers'], runs: MEDIA_TASKS },
  {
    name: '--volumeId with the default: the media stay',
    args: ['--volumeId=AERO_GUEST_TOOLS'],
    // Nx counts the options of the target that was named, which is the report here.
    runs: ['stage-media', 'package', 'report'],
  },
  {
    name: 'time zone, locale and home directory',
    environment: () => ({
      TZ: 'Asia/Kathmandu',
      LANG: 'tr_TR.UTF-8',
      LC_ALL: 'tr_TR.UTF-8',
      HOME: workspace.path('..'),
    }),
    runs: [],
  },
  {
    name: 'another store',
    environment: () => ({ AERO_GUEST_TOOLS_STORE: workspace.path('../other-store') }),
    runs: [],
  },
  {
    name: 'the drivers of another configuration',
    environment: () => ({ AERO_DRIVERS: 'nowhere', DRIVER_OUT_DIR: 'nowhere' }),
    runs: [],
  },
  {
    name: 'another major version of Node',
    edit: () =>
      write(
        '.nx/other-node.js',
        `for (const object of [process, process.versions])
           for (const [name, value] of Object.entries({ version: 'v99.0.0', node: '99.0.0', modules: '999' }))
             if (name in object) Object.defineProperty(object, name, { value });`,
      ),
    environment: () => ({ NODE_OPTIONS: `--require=${workspace.path('.nx/other-node.js')}` }),
    runs: [],
  },
];

const COMMITS: readonly Row[] = [
  {
    name: 'an empty commit',
    edit: () => {
      commit('empty');
    },
    runs: [],
  },
  {
    name: 'a commit of a document',
    edit: () => {
      append('README.md', '\nMore.\n')();
      commit('document');
    },
    runs: [],
  },
  {
    name: 'a commit of tests and tools',
    edit: () => {
      append('libs/zip/src/write-zip.spec.ts', '// edited\n')();
      append('tools/driver-fixtures/src/main.ts', '// edited\n')();
      lock('jest')();
      commit('tests');
    },
    runs: [],
  },
  {
    name: 'a merge of a branch of documents',
    edit: () => {
      undo.push(() => {
        workspace.git('checkout', '--quiet', '--force', '-B', 'main', baseCommit);
      });
      workspace.git('checkout', '--quiet', '-b', 'documents');
      workspace.edit('README.md', (text) => `${text}\nMore.\n`);
      workspace.git('commit', '--quiet', '--all', '--message=document');
      workspace.git('checkout', '--quiet', '-b', 'other', baseCommit);
      workspace.git('commit', '--quiet', '--allow-empty', '--message=empty');
      workspace.git('merge', '--quiet', '--no-ff', '--message=merge', 'documents');
    },
    runs: [],
  },
  {
    name: 'a commit of payload: the manifest records it',
    edit: () => {
      append('guest-tools/setup.cmd', 'rem committed\r\n')();
      commit('payload');
    },
    runs: MEDIA_TASKS,
  },
  {
    name: 'a commit of a reformatted spec: the manifest records it',
    edit: () => {
      append(SPEC, '\n')();
      commit('spec');
    },
    runs: ['validate-spec', ...MEDIA_TASKS],
  },
  {
    name: 'no git',
    edit: () => {
      renameSync(workspace.path('.git'), workspace.path('../git'));
      undo.push(() => {
        renameSync(workspace.path('../git'), workspace.path('.git'));
      });
    },
    runs: MEDIA_TASKS,
  },
];

const ROWS: readonly (readonly [kind: string, rows: readonly Row[]])[] = [
  ['documents and tests', DOCUMENTS_AND_TESTS],
  ['specs and contracts', SPECS],
  ['payload', PAYLOAD],
  ['drivers', DRIVERS],
  ['code', CODE],
  ['dependencies', DEPENDENCIES],
  ['options and environment', OPTIONS],
  ['commits', COMMITS],
];

describe.each(ROWS)(
  'a task runs when what it depends on has changed, and only then: %s',
  (_, rows) => {
    test.each(rows.map((row) => [row.name, row.runs.join(', ') || 'nothing', row] as const))(
      '%s: %s',
      (_name, _runs, row) => {
        row.edit?.();
        expectRan(packageMedia(row), row.runs);
      },
      120_000,
    );
  },
);

describe('what must not be taken from the cache', () => {
  test('what strict parsing refuses is refused, although its value is the one in the cache', () => {
    edit(SPEC, (text) => text.replace('"required": true', '"required": false, $&'));
    const run = packageMedia();
    expect(run.status).not.toBe(0);
    expect(run.output).toMatch(/required[^]*twice/);
  }, 60_000);

  test.each([
    ['leads nowhere', 'missing'],
    ['leads to a directory', '../licenses'],
  ])(
    'a symbolic link that %s is noticed in the payload',
    (_name, target) => {
      const link = workspace.path('guest-tools/config/link');
      symlinkSync(target, link);
      undo.push(() => {
        unlinkSync(link);
      });
      const run = packageMedia();
      expect(run.status).not.toBe(0);
      expect(run.output).toMatch(/config\/link: symbolic links and junctions are refused/);
    },
    60_000,
  );

  test('drivers that another signing policy refuses', () => {
    const environment = () => ({ AERO_GUEST_TOOLS_SIGNING_POLICY: 'production' });
    const run = packageMedia({ environment });
    expect(run.status).not.toBe(0);
    expect(run.ran).toContain('stage-media');
    expect(run.cached).toContain('validate-spec');
  });

  test('a library that was edited is compiled before the tasks run, also back and forth', () => {
    const summary = 'libs/media/src/summary/summary.ts';
    const before = workspace.read(summary);
    edit(summary, (text) => text.replace('Aero Guest Tools ${', 'Edited Guest Tools ${'));
    expect(packageMedia().output).toContain('Edited Guest Tools');
    workspace.write(summary, before);
    const args = ['--mediaVersion=1.1.1'];
    expect(packageMedia({ args }).output).toContain('Aero Guest Tools 1.1.1');
  }, 120_000);
});

test('the manifest tells what was built', () => {
  append('guest-tools/setup.cmd', 'rem told by the manifest\r\n')();
  commit('payload');
  const args = ['--mediaVersion=2.3.4'];
  expect(packageMedia({ args })).toMatchObject({ status: 0 });
  expect(
    JSON.parse(workspace.read('dist/guest-tools/virtio-win/manifest.json').toString()),
  ).toMatchObject({
    package: {
      version: '2.3.4',
      build_id: workspace.git('rev-parse', 'HEAD'),
      source_date_epoch: Number(workspace.git('log', '-1', '--format=%ct')),
    },
  });
}, 60_000);

describe('with the daemon of Nx, which has a cache of its own here', () => {
  const daemon = (): NodeJS.ProcessEnv => ({
    NX_DAEMON: 'true',
    NX_CACHE_DIRECTORY: workspace.path('.nx/daemon/cache'),
    NX_WORKSPACE_DATA_DIRECTORY: workspace.path('.nx/daemon/data'),
  });

  beforeAll(() => {
    expect(packageMedia({ environment: daemon })).toMatchObject({ status: 0, cached: [] });
  }, 120_000);

  afterAll(() => {
    workspace.nx(['daemon', '--stop'], daemon());
  });

  const rows = [
    'nothing',
    'a spec reformatted',
    'a value in a spec',
    'a script for the guest',
    'a tool that git ignores',
    'another content of a tool that git ignores',
    'the library zip',
    'one byte of a driver in the image',
    'SOURCE_DATE_EPOCH',
    'SOURCE_DATE_EPOCH with the time that the media have without it',
    'a commit of a document',
    'a commit of payload: the manifest records it',
  ].map((name) => {
    const row = ROWS.flatMap(([, ofKind]) => ofKind).find((candidate) => candidate.name === name);
    if (!row) throw new Error(`there is no row ${name}`);
    return [name, row.runs.join(', ') || 'nothing', row] as const;
  });

  test.each(rows)(
    '%s: %s',
    (_name, _runs, row) => {
      row.edit?.();
      expectRan(
        packageMedia({ ...row, environment: () => ({ ...daemon(), ...row.environment?.() }) }),
        row.runs,
      );
    },
    120_000,
  );
});
