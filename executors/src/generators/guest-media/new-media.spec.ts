import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson } from '@aero-guest-tools/canonical-json';
import { parsePackagingSpec } from '@aero-guest-tools/packaging-spec/parse-packaging-spec';
import { ARCHITECTURES, WINDOWS_TARGETS } from '@aero-guest-tools/windows-target';
import { describe, expect, test } from '@jest/globals';
import { parseGuestMedia } from '../../inference/guest-media';
import { newMedia, virtioWinDrivers, type NewMediaOptions } from './new-media';

/** The inputs of a build: the media in guest-media.json, and the Windows of their spec. */
function built(options: NewMediaOptions) {
  const { name, json, files } = newMedia('guests', options);
  const { project } = parseGuestMedia(
    JSON.stringify({ media: { [name]: json } }),
    'guests/guest-media.json',
  );
  const text =
    files.get(json.spec) ??
    readFileSync(join(__dirname, '../../../../specs/packaging', `${json.spec}.json`));
  const { target } = parsePackagingSpec(parseJson(text, json.spec));
  const [{ windowsDeviceContract, signingPolicy }] = project.media;
  return {
    windows: target.windows.id,
    architectures: target.architectures,
    windowsDeviceContract,
    signingPolicy,
  };
}

describe('what the answers of the user come to', () => {
  test('nothing chosen: all drivers of virtio-win for Windows 7, by the shipped spec', () => {
    expect(newMedia('guests', {})).toEqual({
      name: 'w7',
      json: { spec: 'win7-virtio-full' },
      files: new Map(),
      windows: 'w7',
      unpinned: undefined,
    });
  });

  test('drivers for Windows Setup, where they are asked for', () => {
    expect(newMedia('guests', { setupDrivers: true }).json).toEqual({
      spec: 'win7-virtio-full',
      setupDrivers: true,
    });
    expect(newMedia('guests', { setupDrivers: false }).json).toEqual({ spec: 'win7-virtio-full' });
  });

  test('a Windows that has a shipped spec: that one, and nothing else needs to be said', () => {
    expect(newMedia('guests', { windows: 'w11' })).toMatchObject({
      name: 'w11',
      json: { spec: 'win11-virtio-win' },
      files: new Map(),
    });
    expect(built({ windows: 'w11' })).toEqual({
      windows: 'w11',
      architectures: ['amd64'],
      windowsDeviceContract: 'windows-device-contract-virtio',
      signingPolicy: 'production',
    });
  });

  test('a Windows that has none: a spec of its own, for that Windows', () => {
    expect(newMedia('guests', { windows: '2k12R2' })).toMatchObject({
      name: '2k12r2',
      json: { spec: '2k12r2.spec.json', signingPolicy: 'none' },
    });
    expect(built({ windows: '2k12R2' })).toEqual({
      windows: '2k12R2',
      architectures: ['amd64'],
      windowsDeviceContract: 'windows-device-contract-virtio',
      signingPolicy: 'none',
    });
  });

  test('some drivers: a spec of these alone, which have to be there, by the same contract', () => {
    const chosen = { windows: 'w11', drivers: ['netkvm', 'vioscsi'] };
    const { json, files } = newMedia('guests', chosen);
    expect(json.spec).toBe('w11.spec.json');
    expect(JSON.parse(files.get('w11.spec.json') ?? '')).toMatchObject({
      target: { windows: 'w11' },
      drivers: [
        { name: 'vioscsi', required: true },
        { name: 'netkvm', required: true },
      ],
    });
    expect(built(chosen)).toEqual(built({ windows: 'w11' }));
  });

  test('a driver that the spec does not have is expected to be there, and nothing more', () => {
    const { files } = newMedia('guests', { drivers: ['viostor', 'vioscsi'] });
    expect(JSON.parse(files.get('w7.spec.json') ?? '')).toMatchObject({
      drivers: [{ name: 'viostor' }, { name: 'vioscsi', required: true }],
    });
  });

  test('architectures: those that the Windows has', () => {
    expect(built({ windows: 'w10', architectures: ['arm64'] })).toMatchObject({
      windows: 'w10',
      architectures: ['arm64'],
    });
    expect(newMedia('guests', { windows: 'w10', architectures: ['x86', 'amd64'] }).json.spec).toBe(
      'win10-virtio-win',
    );
    expect(() => newMedia('guests', { windows: 'w11', architectures: ['x86'] })).toThrow(
      /there is no Windows 11 for this architecture/,
    );
  });

  test('a spec to edit', () => {
    const { json, files } = newMedia('guests', {
      media: 'mine',
      spec: 'win7-signed',
      writeSpec: true,
    });
    expect(json).toEqual({ sourceLayout: 'packages', spec: 'mine.spec.json' });
    expect([...files.keys()]).toEqual(['mine.spec.json']);
    expect(files.get('mine.spec.json')).not.toContain('$schema');
  });

  test('a spec by its name keeps its Windows, unless another one is chosen', () => {
    const spec = '2k22-virtio-win';
    expect(newMedia('guests', { spec })).toMatchObject({ windows: '2k22', json: { spec } });
    expect(newMedia('guests', { spec, windows: '2k25' })).toMatchObject({
      windows: '2k25',
      json: { spec: '2k25.spec.json' },
    });
  });

  test('a path is relative to the workspace root, and in the file to its folder', () => {
    expect(newMedia('a/b', { source: 'images/v.iso' }).json.source).toBe('../../images/v.iso');
    expect(newMedia('.', { source: 'v.iso' }).json.source).toBe('v.iso');
    expect(newMedia('a', { source: '/images/v.iso' }).json.source).toBe('/images/v.iso');
  });

  test('a URL, which may hold a password, is not written: its lock is named', () => {
    const url = 'https://user:password@example.org/virtio-win.iso';
    const { json, unpinned } = newMedia('guests', { source: url });
    expect(json).toEqual({ lock: 'virtio-win.lock.json', spec: 'win7-virtio-full' });
    expect(unpinned).toBe(url);
  });

  test('a driver that no shipped spec has', () => {
    expect(() => newMedia('guests', { drivers: ['ballon'] })).toThrow(
      /no shipped packaging spec has such a driver[^]*ballon[^]*viostor, netkvm/,
    );
  });

  test('a spec that is not shipped', () => {
    expect(() => newMedia('guests', { spec: 'win95' })).toThrow(/no packaging spec of this name/);
  });
});

