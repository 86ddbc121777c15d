import { InputError } from '@aero-guest-tools/diagnostics';
import { driverOfPackage, type DriverRequest } from '@aero-guest-tools/driver-layout';
import { describe, expect, test } from '@jest/globals';
import { selectPackages, type SelectedPackages } from './select-packages';

const required = (...names: readonly string[]): readonly DriverRequest[] =>
  names.map((name) => ({ name, required: true }));
const optional = (...names: readonly string[]): readonly DriverRequest[] =>
  names.map((name) => ({ name, required: false }));

function select(
  paths: readonly string[],
  drivers: readonly DriverRequest[],
  takeUnlisted = false,
): SelectedPackages {
  const entries = paths.map((path) => ({ path, kind: 'file' as const, size: 1 }));
  return selectPackages(
    { label: 'source', entries },
    { drivers, takeUnlisted, architectures: ['x86', 'amd64'] },
  );
}

/** The destination of each file, by its source path. */
function taken({ selection }: SelectedPackages): Readonly<Record<string, string>> {
  return Object.fromEntries(selection.files.map(({ path, source }) => [source, path]));
}

function refusal(run: () => unknown): InputError {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('rules 8: names of CI packages', () => {
  test.each([
    ['drivers/aerogpu', 'aerogpu'],
    ['aerogpu', 'aerogpu'],
    ['aero-gpu', 'aerogpu'],
    ['drivers/aero-gpu', 'aerogpu'],
    ['Aero-GPU', 'aerogpu'],
    ['windows7/virtio-blk', 'virtio-blk'],
    ['windows7/virtio/blk', 'virtio-blk'],
    ['windows7/virtio-net', 'virtio-net'],
    ['windows7/virtio/net', 'virtio-net'],
    ['windows7/virtio-snd', 'virtio-snd'],
    ['windows7/virtio/snd', 'virtio-snd'],
    ['windows7/virtio-input', 'virtio-input'],
    ['windows7/virtio/input', 'virtio-input'],
    ['drivers/windows7/virtio/Input', 'virtio-input'],
    ['windows7/virtio/balloon', 'balloon'],
    ['blk', 'blk'],
    ['windows7/other/blk', 'blk'],
    ['drivers/aerogpu_test', 'aerogpu_test'],
  ])('%s means %s', (driverRel, name) => {
    expect(driverOfPackage(driverRel)).toBe(name);
  });
});

describe('rules 8: driver packages in a folder that has the name of upstream', () => {
  const requests = [{ name: 'viofoo', required: true, upstreamFolder: 'VirtioFoo' }];
  const upstream = ['packages/drivers/virtiofoo/x86/a.sys', 'packages/drivers/virtiofoo/x64/a.sys'];

  test('are the driver of the spec that names it', () => {
    expect(taken(select(upstream, requests, true))).toEqual({
      'packages/drivers/virtiofoo/x86/a.sys': 'drivers/x86/viofoo/a.sys',
      'packages/drivers/virtiofoo/x64/a.sys': 'drivers/amd64/viofoo/a.sys',
    });
  });

  test('are another driver where the driver has a folder of its own name', () => {
    const own = ['packages/VioFoo/x86/b.sys', 'packages/VioFoo/x64/b.sys'];
    expect(taken(select([...own, ...upstream], requests, true))).toEqual({
      'packages/VioFoo/x86/b.sys': 'drivers/x86/viofoo/b.sys',
      'packages/VioFoo/x64/b.sys': 'drivers/amd64/viofoo/b.sys',
      'packages/drivers/virtiofoo/x86/a.sys': 'drivers/x86/virtiofoo/a.sys',
      'packages/drivers/virtiofoo/x64/a.sys': 'drivers/amd64/virtiofoo/a.sys',
    });
  });

  test('are named where neither is there', () => {
    const { diagnostics } = refusal(() => select(['packages/other/x86/a.sys'], requests));
    expect(diagnostics[0]?.expected).toMatch(/viofoo\/x64", .*VirtioFoo\/x64"/);
  });
});

describe('rules 8: CI packages', () => {
  const packages = [
    'packages/drivers/aerogpu/x86/aerogpu.sys',
    'packages/drivers/aerogpu/x64/sub/x86/aerogpu.dll',
    'packages/windows7/virtio/blk/X86/blk.sys',
    'packages/windows7/virtio/blk/X64/blk.sys',
    'packages/readme.txt',
    'certs/aero-test.cer',
  ];
  const expected = {
    'packages/drivers/aerogpu/x86/aerogpu.sys': 'drivers/x86/aerogpu/aerogpu.sys',
    'packages/drivers/aerogpu/x64/sub/x86/aerogpu.dll': 'drivers/amd64/aerogpu/sub/x86/aerogpu.dll',
    'packages/windows7/virtio/blk/X86/blk.sys': 'drivers/x86/virtio-blk/blk.sys',
    'packages/windows7/virtio/blk/X64/blk.sys': 'drivers/amd64/virtio-blk/blk.sys',
  };

  test('each driver goes where the media have it, by its name and architecture', () => {
    const result = select(packages, required('aerogpu', 'virtio-blk'));
    expect(taken(result)).toEqual(expected);
    expect(result.selection.layout).toBe('ci-packages');
    expect(result.certificatesFolder).toBe('certs');
  });

  test.each([
    ['out/', 'out/certs'],
    ['Aero-Drivers-1.0/', 'Aero-Drivers-1.0/certs'],
    ['Aero-Drivers-1.0/out/', 'Aero-Drivers-1.0/out/certs'],
  ])('the same tree below %s is recognised, and where its certificates are', (folder, certs) => {
    const paths = [...packages.map((path) => folder + path), '__MACOSX/._out', '.DS_Store'];
    const result = select(paths, required('aerogpu', 'virtio-blk'));
    expect(Object.values(taken(result)).toSorted()).toEqual(Object.values(expected).toSorted());
    expect(result.certificatesFolder).toBe(certs);
  });

  test('packages that stand at the root', () => {
    const paths = packages.map((path) => path.replace('packages/', ''));
    const result = select(paths, required('aerogpu', 'virtio-blk'));
    expect(Object.values(taken(result)).toSorted()).toEqual(
      [...Object.values(expected), 'licenses/driver-pack/readme.txt'].toSorted(),
    );
    expect(result.certificatesFolder).toBe('certs');
  });

  test('a driver that nobody asked for is left, unless the spec is to refuse it', () => {
    expect(Object.keys(taken(select(packages, required('aerogpu'))))).toHaveLength(2);
    expect(taken(select(packages, required('aerogpu'), true))).toEqual(expected);
  });

  test('two folders that mean the same driver are refused', () => {
    const paths = [...packages, 'packages/windows7/virtio-blk/x86/blk.sys'];
    expect(refusal(() => select(paths, required('aerogpu'))).diagnostics).toMatchObject([
      {
        message: 'several folders hold the driver virtio-blk',
        found: '"packages/windows7/virtio-blk", "packages/windows7/virtio/blk"',
      },
    ]);
  });

  test('a required driver that is missing, or missing for an architecture', () => {
    const paths = packages.filter((path) => !path.includes('/X64/'));
    const { diagnostics } = refusal(() => select(paths, required('virtio-net', 'virtio-blk')));
    expect(diagnostics).toMatchObject([
      {
        file: 'source',
        message:
          'the required driver virtio-net is missing for amd64 and x86: there is no folder for it',
      },
      {
        message:
          'the required driver virtio-blk is missing for amd64: there is no amd64 folder for it',
        expected:
          'one of the folders "packages/**/virtio-blk/amd64", "packages/**/virtio-blk/x64", "packages/**/virtio-blk/x86_64", "packages/**/virtio-blk/x86-64"',
      },
    ]);
  });

  test('an optional driver that is missing is noted, with a reason', () => {
    const { selection } = select(packages, [...required('aerogpu'), ...optional('virtio-snd')]);
    expect(selection.missing).toMatchObject([
      { name: 'virtio-snd', architectures: ['amd64', 'x86'], reason: 'there is no folder for it' },
    ]);
  });
});

describe('rules 8: drivers in the layout of the packager', () => {
  test.each([
    ['', 'certs'],
    ['drivers/', 'certs'],
    ['bundle/', 'bundle/certs'],
    ['bundle/drivers/', 'bundle/certs'],
  ])('below "%s" they are recognised', (folder, certs) => {
    const paths = [`${folder}x86/aerogpu/a.sys`, `${folder}x64/AeroGPU/a.sys`];
    const result = select(paths, required('aerogpu'));
    expect(taken(result)).toEqual({
      [`${folder}x86/aerogpu/a.sys`]: 'drivers/x86/aerogpu/a.sys',
      [`${folder}x64/AeroGPU/a.sys`]: 'drivers/amd64/aerogpu/a.sys',
    });
    expect(result.selection.layout).toBe('packager');
    expect(result.certificatesFolder).toBe(certs);
  });

  test.each([
    ['x86', ['x86', 'win32', 'i386']],
    ['amd64', ['amd64', 'x64', 'x86_64', 'x86-64']],
  ])('rules 2: of the names of %s, the first that is there counts', (architecture, names) => {
    for (const [index, name] of names.entries()) {
      const paths = names.slice(index).map((folder) => `${folder}/a/${folder}.sys`);
      expect(taken(select(paths, optional('a')))).toMatchObject({
        [`${name}/a/${name}.sys`]: `drivers/${architecture}/a/${name}.sys`,
      });
      expect(Object.keys(taken(select(paths, optional('a'))))).toHaveLength(1);
    }
  });

  test('rules 2: "aero-gpu" is kept, for the packager to warn of', () => {
    const paths = ['x86/aero-gpu/a.sys', 'amd64/aero-gpu/a.sys'];
    expect(Object.values(taken(select(paths, required('aerogpu'))))).toEqual([
      'drivers/amd64/aero-gpu/a.sys',
      'drivers/x86/aero-gpu/a.sys',
    ]);
  });

  test('it counts before packages, and names of architectures in it are folders like others', () => {
    const paths = ['x86/a/x64/a.sys', 'amd64/a/a.sys', 'packages/b/x86/b.sys'];
    expect(Object.keys(taken(select(paths, required('a'))))).toEqual([
      'amd64/a/a.sys',
      'x86/a/x64/a.sys',
    ]);
  });
});

describe('rules 8: what travels with driver packages', () => {
  test('notices and version markers beside them, and provenance', () => {
    const paths = ['x86/a/a.sys', 'amd64/a/a.sys', 'LICENSE.txt', 'VERSION', 'other.txt'];
    const { selection } = select(paths, required('a'));
    expect(selection).toMatchObject({
      noticesDirectory: 'licenses/driver-pack',
      notices: ['LICENSE.txt'],
      versionMarkers: ['VERSION'],
    });
    expect(selection.files.map(({ path }) => path)).toContain('licenses/driver-pack/LICENSE.txt');
  });

  test('those of media that are the source again, from the folder of their provenance', () => {
    const paths = [
      'README.md',
      'drivers/amd64/a/a.sys',
      'drivers/x86/a/a.sys',
      'licenses/README.md',
      'licenses/virtio-win/driver-pack-manifest.json',
      'licenses/virtio-win/virtio-win_license.txt',
    ];
    for (const base of ['', 'media/']) {
      const { selection } = select(
        paths.map((path) => `${base}${path}`),
        required('a'),
      );
      expect(selection.notices).toEqual([`${base}licenses/virtio-win/virtio-win_license.txt`]);
      expect(selection.files.map(({ path }) => path)).toEqual([
        'drivers/amd64/a/a.sys',
        'drivers/x86/a/a.sys',
        'licenses/driver-pack/virtio-win_license.txt',
      ]);
    }
  });

  test('where there are no driver packages, what is there is told', () => {
    expect(
      refusal(() => select(['viostor/w7/a.sys', 'b.txt'], required('a'))).diagnostics,
    ).toMatchObject([
      {
        file: 'source',
        message: 'there are no driver packages in it',
        found: 'the folders "viostor/w7"',
      },
    ]);
  });

  test('what is not a file is refused', () => {
    const entries = [
      { path: 'x86/a/a.sys', kind: 'symbolic-link' as const, size: 0 },
      { path: 'amd64/a/a.sys', kind: 'file' as const, size: 1 },
    ];
    const run = (): unknown =>
      selectPackages(
        { label: 'source', entries },
        { drivers: required('a'), takeUnlisted: false, architectures: ['x86', 'amd64'] },
      );
    expect(refusal(run).diagnostics).toMatchObject([
      {
        id: 'file.link',
        file: 'source: x86/a/a.sys',
        message: 'symbolic links and junctions are refused',
      },
    ]);
  });
});

describe('what is wrong with a source in one place', () => {
  const entries = ['x86/d/a.sys', 'amd64/d/a.sys', 'x86/e/a.sys'].map((path) => ({
    path,
    kind: 'file' as const,
    size: 1,
  }));
  const selectDespite = (path: string, kind?: 'file'): SelectedPackages =>
    selectPackages(
      {
        label: 'source',
        entries,
        problems: [{ path, kind, problem: { id: 'test.problem', message: 'odd' } }],
      },
      { drivers: required('d'), takeUnlisted: false, architectures: ['x86', 'amd64'] },
    );

  test.each(['x86/e/gr\ufffdn.txt', 'gr\ufffdn.txt', 'docs/a'])(
    'a file that no driver needs does not matter: %s',
    (path) => {
      expect(selectDespite(path, 'file').selection.drivers).toHaveLength(2);
    },
  );

  test.each(['x86/d/gr\ufffdn.txt', 'AMD64/d/sub/a'])(
    'a file of a driver is refused: %s',
    (path) => {
      expect(() => selectDespite(path, 'file')).toThrow(/odd/);
    },
  );

  test('what may be a folder may hold drivers, wherever it is', () => {
    expect(() => selectDespite('docs')).toThrow(/odd/);
  });
});
