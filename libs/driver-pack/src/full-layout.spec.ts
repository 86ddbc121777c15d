import { hasUpstreamLayout, UPSTREAM_DRIVERS } from '@aero-guest-tools/driver-layout';
import { guestTarget, WINDOWS_TARGETS, type Architecture } from '@aero-guest-tools/windows-target';
import { describe, expect, test } from '@jest/globals';
import { chooseFiles } from './choose-files';
import { selectDrivers } from './select-drivers';

const CLIENTS = ['w7', 'w8', 'w8.1', 'w10', 'w11'];
const SERVERS = ['2k8R2', '2k12', '2k12R2', '2k16', '2k19', '2k22', '2k25'];
const DRIVERS = UPSTREAM_DRIVERS.filter(({ folder }) => folder !== 'viosnd');

/** Spelled as upstream spells them. */
const ARCHITECTURE_FOLDERS: Readonly<Record<string, readonly string[]>> = {
  w7: ['amd64', 'x86'],
  w8: ['amd64', 'x86'],
  'w8.1': ['amd64', 'x86'],
  w10: ['ARM64', 'amd64', 'x86'],
  w11: ['ARM64', 'amd64'],
};

/**
 * Drivers that are only an INF file and a catalog: Windows has the rest, or there is nothing to
 * run.
 */
const WITHOUT_BINARY = new Set(['smbus', 'qemufwcfg', 'qemupciserial', 'sriov']);

/**
 * Other files of drivers besides INF file, catalog and `.sys`; and symbols, which go on no media.
 */
const OTHER_FILES: Readonly<Record<string, readonly string[]>> = {
  NetKVM: ['netkvmco.exe', 'netkvmp.exe', 'vioprot.cat', 'vioprot.inf'],
  Balloon: ['blnsvr.exe', 'blnsvr.pdb'],
  viofs: ['virtiofs.exe', 'virtiofs.pdb'],
};

/** The files of a driver's folder, the same for every Windows and architecture. */
const filesOf = ({ folder, inf }: (typeof DRIVERS)[number]): readonly string[] => {
  const stem = inf.replace(/\.inf$/, '');
  const binary = WITHOUT_BINARY.has(folder) ? [] : [`${stem}.pdb`, `${stem}.sys`];
  return [`${stem}.cat`, inf, ...binary, ...(OTHER_FILES[folder] ?? [])];
};

/**
 * The paths of a full layout of the current release: every driver for every Windows, the copies of
 * storage drivers by architecture, installers and notices at the root.
 */
const RELEASE: readonly string[] = [
  ...DRIVERS.flatMap((driver) =>
    [...CLIENTS, ...SERVERS].flatMap((system) =>
      (ARCHITECTURE_FOLDERS[system] ?? ['amd64']).flatMap((architecture) =>
        filesOf(driver).map((file) => `${driver.folder}/${system}/${architecture}/${file}`),
      ),
    ),
  ),
  ...['amd64', 'i386'].flatMap((architecture) =>
    ['2k12R2', 'w10', 'w7'].flatMap((system) =>
      ['viostor', 'vioscsi'].map((name) => `${architecture}/${system}/${name}.inf`),
    ),
  ),
  'data/info.json',
  'guest-agent/qemu-ga-x86_64.msi',
  'cert/Virtio_Win_Red_Hat_CA.cer',
  'virtio-win-gt-x64.msi',
  'virtio-win-gt-x86.msi',
  'virtio-win-guest-tools.exe',
  'virtio-win_license.txt',
];

const entries = RELEASE.map((path) => ({ path, kind: 'file' as const, size: 1 }));

/** A request for every driver, in lower case as in specs. */
const requests = DRIVERS.map(({ folder }) => ({ name: folder.toLowerCase(), required: true }));

const spelled = (architecture: Architecture): string =>
  architecture === 'arm64' ? 'ARM64' : architecture;