test.each(WINDOWS_TARGETS.map(({ id }) => id))(
  '%s: the media are for it, on all of its usual architectures',
  (windows) => {
    const target = WINDOWS_TARGETS.find(({ id }) => id === windows);
    const { architectures, windows: found } = built({ windows });
    expect(found).toBe(windows);
    expect(architectures.toSorted()).toEqual(target?.defaultArchitectures.toSorted());
  },
);

describe('what the generator asks', () => {
  interface Question {
    readonly enum?: readonly string[];
    readonly items?: { readonly enum?: readonly string[] };
    readonly 'x-prompt': { readonly items: readonly { value: string; label: string }[] };
  }
  const { properties } = JSON.parse(readFileSync(join(__dirname, 'schema.json'), 'utf8')) as {
    properties: Record<'windows' | 'architectures' | 'drivers', Question>;
  };
  const offered = (question: Question): string[] =>
    question['x-prompt'].items.map(({ value }) => value);

  test('every Windows that there are media for, by its name', () => {
    expect(properties.windows['x-prompt'].items).toEqual(
      WINDOWS_TARGETS.map(({ id, name }) => ({ value: id, label: name })),
    );
    expect(properties.windows.enum).toEqual(WINDOWS_TARGETS.map(({ id }) => id));
  });

  test('every architecture, and every driver of a shipped spec for virtio-win', () => {
    expect(offered(properties.architectures).toSorted()).toEqual([...ARCHITECTURES].toSorted());
    expect(properties.architectures.items?.enum).toEqual(offered(properties.architectures));
    expect(offered(properties.drivers).toSorted()).toEqual(virtioWinDrivers().toSorted());
  });
});
