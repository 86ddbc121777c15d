import type { Acceptance } from '@aero-guest-tools/catalog';
import type { BootDiskReport, DriverReport } from '@aero-guest-tools/packaging-spec';
import {
  DEFAULT_GUEST_TARGET,
  guestTarget,
  windowsTarget,
  type GuestTarget,
} from '@aero-guest-tools/windows-target';
import { describe, expect, test } from '@jest/globals';
import { generateMediaCmd } from './media-cmd';

const bootDisk: BootDiskReport = {
  infFile: 'viostor.inf',
  service: 'viostor',
  hardwareIds: [String.raw`PCI\VEN_1AF4&DEV_1001`, String.raw`PCI\VEN_1AF4&DEV_1042`, '*PNP0A03'],
  classGuid: '{4D36E97B-E325-11CE-BFC1-08002BE10318}',
  serviceType: 1,
  startType: 0,
  errorControl: 1,
  loadOrderGroup: 'SCSI miniport',
  binary: 'viostor.sys',
  source: 'bin/viostor.sys',
  sourceIsCompressed: false,
  values: [
    { subkey: 'Parameters', name: 'BusType', type: 'REG_DWORD', data: ['10'] },
    { subkey: '', name: 'Path', type: 'REG_EXPAND_SZ', data: ['%SystemRoot%'] },
    { subkey: 'Parameters', name: 'Texts', type: 'REG_MULTI_SZ', data: ['a', 'b'] },
    { subkey: 'Parameters', name: 'Bytes', type: 'REG_BINARY', data: ['0a', 'ff'] },
  ],
};

const viostor: DriverReport = {
  name: 'viostor',
  architecture: 'amd64',
  directory: 'x64/VioStor',
  infFiles: [{ path: 'viostor.inf' }, { path: 'more/b c.inf' }],
  devices: [],
  hardwareIds: [],
  services: ['viostor'],
  files: [],
  bootDisk,
  signing: {
    catalogs: [],
    problems: [],
    verdict: {
      withoutUpdates: 'refused',
      withUpdates: 'accepted',
      updates: ['KB4490628', 'KB4474419'],
      until: Date.UTC(2039, 0, 31, 23, 59, 59) / 1000,
    },
  },
};

const netkvm: DriverReport = {
  name: 'netkvm',
  architecture: 'amd64',
  directory: 'x64/netkvm',
  infFiles: [{ path: 'netkvm.inf' }],
  devices: [],
  hardwareIds: [],
  services: ['netkvm'],
  files: [],
};

const generated = (
  drivers: readonly DriverReport[],
  version = '1.2.3',
  target: GuestTarget = DEFAULT_GUEST_TARGET,
): readonly string[] =>
  generateMediaCmd({ version, buildId: 'local', target, drivers }).split('\r\n').slice(0, -1);

/** The lines after a label, up to the next. */
function section(lines: readonly string[], label: string): readonly string[] {
  const start = lines.indexOf(`:${label}`) + 1;
  expect(start).toBeGreaterThan(0);
  const length = lines.slice(start).findIndex((line) => line.startsWith(':'));
  return lines.slice(start, length === -1 ? undefined : start + length);
}

