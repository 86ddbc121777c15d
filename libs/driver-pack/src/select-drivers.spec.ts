import { InputError } from '@aero-guest-tools/diagnostics';
import type { DriverRequest } from '@aero-guest-tools/driver-layout';
import type { SourceEntry } from '@aero-guest-tools/driver-source';
import { DEFAULT_GUEST_TARGET } from '@aero-guest-tools/windows-target';
import { describe, expect, test } from '@jest/globals';
import { selectDrivers } from './select-drivers';
import type { Selection } from './selection';

function select(paths: readonly string[], ...requests: readonly DriverRequest[]): Selection {
  return selectEntries(
    paths.map((path) => ({ path, kind: 'file', size: 1 })),
    ...requests,
  );
}

function selectEntries(
  entries: readonly SourceEntry[],
  ...requests: readonly DriverRequest[]
): Selection {
  return selectDrivers({ label: 'image', entries }, requests, DEFAULT_GUEST_TARGET);
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

const required = (name: string): DriverRequest => ({ name, required: true });
const optional = (name: string): DriverRequest => ({ name, required: false });

function sources({ files }: Selection): readonly string[] {
  return files.map(({ source }) => source);
}

describe('rules 8: for each driver its upstream folder', () => {
  test('names match case-insensitively, and the media have the name of the request', () => {
    const paths = ['NetKVM/W7/AMD64/NETKVM.SYS', 'NetKVM/W7/X86/netkvm.sys'];
    expect(select(paths, required('netkvm'))).toMatchObject({
      drivers: [
        { name: 'netkvm', architecture: 'amd64', directory: 'NetKVM/W7/AMD64' },
        { name: 'netkvm', architecture: 'x86', directory: 'NetKVM/W7/X86' },
      ],
      files: [
        { path: 'drivers/amd64/netkvm/NETKVM.SYS', source: 'NetKVM/W7/AMD64/NETKVM.SYS' },
        { path: 'drivers/x86/netkvm/netkvm.sys', source: 'NetKVM/W7/X86/netkvm.sys' },
      ],
    });
  });

  test('a driver that is not known goes by its own name', () => {
    const paths = ['Balloon/w7/amd64/a', 'Balloon/w7/x86/a', 'viostor/w7/x86/b'];
    expect(sources(select(paths, required('balloon')))).toEqual([
      'Balloon/w7/amd64/a',
      'Balloon/w7/x86/a',
    ]);
  });

  test('messages spell the folder as upstream does', () => {
    expect(select([], optional('netkvm')).missing).toMatchObject([{ tried: ['NetKVM'] }]);
  });

  test('folders below are taken whole, files elsewhere are not', () => {
    const taken = ['viostor/w7/amd64/a', 'viostor/w7/amd64/sub/deep/b.pdb', 'viostor/w7/x86/c'];
    const left = ['viostor/w7/readme', 'viostor/w8/x86/d', 'data/info.json', 'viostor2/w7/x86/e'];
    expect(sources(select([...left, ...taken], required('viostor')))).toEqual(taken);
  });
});

describe('rules 8: the first of w7.1, w7_1, w7, win7', () => {
  const systems = ['w7.1', 'w7_1', 'w7', 'win7'];
  test.each(systems.map((system, index) => [system, systems.slice(index)] as const))(
    '%s before what comes after it',
    (system, present) => {
      const paths = ['w10', ...present.toReversed()].flatMap((name) => [
        `viostor/${name}/amd64/a`,
        `viostor/${name}/x86/a`,
      ]);
      expect(sources(select(paths, required('viostor')))).toEqual([
        `viostor/${system}/amd64/a`,
        `viostor/${system}/x86/a`,
      ]);
    },
  );

  test('both architectures come from the same folder, even if one is missing there', () => {
    const paths = ['viostor/w7.1/amd64/a', 'viostor/w7/amd64/a', 'viostor/w7/x86/a'];
    const selection = select(paths, optional('viostor'));
    expect(sources(selection)).toEqual(['viostor/w7.1/amd64/a']);
    expect(selection.missing).toMatchObject([{ architectures: ['x86'] }]);
  });
});

describe('rules 8: the first of amd64, x64 and of x86, i386', () => {
  test('the first name is preferred', () => {
    const paths = ['x64', 'amd64', 'i386', 'x86'].map((name) => `viostor/w7/${name}/a`);
    expect(sources(select(paths, required('viostor')))).toEqual([
      'viostor/w7/amd64/a',
      'viostor/w7/x86/a',
    ]);
  });

  test('the second name will do', () => {
    const paths = ['viostor/w7/i386/a', 'viostor/w7/x64/a'];
    expect(select(paths, required('viostor')).files).toEqual([
      { path: 'drivers/amd64/viostor/a', source: 'viostor/w7/x64/a', size: 1 },
      { path: 'drivers/x86/viostor/a', source: 'viostor/w7/i386/a', size: 1 },
    ]);
  });
});

describe('rules 8: notices and version markers at the root', () => {
  test.each([
    'LICENSE',
    'License.rtf',
    'COPYING.lib',
    'NOTICE',
    'EULA.pdf',
    'AUTHORS',
    'CREDITS',
    'README.md',
    'virtio-win_license.txt',
    'VERSION',
    'version',
    'Version.txt',
    'virtio-win-version.txt',
  ])('%s is taken', (name) => {
    expect(select([name]).files).toEqual([
      { path: `licenses/virtio-win/${name}`, source: name, size: 1 },
    ]);
  });

  test.each(['autorun.inf', 'MY-LICENSE', 'my-license.rtf', 'data/README', 'VERSION2'])(
    '%s is not',
    (name) => {
      expect(select([name]).files).toEqual([]);
    },
  );

  test('they are listed apart', () => {
    expect(select(['VERSION', 'README'])).toMatchObject({
      notices: ['README'],
      versionMarkers: ['VERSION'],
    });
  });
});

describe('rules 8: which drivers are missing, and why', () => {
  test('an optional driver without a folder is recorded with what is there', () => {
    const selection = select(
      ['viostor/w7/x86/a', 'NetKVM/w7/x86/a', 'VERSION'],
      optional('viosnd'),
    );
    expect(selection.missing).toEqual([
      {
        name: 'viosnd',
        architectures: ['amd64', 'x86'],
        reason: 'there is no folder viosnd',
        tried: ['viosnd'],
        present: ['NetKVM', 'viostor'],
      },
    ]);
  });

  test('an optional driver without Windows 7', () => {
    const selection = select(['viosnd/w10/amd64/a', 'viosnd/2k16/amd64/a'], optional('viosnd'));
    expect(selection.missing).toEqual([
      {
        name: 'viosnd',
        architectures: ['amd64', 'x86'],
        reason: 'there is no Windows 7 folder in viosnd',
        tried: ['viosnd/w7.1', 'viosnd/w7_1', 'viosnd/w7', 'viosnd/win7'],
        present: ['2k16', 'w10'],
      },
    ]);
  });

  test('required drivers that are missing are refused together, with every path tried', () => {
    const paths = ['viostor/w8/x86/a', 'NetKVM/w7/amd64/a'];
    const { message } = refusal(() =>
      select(paths, required('viostor'), required('netkvm'), required('vioinput')),
    );
    expect(message.split('\n').filter((line) => !line.startsWith('  remedy:'))).toEqual([
      'image: the required driver viostor is missing for amd64 and x86: there is no Windows 7 folder in viostor',
      '  found:    the folders "w8"',
      '  expected: one of the folders "viostor/w7.1", "viostor/w7_1", "viostor/w7", "viostor/win7"',
      'image: the required driver netkvm is missing for x86: there is no x86 folder in NetKVM/w7',
      '  found:    the folders "amd64"',
      '  expected: one of the folders "NetKVM/w7/x86", "NetKVM/w7/i386"',
      'image: the required driver vioinput is missing for amd64 and x86: there is no folder vioinput',
      '  found:    the folders "NetKVM", "viostor"',
      '  expected: the folder "vioinput"',
    ]);
  });
});

describe('rules 8: other trees of the same drivers', () => {
  const files = ['viostor.inf', 'viostor.sys'];
  const below = (...folders: readonly string[]): readonly string[] =>
    folders.flatMap((folder) => files.map((file) => `${folder}/${file}`));

  test.each([
    ['Windows Setup', '$WinPEDriver$/viostor/w7/amd64', '$WinPEDriver$/viostor/w7/x86'],
    ['the RPM', 'drivers/by-driver/viostor/w7/amd64', 'drivers/by-driver/viostor/w7/x86'],
    [
      'the RPM as it is installed',
      'usr/share/virtio-win/drivers/by-driver/viostor/w7/amd64',
      'usr/share/virtio-win/drivers/by-driver/viostor/w7/x86',
    ],
    ['the RPM by system', 'drivers/by-os/amd64/w7', 'drivers/by-os/i386/w7'],
    ['by architecture', 'amd64/w7/viostor', 'i386/w7/viostor'],
    ['by architecture, flat', 'amd64/w7', 'i386/w7'],
    ['the archive that releases are made of', 'Win7/amd64', 'Win7/x86'],
    [
      'a folder around it',
      'virtio-win-0.1.285/viostor/w7/amd64',
      'virtio-win-0.1.285/viostor/w7/x86',
    ],
    ['a folder around another tree', 'x/drivers/by-os/amd64/w7', 'x/drivers/by-os/x86/w7'],
  ])('%s', (_name, amd64, x86) => {
    const selection = select(below(amd64, x86), required('viostor'));
    expect(selection.drivers).toMatchObject([{ directory: amd64 }, { directory: x86 }]);
    expect(selection.files.map(({ path }) => path)).toEqual(
      below('drivers/amd64/viostor', 'drivers/x86/viostor'),
    );
  });

  test('the layout of an image comes first, and what is not there is not mixed in', () => {
    const paths = below('viostor/w7/amd64', 'amd64/w7', 'i386/w7');
    const selection = select(paths, optional('viostor'));
    expect(sources(selection)).toEqual(below('viostor/w7/amd64'));
    expect(selection.missing).toMatchObject([{ architectures: ['x86'] }]);
  });

  test('of the files of several drivers in one folder, each driver has its own', () => {
    const folder = [
      'netkvm.inf',
      'netkvmco.dll',
      'vioscsi.inf',
      'vioscsi.sys',
      'WdfCoInstaller.dll',
    ];
    const paths = folder.map((file) => `amd64/w7/${file}`);
    expect(sources(select(paths, optional('NetKVM')))).toEqual(
      ['netkvm.inf', 'netkvmco.dll', 'WdfCoInstaller.dll']
        .map((file) => `amd64/w7/${file}`)
        .toSorted(),
    );
    expect(select(['amd64/w7/vioser.inf'], optional('vioserial')).drivers).toHaveLength(1);
    expect(select(['amd64/w7/viostor.sys'], optional('viostor')).drivers).toEqual([]);
  });

  test('a folder with more files than drivers have is none of several drivers', () => {
    const many = Array.from({ length: 1000 }, (_, index) => `amd64/w7/${String(index)}.dll`);
    expect(select(['amd64/w7/viostor.inf', ...many], optional('viostor')).drivers).toEqual([]);
  });

  test('a folder around everything holds the notices too', () => {
    const paths = [...below('x/viostor/w7/x86'), 'x/LICENSE', 'LICENSE'];
    expect(select(paths, optional('viostor')).notices).toEqual(['x/LICENSE']);
    expect(select(['x/LICENSE', 'x/viostor/w8/x86/a'], optional('viostor')).notices).toEqual([]);
  });

  test('two releases side by side are not chosen from; the error says where they are', () => {
    const paths = ['virtio-win-0.1.173/viostor/w7/x86', 'virtio-win-0.1.285/viostor/w7/x86'];
    expect(refusal(() => select(below(...paths), required('viostor'))).diagnostics).toMatchObject([
      {
        found: `the folders "virtio-win-0.1.173", "virtio-win-0.1.285"; elsewhere ${paths.map((path) => JSON.stringify(`${path}/viostor.inf`)).join(', ')}`,
      },
    ]);
  });
});

test('what may be why a driver is missing is said with it, and not otherwise', () => {
  const remark = { id: 'test.problem', message: 'another tree' } as const;
  const source = { label: 'image', entries: [], remarks: [remark] };
  expect(() => selectDrivers(source, [required('viostor')], DEFAULT_GUEST_TARGET)).toThrow(
    /another tree/,
  );
  expect(selectDrivers(source, [], DEFAULT_GUEST_TARGET).drivers).toEqual([]);
});

describe('rules 8: what is wrong with a source in one place', () => {
  const entries = ['viostor/w7/amd64/a', 'viostor/w7/x86/a', 'LICENSE', 'data/x'].map(
    (path): SourceEntry => ({ path, kind: 'file', size: 1 }),
  );
  const selectDespite = (path: string): Selection =>
    selectDrivers(
      {
        label: 'image',
        entries,
        problems: [{ path, problem: { id: 'test.problem', message: 'odd' } }],
      },
      [required('viostor')],
      DEFAULT_GUEST_TARGET,
    );

  test.each(['data/x', 'data', 'viostor/w8/x86/a', 'viostor/w8', 'other', 'guest/LICENSE'])(
    'does not matter where nothing is taken: %s',
    (path) => {
      expect(selectDespite(path).drivers).toHaveLength(2);
    },
  );

  test.each([
    'VIOSTOR',
    'viostor/w7',
    'viostor/w7.1',
    'viostor/w7/x86/a',
    'viostor/w7/amd64',
    'license.txt',
  ])('is refused where something is taken, or would be: %s', (path) => {
    expect(() => selectDespite(path)).toThrow(/odd/);
  });
});

describe('rules 4: symbolic links are refused wherever they stand', () => {
  test.each(['viostor', 'VIOSTOR/w7', 'viostor/w7/x86/a.sys', 'viostor/w10/x86/a.sys', 'LICENSE'])(
    'at %s',
    (path) => {
      const links: readonly SourceEntry[] = [{ path, kind: 'symbolic-link', size: 0 }];
      expect(refusal(() => selectEntries(links, optional('viostor'))).diagnostics).toMatchObject([
        { file: `image: ${path}`, found: 'a symbolic link' },
      ]);
    },
  );

  test('what is not looked at does not matter', () => {
    const links: readonly SourceEntry[] = [{ path: 'data/x', kind: 'symbolic-link', size: 0 }];
    expect(selectEntries(links, optional('viostor')).files).toEqual([]);
  });
});

describe('what is taken can be written below one directory', () => {
  test.each(['a\\b', 'C:', 'a\0b', '..', '.', ''])('a component %j is refused', (component) => {
    const path = `viostor/w7/x86/${component}/a.sys`;
    expect(refusal(() => select([path], optional('viostor'))).message).toMatch(/safely/);
  });

  test('paths that are equal when case is ignored are refused, all groups', () => {
    const paths = ['viostor/w7/x86/a', 'viostor/w7/x86/A', 'Viostor/w7/x86/b', 'viostor/w7/X86/B'];
    expect(refusal(() => select(paths, optional('viostor'))).diagnostics).toMatchObject([
      { found: '"viostor/w7/x86/A", "viostor/w7/x86/a"' },
      { found: '"viostor/w7/X86/B", "Viostor/w7/x86/b"' },
    ]);
  });
});

test('the order of the entries does not matter', () => {
  const paths = ['viostor/w7/x86/b', 'viostor/w7/amd64/a', 'README', 'NetKVM/w7/x86/c'];
  const requests = [optional('viostor'), optional('netkvm')];
  expect(select(paths.toReversed(), ...requests)).toEqual(select(paths, ...requests));
  expect(select(paths, ...requests.toReversed())).toEqual(select(paths, ...requests));
});
