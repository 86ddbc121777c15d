import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WINDOWS_TARGETS, windowsTarget } from '@aero-guest-tools/windows-target';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import {
  controlKey,
  createGuest,
  criticalDevice,
  databaseKey,
  markKey,
  servicesKey,
  versionKey,
  type Guest,
} from './guest';
import { crlf, mediaFor, packageLine, scsiHardwareIds, type MediaFiles } from './media';
import { payloadLines } from './payload';
import { hasWine, rebootRequired, type WinePrefix } from './wine';

if (!hasWine) console.warn('wine is not installed: the batch files are not run');

jest.retryTimes(1, { logErrorsBeforeRetry: true });
jest.setTimeout(240_000);

const productKey = `${controlKey}\\ProductOptions`;
const environmentKey = `${controlKey}\\Session Manager\\Environment`;
const secureBootKey = `${controlKey}\\SecureBoot\\State`;

/** The versions that winecfg of Wine 8 to 10 offers, and the ids of those that media are made for. */
const OFFERED_BY_WINECFG: Readonly<Record<string, string | undefined>> = {
  winxp64: undefined,
  win2003: undefined,
  vista: undefined,
  win2008: undefined,
  win7: 'w7',
  win2008r2: '2k8R2',
  win8: 'w8',
  win81: 'w8.1',
  win10: 'w10',
  win11: 'w11',
};

/** Versions that winecfg does not offer: CurrentVersion, build, product type, and id. */
const OTHERS = [
  ['6.1', 7600, 'WinNT', undefined],
  ['6.2', 9200, 'ServerNT', '2k12'],
  ['6.3', 9600, 'LanmanNT', '2k12R2'],
  ['10.0', 10_240, 'WinNT', 'w10'],
  ['10.0', 19_045, 'WinNT', 'w10'],
  ['10.0', 22_000, 'WinNT', 'w11'],
  ['10.0', 26_200, 'WinNT', 'w11'],
  ['10.0', 14_393, 'ServerNT', '2k16'],
  ['10.0', 17_763, 'LanmanNT', '2k19'],
  ['10.0', 18_363, 'ServerNT', '2k19'],
  ['10.0', 20_348, 'ServerNT', '2k22'],
  ['10.0', 25_398, 'ServerNT', '2k22'],
  ['10.0', 26_100, 'ServerNT', '2k25'],
] as const;

test('setup.cmd knows each Windows that media are made for, by its name', () => {
  const names = payloadLines('setup.cmd').flatMap((line) => {
    const [, id, name] = /^if "%ID%"=="([^"]+)" set "NAME=([^"]+)"$/u.exec(line) ?? [];
    return id === undefined ? [] : [[id, name]];
  });
  expect(names).toEqual(WINDOWS_TARGETS.map(({ id, name }) => [id, name]));
});

test.each(WINDOWS_TARGETS)('setup.cmd looks for $name as its row says', ({ scripts }) => {
  const lines = payloadLines('setup.cmd');
  for (const value of scripts.versionValues) {
    expect(lines).toContain(`call :read_registry "%VERSION_KEY%" ${value}`);
  }
  const addDriver = lines.filter((line) => line.includes('set "ADD_DRIVER=1"'));
  const build = scripts.addDriverFromBuild;
  if (build === undefined) return;
  expect(addDriver).toEqual([`if %WINDOWS_BUILD% GEQ ${String(build)} set "ADD_DRIVER=1"`]);
});

