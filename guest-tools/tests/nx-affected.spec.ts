import { readdirSync, rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { codeOfTask, packagesOf } from './loaded-code';
import { TASKS } from './media-project';
import { CHECKOUT, copyWorkspace, type Workspace } from './workspace-copy';

const LIBRARIES = readdirSync(`${CHECKOUT}/libs`).map((name) => `libs/${name}`);
// The report tells of the media, and is not on them.
const MEDIA_TASKS = TASKS.filter((task) => task !== 'report');
const USED = new Set(MEDIA_TASKS.flatMap((task) => packagesOf(codeOfTask(task))));

let workspace: Workspace;
let base: string;

beforeAll(() => {
  workspace = copyWorkspace();
  base = workspace.git('rev-parse', 'HEAD');
}, 60_000);

afterEach(() => {
  workspace.git('reset', '--quiet', '--hard', base);
});

afterAll(() => {
  workspace.remove();
});

const AFFECTED = ['affected', '--targets=package', '--base=HEAD~1', '--head=HEAD'];

function commit(edit: () => void): void {
  edit();
  workspace.git('add', '--all');
  workspace.git('commit', '--quiet', '--message=edit');
}

/** The tasks that the last commit affects, by target, of those that `nx affected` was asked for. */
function affected(configuration: string): string[] {
  const args = [`--configuration=${configuration}`, '--explain=explanation.json'];
  expect(workspace.nx([...AFFECTED, ...args])).toMatchObject({ status: 0 });
  const explanation = JSON.parse(workspace.read('explanation.json').toString()) as {
    readonly affected: Readonly<Record<string, unknown>>;
  };
  rmSync(workspace.path('explanation.json'));
  return Object.keys(explanation.affected);
}

const append = (path: string, text = '\n') =>
  [
    path,
    () => {
      workspace.edit(path, (before) => before + text);
    },
  ] as const;

const lock = (name: string) =>
  [
    `${name} in the lock file`,
    () => {
      workspace.edit('package-lock.json', (text) => {
        const start = text.indexOf(`"node_modules/${name}": {`);
        const end = text.indexOf('}', start);
        return (
          text.slice(0, start) +
          text.slice(start, end).replace(/"version": "[^"]*"/, '"version": "99.0.0"') +
          text.slice(end)
        );
      });
    },
  ] as const;

describe('nx affected -t package: the media, if what they are made of has changed', () => {
  test.each([
    append('guest-tools/setup.cmd', 'rem edited\r\n'),
    append('guest-tools/README.md'),
    [
      'a file of the payload that is removed',
      () => {
        rmSync(workspace.path('guest-tools/licenses/README.md'));
      },
    ],
    append('guest-tools/project.json'),
    append('specs/packaging/win7-virtio-full.json'),
    append('specs/contracts/windows-device-contract.json'),
    append('libs/packaging-spec/src/generated/packaging-spec-schema.ts'),
    append('executors/src/make-iso/executor.ts'),
    append('executors/src/run-task.ts'),
    ...LIBRARIES.filter((path) => USED.has(path)).map((path) => append(`${path}/src/index.ts`)),
    append('tools/sample-virtio-win/src/sample-files.ts'),
    append('nx.json'),
    append('tsconfig.base.json'),
    lock('libdeflate'),
    lock('streamx'),
    lock('typescript'),
  ])(
    '%s',
    (_, edit) => {
      commit(edit);
      expect(affected('sample')).toEqual(['guest-tools:package:sample']);
    },
    60_000,
  );
});

describe('nx affected -t package: nothing, if that has not', () => {
  test.each([
    append('README.md'),
    append('docs/architecture.md'),
    [
      'a new document',
      () => {
        workspace.write('docs/more.md', 'More.\n');
      },
    ],
    [
      'a test that is removed',
      () => {
        rmSync(workspace.path('libs/zip/src/write-zip.spec.ts'));
      },
    ],
    append('libs/inf/src/models.spec.ts'),
    append('executors/src/newest-commit.spec.ts'),
    append('guest-tools/tests/media.ts'),
    append('guest-tools/tests/nx-cache.spec.ts'),
    ...LIBRARIES.filter((path) => !USED.has(path)).map((path) => append(`${path}/src/index.ts`)),
    append('libs/zip/jest.config.js'),
    append('jest.config.js'),
    append('tools/driver-fixtures/src/main.ts'),
    append('.ci/run'),
    [
      'a script in package.json',
      () => {
        workspace.edit('package.json', (text) => text.replace('"scripts": {', '$& "a": "exit 0",'));
      },
    ],
    lock('jest'),
    lock('prettier'),
  ])(
    '%s',
    (_, edit) => {
      commit(edit);
      expect(affected('sample')).toEqual([]);
    },
    60_000,
  );

  test('a configuration that does not package the sample drivers is not made of them', () => {
    const [, edit] = append('tools/sample-virtio-win/src/sample-files.ts');
    commit(edit);
    expect(affected('virtio-win')).toEqual([]);
  }, 60_000);
});

test('nx affected runs what is affected', () => {
  commit(append('README.md')[1]);
  const nothing = workspace.nx(AFFECTED);
  expect(nothing).toMatchObject({ status: 0, ran: [] });
  expect(nothing.output).toContain('No tasks were run');
  commit(append('guest-tools/setup.cmd', 'rem edited\r\n')[1]);
  const media = workspace.nx([...AFFECTED, '--output-style=static']);
  expect(media).toMatchObject({ status: 0 });
  expect(media.ran).toContain('package');
}, 60_000);