describe('rules 6: media.cmd tells the scripts of the guest what the packager knows', () => {
  const lines = generated([viostor, netkvm]);

  test('is ASCII and has nothing outside of assignments that a driver could change', () => {
    for (const line of lines) {
      expect(line).toMatch(/^[\u0020-\u007e]*$/);
      expect(line).toMatch(
        /^(?:@echo off|rem\b.*|set .*|:\w+|exit \/b 0|if (?:\/i )?"%~\d"=="\w+" goto \w+)$/,
      );
    }
  });

  test('version, build and target', () => {
    expect(lines).toEqual(
      expect.arrayContaining([
        'set "AERO_MEDIA_VERSION=1.2.3"',
        'set "AERO_MEDIA_BUILD=local"',
        'set "AERO_MEDIA_TARGET=w7"',
      ]),
    );
    expect(generated([], '1"&calc&"%X%')).toContain('set "AERO_MEDIA_VERSION=1_&calc&__X_"');
  });

  test('the drivers of each architecture in the order of the manifest', () => {
    expect(section(lines, 'amd64').slice(0, 2)).toEqual([
      'set "AERO_MEDIA_DRIVERS=1 2"',
      'set "AERO_MEDIA_STORAGE=2"',
    ]);
    expect(section(lines, 'x86').slice(0, 2)).toEqual([
      'set "AERO_MEDIA_DRIVERS="',
      'set "AERO_MEDIA_STORAGE="',
    ]);
  });

  test('INF files, verdict and updates of a driver', () => {
    expect(section(lines, 'amd64_1')).toEqual([
      'set "AERO_MEDIA_DRIVER_NAME=netkvm"',
      String.raw`set AERO_MEDIA_DRIVER_INFS="drivers\amd64\netkvm\netkvm.inf"`,
      'set "AERO_MEDIA_DRIVER_VERDICT=may-be-refused"',
      'set "AERO_MEDIA_DRIVER_UPDATES="',
      'set "AERO_MEDIA_DRIVER_UNTIL="',
      'set "AERO_MEDIA_DRIVER_STORAGE="',
      'exit /b 0',
    ]);
    expect(section(lines, 'amd64_2')).toEqual(
      expect.arrayContaining([
        String.raw`set AERO_MEDIA_DRIVER_INFS="drivers\amd64\viostor\viostor.inf" "drivers\amd64\viostor\more\b c.inf"`,
        'set "AERO_MEDIA_DRIVER_VERDICT=accepted"',
        'set "AERO_MEDIA_DRIVER_UPDATES=KB4490628 KB4474419"',
        'set "AERO_MEDIA_DRIVER_UNTIL=20390131"',
        'set "AERO_MEDIA_DRIVER_STORAGE=1"',
      ]),
    );
  });

  test.each([
    ['accepted', 'accepted'],
    ['if-trusted', 'accepted'],
    ['test-signing', 'test-signing'],
    ['unknown', 'may-be-refused'],
    ['refused', 'refused'],
  ] as const)('the verdict %s is %s', (withUpdates, verdict) => {
    const signing = {
      catalogs: [],
      problems: [],
      verdict: { withoutUpdates: withUpdates, withUpdates, updates: [] },
    };
    expect(generated([{ ...viostor, signing }])).toContain(
      `set "AERO_MEDIA_DRIVER_VERDICT=${verdict}"`,
    );
  });

  const windows11 = guestTarget(windowsTarget('w11'));
  const judged = (driver: DriverReport, on: Acceptance, off: Acceptance): DriverReport => ({
    ...driver,
    signing: {
      catalogs: [],
      problems: [],
      verdict: { windows: 'w11', secureBootOn: on, secureBootOff: off },
    },
  });

  test.each([
    ['accepted', 'accepted', 'accepted', 'accepted'],
    ['refused', 'accepted', 'refused', 'accepted'],
    ['refused', 'unknown', 'refused', 'may-be-refused'],
    ['unknown', 'unknown', 'may-be-refused', 'may-be-refused'],
    ['refused', 'test-signing', 'refused', 'test-signing'],
    ['refused', 'if-trusted', 'refused', 'accepted'],
    ['refused', 'refused', 'refused', 'refused'],
  ] as const)(
    'newer Windows: %s with Secure Boot and %s without it is %s and %s',
    (on, off, verdictOn, verdictOff) => {
      const text = generated([judged(viostor, on, off)], '1.2.3', windows11);
      expect(text.filter((line) => line.includes('_VERDICT')).slice(-2)).toEqual([
        `set "AERO_MEDIA_DRIVER_VERDICT=${verdictOff}"`,
        `set "AERO_MEDIA_DRIVER_VERDICT_SECURE_BOOT=${verdictOn}"`,
      ]);
      expect(text).toContain('set "AERO_MEDIA_DRIVER_VERDICT_SECURE_BOOT="');
      expect(text).toContain('set "AERO_MEDIA_DRIVER_UPDATES="');
      expect(text).toContain('set "AERO_MEDIA_TARGET=w11"');
    },
  );

  test('Windows 7 and its server know no Secure Boot', () => {
    const server = guestTarget(windowsTarget('2k8R2'));
    for (const text of [lines, generated([viostor], '1.2.3', server)]) {
      expect(text.join()).not.toContain('SECURE_BOOT');
    }
  });

  test('each driver that a disk is started from is a storage driver', () => {
    const vioscsi: DriverReport = {
      ...viostor,
      name: 'vioscsi',
      infFiles: [{ path: 'vioscsi.inf' }],
      bootDisk: {
        ...bootDisk,
        service: 'vioscsi',
        infFile: 'vioscsi.inf',
        hardwareIds: [String.raw`PCI\VEN_1AF4&DEV_1048`],
        values: [{ subkey: 'Parameters', name: 'BusType', type: 'REG_DWORD', data: ['10'] }],
      },
    };
    const both = generated([viostor, netkvm, vioscsi], '1.2.3', windows11);
    expect(section(both, 'amd64').slice(0, 2)).toEqual([
      'set "AERO_MEDIA_DRIVERS=1 2 3"',
      'set "AERO_MEDIA_STORAGE=2 3"',
    ]);
    expect(section(both, 'amd64_2')).toEqual(
      expect.arrayContaining([
        'set "AERO_MEDIA_SERVICE=vioscsi"',
        String.raw`set AERO_MEDIA_SERVICE_HWIDS="PCI\VEN_1AF4&DEV_1048"`,
        'if "%~3"=="1" goto amd64_2_value_1',
      ]),
    );
    const labels = both.filter((line) => line.startsWith(':'));
    expect(new Set(labels).size).toBe(labels.length);
    for (const [, label = ''] of both.join('\n').matchAll(/ goto (\w+)/g)) {
      expect(labels).toContain(`:${label}`);
    }
  });

  test('the service of the storage driver, and every PCI device that its INF binds', () => {
    expect(section(lines, 'amd64_2')).toEqual(
      expect.arrayContaining([
        'set "AERO_MEDIA_SERVICE=viostor"',
        String.raw`set "AERO_MEDIA_SERVICE_INF=drivers\amd64\viostor\viostor.inf"`,
        String.raw`set AERO_MEDIA_SERVICE_HWIDS="PCI\VEN_1AF4&DEV_1001" "PCI\VEN_1AF4&DEV_1042"`,
        'set "AERO_MEDIA_SERVICE_START=0"',
        'set "AERO_MEDIA_SERVICE_GROUP=SCSI miniport"',
        String.raw`set "AERO_MEDIA_SERVICE_SOURCE=drivers\amd64\viostor\bin\viostor.sys"`,
      ]),
    );
  });

  test('whether its file is stored compressed', () => {
    expect(section(lines, 'amd64_2')).toContain('set "AERO_MEDIA_SERVICE_COMPRESSED="');
    const stored = { ...bootDisk, source: 'viostor.sy_', sourceIsCompressed: true };
    expect(generated([{ ...viostor, bootDisk: stored }])).toEqual(
      expect.arrayContaining([
        String.raw`set "AERO_MEDIA_SERVICE_SOURCE=drivers\amd64\viostor\viostor.sy_"`,
        'set "AERO_MEDIA_SERVICE_COMPRESSED=1"',
      ]),
    );
  });

  test('its registry values, but those that a batch file cannot hold', () => {
    expect(section(lines, 'amd64_2')).toContain('set "AERO_MEDIA_SERVICE_VALUES=1 2 3"');
    expect(section(lines, 'amd64_value_1')).toEqual([
      'set "AERO_MEDIA_VALUE_KEY=Parameters"',
      'set "AERO_MEDIA_VALUE_NAME=BusType"',
      'set "AERO_MEDIA_VALUE_TYPE=REG_DWORD"',
      'set "AERO_MEDIA_VALUE_DATA=10"',
      'exit /b 0',
    ]);
    expect(section(lines, 'amd64_value_2')).toContain(String.raw`set "AERO_MEDIA_VALUE_DATA=a\0b"`);
    expect(section(lines, 'amd64_value_3')).toContain('set "AERO_MEDIA_VALUE_DATA=0aff"');
  });

  test.each([
    ['a driver', { ...netkvm, name: 'net%kvm' }, '"%" in "drivers/amd64/net%kvm/netkvm.inf"'],
    ['an INF file', { ...netkvm, infFiles: [{ path: 'a^b.inf' }] }, '"^"'],
    ['a file', { ...viostor, bootDisk: { ...bootDisk, binary: 'a&b.sys' } }, '"a&b.sys"'],
    ['a group', { ...viostor, bootDisk: { ...bootDisk, loadOrderGroup: '"&calc&"' } }, 'calc'],
  ])('%s with a name that a batch file would reinterpret is refused', (_, driver, found) => {
    expect(() => generated([driver])).toThrow(found);
  });
});