(hasWine ? describe : describe.skip)('setup.cmd on the versions of Windows', () => {
  let guest: Guest;
  let wine: WinePrefix;

  beforeAll(() => {
    guest = createGuest();
    ({ wine } = guest);
  });

  afterAll(() => wine?.dispose());

  beforeEach(() => guest.reset());

  /** What Windows 10 and newer have says 6.3 in CurrentVersion, which Wine does not copy. */
  function install(version: string, build: number, productType = 'WinNT'): void {
    const major = version === '10.0' ? 'dword:0000000a' : '-';
    const text = [
      'Windows Registry Editor Version 5.00',
      '',
      `[${versionKey.replace('HKLM', 'HKEY_LOCAL_MACHINE')}]`,
      `"CurrentVersion"="${version === '10.0' ? '6.3' : version}"`,
      `"CurrentBuildNumber"="${String(build)}"`,
      `"CurrentMajorVersionNumber"=${major}`,
      '',
      `[${productKey.replace('HKLM', 'HKEY_LOCAL_MACHINE')}]`,
      `"ProductType"="${productType}"`,
    ];
    guest.write('stub/version.reg', crlf(...text));
    wine.reg('import', String.raw`C:\stub\version.reg`);
  }

  const nameOf = (id: string): string => windowsTarget(id).name;

  function expectNothingChanged(): void {
    expect(guest.calls()).toEqual([]);
    expect(existsSync(join(wine.driveC, 'AeroGuestTools'))).toBe(false);
    expect(guest.registry(markKey)).toBeUndefined();
    for (const service of ['viostor', 'vioscsi']) {
      expect(guest.registry(`${servicesKey}\\${service}`)).toBeUndefined();
    }
  }

  /** Media for another Windows are refused: what they are for, what this is, and what to build. */
  function expectRefusal(id: string | undefined): void {
    const other = id === 'w11' ? 'w8.1' : 'w11';
    const { status, stdout } = guest.run(mediaFor(other), 'setup.cmd /check /quiet');
    expect(stdout).toContain(`The drivers on this media are for ${nameOf(other)}, and this is `);
    if (id === undefined) {
      expect(stdout).not.toContain('aero-guest-tools build');
    } else {
      expect(stdout).toContain(`and this is ${nameOf(id)}.\r\n`);
      expect(stdout).toContain(
        `aero-guest-tools build virtio-win.iso --windows ${id} --arch amd64\r\n`,
      );
    }
    expect(status).toBe(3);
    expectNothingChanged();
  }

  describe('as winecfg sets them', () => {
    test('winecfg offers none that the table lacks', () => {
      const { stdout } = wine.winecfg('/?');
      const offered = [...stdout.matchAll(/^ +(\w+) {2}\S.*$/gmu)].map(([, name]) => name);
      expect(offered).toContain('win10');
      expect(Object.keys(OFFERED_BY_WINECFG)).toEqual(expect.arrayContaining(offered));
    });

    test.each(Object.entries(OFFERED_BY_WINECFG))('%s is %s', (version, id) => {
      if (wine.winecfg('/v', version).status !== 0) {
        console.warn(`skipped: winecfg does not offer ${version}`);
        return;
      }
      expectRefusal(id);
      if (id === undefined) return;
      const { status, stdout } = guest.run(mediaFor(id), 'setup.cmd /check /quiet');
      expect(stdout).toContain(`${nameOf(id)} (`);
      expect(stdout).toContain('All checks passed. Nothing was changed.');
      expect(status).toBe(0);
      expectNothingChanged();
    });
  });

  describe('as the registry has them', () => {
    /** The lines of setup.cmd from a label to another. */
    function linesOf(label: string, end: string): readonly string[] {
      const lines = payloadLines('setup.cmd');
      const [first, last] = [lines.indexOf(label), lines.indexOf(end)];
      expect(first).toBeGreaterThan(0);
      expect(last).toBeGreaterThan(first);
      return lines.slice(first, last);
    }

    // Each program takes Wine a while to start: the subroutines of setup.cmd are given what reg.exe would read.
    test('each of the others is known, with its pnputil and its database of drivers', () => {
      const rows = crlf(
        '@echo off',
        'setlocal EnableExtensions DisableDelayedExpansion',
        ...OTHERS.map(
          ([version, build, product]) => `call :row ${version} ${String(build)} ${product}`,
        ),
        'exit /b 0',
        ':row',
        'for %%V in (ADD_DRIVER DRIVER_DATABASE WINDOWS CurrentMajorVersionNumber) do set "%%V="',
        'set "CurrentVersion=%1"',
        'if "%1"=="10.0" set "CurrentVersion=6.3"',
        'if "%1"=="10.0" set "CurrentMajorVersionNumber=0xa"',
        'set "CurrentBuildNumber=%2"',
        'set "ProductType=%3"',
        'call :read_windows',
        'set "NAME=%WINDOWS%"',
        'if defined WINDOWS call :name_windows',
        'echo %1,%2,%3,%WINDOWS%,%NAME%,%ADD_DRIVER%,%DRIVER_DATABASE%',
        'exit /b 0',
        ':read_registry',
        'call set "DATA=%%%~2%%"',
        'exit /b 0',
        ...linesOf(':read_windows', ':read_registry'),
        ...linesOf(':name_windows', ':check_media'),
      );
      const { stdout } = guest.run({ 'rows.cmd': rows }, 'rows.cmd');
      expect(stdout.split('\r\n').slice(0, -1)).toEqual(
        OTHERS.map(([version, build, product, id]) =>
          [
            version,
            build,
            product,
            id ?? '',
            id === undefined ? '' : nameOf(id),
            version === '10.0' && build >= 14_393 ? '1' : '',
            version === '6.1' ? '' : '1',
          ].join(','),
        ),
      );
    });

    test('media for Windows 7 are taken by its server, as they have always been', () => {
      install('6.1', 7601, 'ServerNT');
      expect(guest.run(mediaFor('w7'), 'setup.cmd /check /quiet').status).toBe(0);
    });

    test('Windows 7 without its service pack is told of it', () => {
      install('6.1', 7600);
      const { status, stdout } = guest.run(mediaFor('w7'), 'setup.cmd /quiet');
      expect(stdout).toContain('Install Service Pack 1 first (build 7601).');
      expect(status).toBe(3);
    });
  });

  describe('the architecture', () => {
    /** Starts setup.cmd as a program of another architecture does. */
    const as = (...variables: readonly string[]): MediaFiles => ({
      'caller.cmd': crlf(
        ...variables.map((text) => `@set "${text}"`),
        '@call setup.cmd /check /quiet',
      ),
    });
    const setNative = (name: string) =>
      wine.reg('add', environmentKey, '/v', 'PROCESSOR_ARCHITECTURE', '/d', name, '/f');

    beforeEach(() => install('10.0', 26_100));
    afterAll(() => {
      setNative('AMD64');
    });

    test.each([
      ['ARM64, by itself', 'AMD64', ['PROCESSOR_ARCHITECTURE=ARM64'], 'arm64'],
      [
        'ARM64, to a 32-bit program',
        'AMD64',
        ['PROCESSOR_ARCHITECTURE=x86', 'PROCESSOR_ARCHITEW6432=ARM64'],
        'arm64',
      ],
      ['ARM64, to an emulated program', 'ARM64', ['PROCESSOR_ARCHITECTURE=AMD64'], 'arm64'],
      ['AMD64', 'AMD64', ['PROCESSOR_ARCHITECTURE=AMD64'], 'amd64'],
    ] as const)('%s', (_, native, variables, architecture) => {
      setNative(native);
      const media = { ...mediaFor('w11', { architecture }), ...as(...variables) };
      const { stdout } = guest.run(media, 'caller.cmd');
      expect(stdout).toContain(`Windows 11 (10.0 build 26100), ${architecture}\r\n`);
      expect(stdout).toContain('All checks passed.');
    });

    test('media for others are refused, with what they are for', () => {
      setNative('ARM64');
      const { status, stdout } = guest.run(mediaFor('w11'), 'setup.cmd /quiet');
      expect(stdout).toContain(String.raw`The folder drivers\arm64 is missing`);
      expect(stdout).toContain(
        'It has drivers for: amd64. Build media with the option  --arch arm64',
      );
      expect(status).toBe(3);
      expectNothingChanged();
    });
  });

  describe('Secure Boot decides where the packager says so', () => {
    const turnSecureBoot = (state: 'on' | 'off') =>
      wine.reg(
        'add',
        secureBootKey,
        '/v',
        'UEFISecureBootEnabled',
        '/t',
        'REG_DWORD',
        '/d',
        state === 'on' ? '1' : '0',
        '/f',
      );
    const crossSigned = {
      windows: 'w10',
      secureBootOn: 'refused',
      secureBootOff: 'accepted',
    } as const;

    beforeEach(() => install('10.0', 19_045));

    test('a driver that is refused under it is refused before anything is changed', () => {
      turnSecureBoot('on');
      const media = mediaFor('w10', { verdict: crossSigned });
      const { status, stdout } = guest.run(media, 'setup.cmd /force');
      expect(stdout).toContain('Windows 10 (10.0 build 19045), amd64, Secure Boot is on');
      expect(stdout).toContain('Where Secure Boot is on, Windows 10 refuses the signature');
      expect(stdout).toContain('switch it off in the firmware of the virtual machine');
      expect(status).toBe(6);
      expectNothingChanged();
    });

    test.each(['x86', 'amd64'] as const)('the same driver for %s is accepted without it', (one) => {
      turnSecureBoot('off');
      const media = {
        ...mediaFor('w10', { verdict: crossSigned, architecture: one }),
        'caller.cmd': crlf(
          `@set "PROCESSOR_ARCHITECTURE=${one === 'x86' ? 'x86' : 'AMD64'}"`,
          '@call setup.cmd /check /quiet',
        ),
      };
      expect(guest.run(media, 'caller.cmd').stdout).toContain('All checks passed.');
      turnSecureBoot('on');
      expect(guest.run(undefined, 'caller.cmd').stdout).toContain('refuses the signature');
    });

    test.each([
      ['test-signing', 'is test-signed, and test signing mode is off'],
      ['unknown', 'it is not documented whether Windows 10 loads the storage driver'],
      ['refused', 'Windows 10 refuses the signature of the storage driver'],
    ] as const)('without it a driver of the verdict %s is refused', (secureBootOff, message) => {
      const verdict = { windows: 'w10', secureBootOn: 'refused', secureBootOff } as const;
      const { status, stdout } = guest.run(mediaFor('w10', { verdict }), 'setup.cmd /quiet');
      expect(stdout).toContain(message);
      expect(status).toBe(6);
      expectNothingChanged();
    });

    test('test-signed media are refused under it, before a certificate is trusted', () => {
      turnSecureBoot('on');
      const verdict = {
        windows: 'w10',
        secureBootOn: 'refused',
        secureBootOff: 'test-signing',
      } as const;
      const { status, stdout } = guest.run(
        mediaFor('w10', { verdict, policy: 'test' }),
        'setup.cmd /force /skipstorage',
      );
      expect(stdout).toContain('bcdedit cannot switch test signing mode on');
      expect(stdout).toContain('Switch Secure Boot off in the firmware of the virtual machine');
      expect(status).toBe(6);
      expectNothingChanged();
    });

    test('an environment that says otherwise is not believed', () => {
      turnSecureBoot('on');
      const media = {
        ...mediaFor('w10', { verdict: crossSigned }),
        'caller.cmd': crlf(
          '@set "SECURE_BOOT="',
          '@set "WINDOWS=w11"',
          '@set "AERO_MEDIA_DRIVER_VERDICT_SECURE_BOOT=accepted"',
          '@call setup.cmd /check /quiet',
        ),
      };
      const { stdout } = guest.run(media, 'caller.cmd');
      expect(stdout).toContain('Where Secure Boot is on, Windows 10 refuses the signature');
      expectNothingChanged();
    });
  });

  describe('installing', () => {
    const media = String.raw`C:\Aero Guest & (x86) !Tools\drivers\amd64`;
    /** What pnputil of Windows 8 and newer does besides. */
    const enterIntoDatabase = (id: string, published: string) =>
      wine.reg(
        'add',
        `${databaseKey}\\DeviceIds\\${id}`,
        '/v',
        published,
        '/t',
        'REG_BINARY',
        '/f',
      );

    test('Windows 11: both storage drivers, by the DriverDatabase, and away again', () => {
      install('10.0', 26_100);
      const files = mediaFor('w11');
      enterIntoDatabase(String.raw`PCI\VEN_1AF4&DEV_1042`, 'oem12.inf');
      enterIntoDatabase(scsiHardwareIds[1], 'oem14.inf');
      const { status, stdout } = guest.run(files, 'setup.cmd /quiet');
      expect(stdout).toContain('Windows is prepared to start from a virtio-blk disk.');
      expect(stdout).toContain('Windows is prepared to start from a virtio-scsi disk.');
      expect(stdout).toContain(String.raw`ControlSet001\Services\vioscsi /v Start`);
      expect(stdout).not.toContain('WARNING');
      expect(status).toBe(rebootRequired);
      expect(guest.calls()).toEqual(
        ['netkvm', 'vioscsi', 'viostor'].map(
          (name) => `pnputil /add-driver "${media}\\${name}\\${name}.inf" /install`,
        ),
      );
      for (const name of ['viostor', 'vioscsi']) {
        expect(guest.registry(`${servicesKey}\\${name}`)).toContain('Start REG_DWORD 0x0');
        const installed = join(wine.driveC, `windows/system32/drivers/${name}.sys`);
        expect(readFileSync(installed, 'latin1')).toBe(`${name} for amd64`);
        expect(guest.state()).toContain(`storage ${name}`);
        expect(guest.state()).toContain(
          packageLine(files, `drivers/amd64/${name}/${name}.inf`, name),
        );
      }
      // Windows 8 and newer do not look there.
      expect(guest.registry(criticalDevice(scsiHardwareIds[1]))).toBeUndefined();

      guest.write('stub/calls.txt', '');
      guest.write('stub/in-use', '');
      expect(guest.run(undefined, 'uninstall.cmd /quiet').status).toBe(rebootRequired);
      expect(guest.calls()).toEqual(
        ['oem5.inf', 'oem14.inf', 'oem12.inf'].flatMap((name) => [
          `pnputil /delete-driver ${name}`,
          `pnputil /delete-driver ${name} /force`,
        ]),
      );
      for (const name of ['viostor', 'vioscsi']) {
        expect(guest.registry(`${servicesKey}\\${name}`)).toBeUndefined();
      }
      expect(guest.state()).toEqual([]);
    });

    test('a driver that is not in the DriverDatabase is a thing to try first', () => {
      install('6.3', 9600);
      const { stdout } = guest.run(mediaFor('w8.1'), 'setup.cmd /quiet');
      expect(guest.calls()[0]).toBe(String.raw`pnputil -i -a "${media}\netkvm\netkvm.inf"`);
      expect(stdout).toContain(
        'does not list the driver of a virtio-scsi disk in its DriverDatabase',
      );
      expect(stdout).toContain('attach a second, empty disk of that kind');
    });

    test('so is one that Windows has written not to load at boot', () => {
      install('10.0', 26_100);
      const key = `${servicesKey}\\viostor`;
      wine.reg('add', key, '/v', 'Start', '/t', 'REG_DWORD', '/d', '0', '/f');
      wine.reg('add', `${key}\\StartOverride`, '/v', '0', '/t', 'REG_DWORD', '/d', '3', '/f');
      const { stdout } = guest.run(mediaFor('w11'), 'setup.cmd /quiet');
      expect(stdout).toContain(String.raw`viostor\StartOverride has a value 0 of 0x3`);
    });

    test('/stageonly: on no device, on Windows 10 1511 by the options of before', () => {
      install('10.0', 14_393);
      guest.run(mediaFor('w10'), 'setup.cmd /quiet /stageonly /skipstorage');
      install('10.0', 10_586);
      guest.run(undefined, 'setup.cmd /quiet /stageonly /skipstorage');
      expect(guest.calls().map((call) => call.replaceAll(/".*"/gu, 'INF'))).toEqual([
        ...Array.from({ length: 3 }, () => 'pnputil /add-driver INF'),
        ...Array.from({ length: 3 }, () => 'pnputil -a INF'),
      ]);
    });

    test('Windows 7: each storage driver has its own ids in the CriticalDeviceDatabase', () => {
      install('6.1', 7601);
      expect(guest.run(mediaFor('w7'), 'setup.cmd /quiet').status).toBe(rebootRequired);
      const contractId = String.raw`PCI\VEN_1AF4&DEV_1048&SUBSYS_11001AF4&REV_01`;
      for (const id of [...scsiHardwareIds, contractId]) {
        expect(guest.registry(criticalDevice(id))).toContain('Service REG_SZ vioscsi');
      }
      expect(guest.registry(criticalDevice(String.raw`PCI\VEN_1AF4&DEV_1042`))).toContain(
        'Service REG_SZ viostor',
      );
      expect(guest.run(undefined, 'uninstall.cmd /quiet').status).toBe(rebootRequired);
      expect(guest.registry(criticalDevice(contractId))).toBeUndefined();
    });

    test('updates are not asked for on a Windows that knows SHA-2 as it was released', () => {
      install('10.0', 26_100);
      const verdict = {
        withoutUpdates: 'refused',
        withUpdates: 'accepted',
        updates: ['KB4474419'],
      } as const;
      const { stdout } = guest.run(
        mediaFor('w7', { verdict }),
        'setup.cmd /check /quiet /force-other-windows',
      );
      expect(stdout).toContain('WARNING: going on with another Windows');
      expect(stdout).not.toContain('KB4474419');
    });

    test('where there is no wmic, PowerShell tells the date', () => {
      install('10.0', 26_100);
      const until = Date.UTC(2026, 0, 2) / 1000;
      const verdict = {
        windows: 'w11',
        secureBootOn: 'accepted',
        secureBootOff: 'accepted',
        until,
      } as const;
      guest.write('stub/today-by-powershell.txt', crlf('20260103'));
      const { status, stdout } = guest.run(mediaFor('w11', { verdict }), 'setup.cmd /quiet');
      expect(stdout).toContain('It is 2026-01-03 by the clock of this computer');
      expect(status).toBe(6);
    });
  });
});