describe('rules 8: a full release is selected right for every Windows and architecture', () => {
  test.each(
    WINDOWS_TARGETS.flatMap((windows) =>
      windows.architectures.map((architecture) => ({ windows, id: windows.id, architecture })),
    ),
  )('$id on $architecture', ({ windows, architecture }) => {
    const target = guestTarget(windows, [architecture]);
    const selection = selectDrivers({ label: 'release', entries }, requests, target);
    const found = selection.drivers.map(({ directory }) => directory).toSorted();
    expect(found).toEqual(
      DRIVERS.map(({ folder }) => `${folder}/${windows.id}/${spelled(architecture)}`).toSorted(),
    );
    expect(selection.missing).toEqual([]);
    expect(selection.notices).toEqual(['virtio-win_license.txt']);
    for (const { source } of selection.files) {
      expect(source).not.toMatch(/\.msi$|^guest-agent|^virtio-win-/);
    }
    // All files of each driver, for this Windows and architecture only.
    const taken = selection.files.filter(({ path }) => path.startsWith('drivers/'));
    expect(taken.map(({ path }) => path).toSorted()).toEqual(
      DRIVERS.flatMap((driver) =>
        filesOf(driver).map(
          (file) => `drivers/${architecture}/${driver.folder.toLowerCase()}/${file}`,
        ),
      ).toSorted(),
    );
    for (const { source } of taken) {
      expect(source).toMatch(
        new RegExp(`/${windows.id.replace('.', '[.]')}/${spelled(architecture)}/`),
      );
    }
  });

  test.each([
    ['w11', 'amd64', ['w10', 'w8.1'], 'w10'],
    ['w11', 'arm64', ['w10'], 'w10'],
    ['2k25', 'amd64', ['2k16', '2k22', 'w11'], '2k22'],
    ['2k22', 'amd64', ['2k16', '2k25'], '2k16'],
    ['2k19', 'amd64', ['2k16', '2k22'], '2k16'],
  ] as const)('%s on %s falls back on older folders: %j', (id, architecture, systems, taken) => {
    const windows = WINDOWS_TARGETS.find((one) => one.id === id);
    if (!windows) throw new Error(id);
    const paths = systems.map((system) => `vioscsi/${system}/${architecture}/vioscsi.inf`);
    const source = {
      label: 'older',
      entries: paths.map((path) => ({ path, kind: 'file' as const, size: 1 })),
    };
    const { drivers } = selectDrivers(
      source,
      [{ name: 'vioscsi', required: true }],
      guestTarget(windows, [architecture]),
    );
    expect(drivers.map(({ directory }) => directory)).toEqual([`vioscsi/${taken}/${architecture}`]);
  });

  test('an architecture alone falls back: w11 has amd64, w10 has both', () => {
    const windows = WINDOWS_TARGETS.find(({ id }) => id === 'w11');
    if (!windows) throw new Error('w11');
    const paths = ['w11/amd64', 'w10/amd64', 'w10/ARM64'].map((one) => `viofs/${one}/viofs.inf`);
    const { drivers } = selectDrivers(
      { label: 'mixed', entries: paths.map((path) => ({ path, kind: 'file', size: 1 })) },
      [{ name: 'viofs', required: true }],
      guestTarget(windows, ['amd64', 'arm64']),
    );
    expect(drivers.map(({ directory }) => directory)).toEqual([
      'viofs/w11/amd64',
      'viofs/w10/ARM64',
    ]);
  });

  test('no Windows falls back on one of another NT version', () => {
    const paths = ['viostor/w8.1/amd64/viostor.inf', 'viostor/2k12R2/amd64/viostor.inf'];
    const source = {
      label: 'old',
      entries: paths.map((path) => ({ path, kind: 'file' as const, size: 1 })),
    };
    for (const windows of WINDOWS_TARGETS.filter(({ majorVersion }) => majorVersion === 10)) {
      expect(() =>
        selectDrivers(source, [{ name: 'viostor', required: true }], guestTarget(windows)),
      ).toThrow(new RegExp(`missing for [^]*no ${windows.name} folder in viostor`));
    }
  });

  test('a driver that is not known needs no code: its spec names folder and INF file', () => {
    const windows = WINDOWS_TARGETS.find(({ id }) => id === 'w11');
    if (!windows) throw new Error('w11');
    const request = {
      name: 'cxl',
      required: true,
      upstreamFolder: 'VioCXL',
      expectedInfFiles: ['cxlmem.inf'],
    };
    for (const [path, directory] of [
      ['viocxl/w11/amd64/cxlmem.inf', 'viocxl/w11/amd64'],
      ['Win11/amd64/cxlmem.inf', 'Win11/amd64'],
    ] as const) {
      const source = { label: 'new', entries: [{ path, kind: 'file' as const, size: 1 }] };
      const { drivers, files } = selectDrivers(source, [request], guestTarget(windows));
      expect(drivers).toMatchObject([{ name: 'cxl', directory }]);
      expect(files.map((file) => file.path)).toEqual(['drivers/amd64/cxl/cxlmem.inf']);
    }
  });

  test('the protocol of sriov is known by its INF file where all drivers share a folder', () => {
    const windows = WINDOWS_TARGETS.find(({ id }) => id === 'w10');
    if (!windows) throw new Error('w10');
    const names = ['netkvm.inf', 'netkvm.sys', 'vioprot.cat', 'vioprot.inf'];
    const shared = names.map((name) => `Win10/amd64/${name}`);
    const { files } = selectDrivers(
      { label: 'pre-WHQL', entries: shared.map((path) => ({ path, kind: 'file', size: 1 })) },
      [{ name: 'sriov', required: true }],
      guestTarget(windows, ['amd64']),
    );
    expect(files.map(({ path }) => path)).toEqual([
      'drivers/amd64/sriov/vioprot.cat',
      'drivers/amd64/sriov/vioprot.inf',
    ]);
  });

  test('the layout is recognised whatever Windows its drivers are for', () => {
    for (const system of [...CLIENTS, ...SERVERS]) {
      const path = `vioscsi/${system}/amd64/vioscsi.inf`;
      expect(hasUpstreamLayout([{ path }])).toBe(true);
    }
    expect(hasUpstreamLayout([{ path: 'a/w12/amd64/a.inf' }])).toBe(false);
  });

  test('a lock lists the files of the versions that are asked for, and no others', () => {
    const systems = WINDOWS_TARGETS.filter(({ id }) => id === 'w7' || id === '2k25');
    const { files, listedFor } = chooseFiles(entries, systems);
    expect(listedFor).toEqual(['w7', '2k25']);
    const folders = new Set(files.map((path) => path.split('/').slice(1, 2).join()));
    expect([...folders].toSorted()).toEqual(['', '2k25', 'w7']);
    const one = chooseFiles(entries, systems.slice(0, 1)).files;
    expect(one.length).toBeLessThan(files.length);
  });
});
