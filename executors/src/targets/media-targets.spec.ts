import { describe, expect, test } from '@jest/globals';
import { installedKeys } from './installed-keys';
import type { MediaConfiguration, MediaProject } from './media-project';
import { mediaTargets } from './media-targets';
import { TASK_NAMES } from './task-name';

const KEYS = installedKeys({ name: '@example/nx', directory: 'node_modules/@example/nx' });

const MEDIA: MediaConfiguration = {
  name: 'win7',
  spec: 'win7-virtio-full',
  windowsDeviceContract: 'windows-device-contract-virtio-win',
  signingPolicy: 'production',
};

function targetsOf(media: Partial<MediaConfiguration> = {}, project: Partial<MediaProject> = {}) {
  return mediaTargets({ root: 'guests', media: [{ ...MEDIA, ...media }], ...project }, KEYS);
}

describe('the targets of a media project', () => {
  test('are one a task, each by an executor of the plugin', () => {
    expect(Object.entries(targetsOf()).map(([name, { executor }]) => [name, executor])).toEqual(
      TASK_NAMES.map((name) => [name, `@example/nx:${name}`]),
    );
  });

  test('what looks outside of the workspace or verifies is never cached', () => {
    const uncached = Object.entries(targetsOf()).filter(([, { cache }]) => cache !== true);
    expect(uncached.map(([name]) => name)).toEqual(['fetch-virtio-win', 'package']);
  });

  test.each([
    ['guests', 'dist/guests/win7'],
    ['a/b', 'dist/a/b/win7'],
    ['.', 'dist/win7'],
  ])('the project in %s builds in %s, where its tasks look for each other', (root, directory) => {
    const targets = targetsOf({}, { root });
    for (const { configurations } of Object.values(targets)) {
      expect(configurations).toMatchObject({ win7: { buildDirectory: directory } });
    }
    expect(targets['make-iso'].inputs).toContainEqual({
      dependentTasksOutputFiles: `${directory.slice(0, -'win7'.length)}*/staged/plan.json`,
    });
  });

  test('a source is the only one; beside a variable, it is the default', () => {
    const sourceOf = (media: Partial<MediaConfiguration>): unknown =>
      targetsOf(media)['fetch-virtio-win'].configurations?.['win7'];
    const buildDirectory = 'dist/guests/win7';
    expect(sourceOf({ source: 'a.iso' })).toEqual({ buildDirectory, source: 'a.iso' });
    expect(sourceOf({ source: 'a.iso', sourceVariable: 'A' })).toEqual({
      buildDirectory,
      sourceVariable: 'A',
      defaultSource: 'a.iso',
    });
  });

  test('nothing undefined is in them, which JSON would lose', () => {
    const targets = targetsOf();
    expect(JSON.parse(JSON.stringify(targets))).toStrictEqual(targets);
  });
});

describe('the keys of an installed plugin', () => {
  const project = {
    media: [
      { ...MEDIA, spec: 'specs/mine.json', lock: 'guests/virtio-win.lock.json' },
      { ...MEDIA, name: 'other', windowsDeviceContract: 'guests/contract.json' },
    ] as const,
    guestToolsDirectory: 'payload of mine',
  };

  test('its version, of every task', () => {
    for (const { inputs } of Object.values(targetsOf())) {
      expect(inputs).toContainEqual({ externalDependencies: ['@example/nx'] });
    }
  });

  test('no input of dependencies, beside which Nx drops the version: nrwl/nx#36239', () => {
    expect(JSON.stringify(targetsOf({}, project))).not.toMatch(/\^|"dependencies"/);
  });

  test('files of the workspace, and none of what is shipped', () => {
    const targets = targetsOf({}, project);
    const filesOf = (task: keyof typeof targets): unknown[] =>
      (targets[task].inputs ?? []).filter((input) => typeof input === 'string');
    expect(filesOf('fetch-virtio-win')).toEqual(['{projectRoot}/virtio-win.lock.json']);
    expect(filesOf('extract-drivers')).toEqual(['{workspaceRoot}/specs/mine.json']);
    expect(filesOf('validate-spec')).toEqual(['{workspaceRoot}/specs/mine.json']);
    expect(filesOf('generate-devices-cmd')).toEqual(['{projectRoot}/contract.json']);
    expect(targets['stage-media'].inputs).toContainEqual({
      fileset: '{workspaceRoot}/payload of mine/certs/**/*',
      includeIgnored: true,
    });
  });

  test('a command that is quoted for every shell', () => {
    expect(targetsOf({}, project)['stage-media'].inputs).toContainEqual({
      runtime: expect.stringMatching(
        /^node "node_modules\/@example\/nx\/bin\/unhashed-inputs\.js" --payload "payload of mine" -- "guests\/guest-media\.json" /,
      ),
    });
  });
});
