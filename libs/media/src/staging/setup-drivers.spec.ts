import { describe, expect, test } from '@jest/globals';
import type { Verdict } from '@aero-guest-tools/catalog';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import { setupDrivers, setupDriverWarnings } from './setup-drivers';

type Inf = DriverReport['infFiles'][number];

/** A driver with an INF file; the text stands for its contents. */
function driver(
  name: string,
  inf: Omit<Inf, 'path'>,
  { architecture = 'amd64', text = `${name} for ${architecture}` }: Partial<Parts> = {},
): DriverReport {
  const path = `${name}.inf`;
  return {
    name,
    architecture,
    directory: `${architecture}/${name}`,
    infFiles: [{ path, ...inf }],
    devices: [],
    hardwareIds: [],
    services: [name],
    files: [{ path, size: 1, decision: 'include', sha256: text }],
  };
}

interface Parts {
  readonly architecture: DriverReport['architecture'];
  readonly text: string;
}

const STORAGE = { class: 'SCSIAdapter' };
const NETWORK = { class: 'Net' };

describe('rules 4: the drivers that Windows Setup is given', () => {
  test.each<[string, Omit<Inf, 'path'>, boolean]>([
    ['SCSI and RAID controllers', { class: 'SCSIAdapter' }, true],
    ['as INF files may also write it', { class: 'SCSIADAPTER' }, true],
    ['by the GUID alone', { classGuid: '{4D36E97B-E325-11CE-BFC1-08002BE10318}' }, true],
    ['ATA controllers', { class: 'hdc' }, true],
    ['network adapters', { class: 'Net' }, true],
    ['by the GUID alone', { classGuid: '{4d36e972-e325-11ce-bfc1-08002be10318}' }, true],
    ['network protocols', { class: 'NetTrans' }, false],
    ['display adapters', { class: 'Display' }, false],
    ['system devices', { class: 'System' }, false],
    ['human interface devices', { class: 'HIDClass' }, false],
    ['no class', {}, false],
  ])('%s: %j', (_, inf, isTaken) => {
    expect(setupDrivers([driver('any', inf)])).toHaveLength(isTaken ? 1 : 0);
  });

  test('one that Windows starts from is taken whatever its class', () => {
    const bootDisk = {} as NonNullable<DriverReport['bootDisk']>;
    expect(setupDrivers([{ ...driver('aerovblk', { class: 'System' }), bootDisk }])).toHaveLength(
      1,
    );
  });
});

describe('rules 4: what Windows Setup cannot be given', () => {
  test('storage and network of one architecture are fine', () => {
    expect(setupDriverWarnings([driver('viostor', STORAGE), driver('netkvm', NETWORK)])).toEqual(
      [],
    );
  });

  test('nothing that it needs is an error', () => {
    expect(() => setupDriverWarnings([driver('viogpudo', { class: 'Display' })])).toThrow(
      /no driver that Windows Setup needs\n.*"viogpudo"\n.*SCSIAdapter, HDC or Net/,
    );
  });

  test('without storage Setup shows no disk, which is a warning for each architecture', () => {
    const drivers = [
      driver('netkvm', NETWORK),
      driver('netkvm', NETWORK, { architecture: 'x86' }),
      driver('viostor', STORAGE, { architecture: 'x86' }),
    ];
    expect(setupDriverWarnings(drivers).map(({ message }) => message)).toContain(
      'there is no storage driver for Windows Setup on amd64',
    );
    expect(setupDriverWarnings(drivers).map(({ file }) => file)).not.toContain('$WinPEDriver$/x86');
  });

  test('drivers of several architectures are a warning: Setup searches the folders of all', () => {
    const drivers = [
      driver('viostor', STORAGE, { architecture: 'x86' }),
      driver('viostor', STORAGE),
    ];
    expect(setupDriverWarnings(drivers)).toMatchObject([
      { severity: 'warning', found: 'drivers for x86 and amd64' },
    ]);
  });

  test.each<[string, Verdict, RegExp | undefined]>([
    [
      'accepted as it is',
      { withoutUpdates: 'accepted', withUpdates: 'accepted', updates: [] },
      undefined,
    ],
    [
      'accepted with updates',
      { withoutUpdates: 'refused', withUpdates: 'accepted', updates: ['KB3033929'] },
      /Setup has no updates/,
    ],
    [
      'test-signed, on Windows 7',
      { withoutUpdates: 'refused', withUpdates: 'test-signing', updates: ['KB3033929'] },
      /Setup runs without test signing/,
    ],
    [
      'test-signed, on Windows 11',
      { windows: 'w11', secureBootOn: 'refused', secureBootOff: 'test-signing' },
      /Setup runs without test signing/,
    ],
    [
      'accepted by Windows 11',
      { windows: 'w11', secureBootOn: 'accepted', secureBootOff: 'accepted' },
      undefined,
    ],
    [
      'trusted by nobody, on x86',
      { withoutUpdates: 'if-trusted', withUpdates: 'if-trusted', updates: [] },
      undefined,
    ],
  ])('%s: whether Setup accepts it as the guest does', (_, verdict, expected) => {
    const signing = { catalogs: [], problems: [], verdict };
    const warnings = setupDriverWarnings([{ ...driver('viostor', STORAGE), signing }]);
    expect(warnings).toHaveLength(expected ? 1 : 0);
    if (!expected) return;
    expect(warnings[0]).toMatchObject({ severity: 'warning', found: '"amd64/viostor"' });
    expect(warnings[0]?.message).toMatch(expected);
  });

  test('an INF file that is the same for two would install the files of the other: an error', () => {
    const drivers = [
      driver('aerovblk', STORAGE, { architecture: 'x86', text: 'for both' }),
      driver('aerovblk', STORAGE, { text: 'for both' }),
      driver('viostor', STORAGE),
    ];
    expect(() => setupDriverWarnings(drivers)).toThrow(
      /x86\/aerovblk\/aerovblk\.inf: Windows Setup could install the driver of the wrong architecture/,
    );
    // Drivers that Setup is not given do not matter.
    const others = [
      driver('viogpu', { class: 'Display' }, { architecture: 'x86', text: 'for both' }),
      driver('viogpu', { class: 'Display' }, { text: 'for both' }),
      driver('viostor', STORAGE),
    ];
    expect(() => setupDriverWarnings(others)).not.toThrow();
  });
});
