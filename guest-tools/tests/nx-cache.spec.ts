import { readFileSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { copyWorkspace, type NxRun, type Workspace } from './workspace-copy';

/** In the order in which they depend on each other. */
const TASKS = [
  'fetch-virtio-win',
  'extract-drivers',
  'generate-devices-cmd',
  'validate-spec',
  'stage-media',
  'make-iso',
  'make-zip',
  'package',
];

/**
 * The first looks at the image each time, since a path's content can change; the last verifies what
 * the others leave each time, since a cache can bring back anything.
 */
const NEVER_CACHED = ['fetch-virtio-win', 'package'];

/** Everything that depends on what is on the media. */
const MEDIA_TASKS = ['stage-media', 'make-iso', 'make-zip'];

let workspace: Workspace;
let image: string;

const packageVirtioWin = (): NxRun =>
  workspace.nx(['run', 'guest-tools:package', '--configuration=virtio-win'], {
    VIRTIO_WIN_ISO: image,
  });

beforeAll(() => {
  workspace = copyWorkspace();
  const sample = workspace.nx(['run', 'guest-tools:package']);
  expect(sample).toMatchObject({ status: 0, cached: [] });
  // A copy of the sample image, so that a row can change one byte of a driver in it.
  image = workspace.path('../image.iso');
  writeFileSync(image, workspace.read('dist/sample/virtio-win.iso'));
  expect(packageVirtioWin()).toMatchObject({ status: 0 });
}, 120_000);

afterAll(() => {
  workspace.remove();
});

function expectRan(tasks: readonly string[]): void {
  const run = packageVirtioWin();
  const ran = [...NEVER_CACHED, ...tasks];
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

/** Reformats a JSON file without changing its value: reversed keys, other white space. */
function reformat(text: string): string {
  const reverse = (_key: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toReversed())
      : value;
  return JSON.stringify(JSON.parse(text), reverse, '\t');
}

const SPEC = 'specs/packaging/win7-virtio-full.json';
const CONTRACT = 'specs/contracts/windows-device-contract-virtio-win.json';

/** Each row edits one thing, and says which tasks run then; the others come from the cache. */
const ROWS: readonly (readonly [string, () => void, readonly string[]])[] = [
  ['nothing', () => undefined, []],
  ['a spec reformatted', () => workspace.edit(SPEC, reformat), ['validate-spec']],
  ['a contract reformatted', () => workspace.edit(CONTRACT, reformat), ['generate-devices-cmd']],
  [
    'another $schema',
    () => workspace.edit(SPEC, (text) => text.replace(/"\$schema": "[^"]*"/, '"$schema": "x"')),
    ['validate-spec'],
  ],
  ['a document', () => workspace.edit('README.md', (text) => `${text}\nMore.\n`), []],
  [
    'a payload file',
    () => workspace.edit('guest-tools/verify.cmd', (text) => `${text}rem changed\r\n`),
    MEDIA_TASKS,
  ],
  [
    'a payload file that git ignores',
    () => workspace.write('guest-tools/tools/out/tool.txt', 'one'),
    MEDIA_TASKS,
  ],
  [
    'the content of a payload file that git ignores',
    () => workspace.write('guest-tools/tools/out/tool.txt', 'two'),
    MEDIA_TASKS,
  ],
  [
    'a spec value',
    () =>
      workspace.edit(SPEC, (text) =>
        JSON.stringify({ ...(JSON.parse(text) as object), fail_on_unlisted_driver_dirs: true }),
      ),
    ['extract-drivers', 'validate-spec', ...MEDIA_TASKS],
  ],
  [
    'a contract value',
    () => workspace.edit(CONTRACT, (text) => text.replace(/"contract_version": "/, '$&9.')),
    ['generate-devices-cmd', 'validate-spec', ...MEDIA_TASKS],
  ],
  [
    'one byte of a driver in the image',
    () => {
      const bytes = readFileSync(image);
      const text = bytes.indexOf('Aero sample of viostor/w7/x86/viostor.sys');
      expect(text).toBeGreaterThan(0);
      bytes[text] = 'a'.charCodeAt(0);
      writeFileSync(image, bytes);
    },
    ['extract-drivers', 'validate-spec', ...MEDIA_TASKS],
  ],
  [
    'the source of a library',
    () => workspace.edit('libs/zip/src/index.ts', (text) => `${text}export const added = 1;\n`),
    TASKS.slice(1, -1),
  ],
  [
    'the source of an executor',
    () =>
      workspace.edit('executors/src/make-iso/executor.ts', (text) =>
        text.replace('bytes`', 'bytes written`'),
      ),
    TASKS.slice(1, -1),
  ],
];

describe('a task runs when something that it depends on has changed, and only then', () => {
  for (const [name, edit, tasks] of ROWS) {
    test(`${name}: ${tasks.length === 0 ? 'nothing' : tasks.join(', ')}`, () => {
      edit();
      expectRan(tasks);
      expectRan([]);
    }, 120_000);
  }

  test('what strict parsing refuses is refused, although its value is the one in the cache', () => {
    const spec = workspace.read(SPEC);
    workspace.edit(SPEC, (text) => text.replace('"required":true', '"required":false,$&'));
    const run = packageVirtioWin();
    workspace.write(SPEC, spec);
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
      const run = packageVirtioWin();
      unlinkSync(link);
      expect(run.status).not.toBe(0);
      expect(run.output).toMatch(/config\/link: symbolic links are refused/);
    },
    60_000,
  );

  test('a library that was edited is compiled before the tasks run', () => {
    workspace.edit('libs/media/src/summary.ts', (text) =>
      text.replace('Aero Guest Tools ${', 'Edited Guest Tools ${'),
    );
    expect(packageVirtioWin().output).toContain('Edited Guest Tools');
  }, 60_000);

  test('the new version of an option reaches the manifest', () => {
    const run = workspace.nx(
      ['run', 'guest-tools:package', '--configuration=virtio-win', '--mediaVersion=7.8.9'],
      { VIRTIO_WIN_ISO: image },
    );
    expect(run.status).toBe(0);
    expect(run.ran.toSorted()).toEqual([...NEVER_CACHED, ...MEDIA_TASKS].toSorted());
    expect(workspace.read('dist/guest-tools/virtio-win/manifest.json').toString()).toContain(
      '"version": "7.8.9"',
    );
  }, 60_000);

  test('an output that was deleted or altered is restored', () => {
    const iso = 'dist/guest-tools/virtio-win/aero-guest-tools.iso';
    const genuine = workspace.read(iso);
    workspace.write(iso, 'altered');
    const run = workspace.nx(
      ['run', 'guest-tools:package', '--configuration=virtio-win', '--mediaVersion=7.8.9'],
      { VIRTIO_WIN_ISO: image },
    );
    expect(run).toMatchObject({ status: 0, ran: NEVER_CACHED });
    expect(workspace.read(iso).equals(genuine)).toBe(true);
  }, 60_000);
});
