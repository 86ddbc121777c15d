import { parseJson } from '@aero-guest-tools/canonical-json';
import type { Problem } from '@aero-guest-tools/diagnostics';
import { parseInf, type Architecture } from '@aero-guest-tools/inf';
import { describe, expect, test } from '@jest/globals';
import { DEFAULT_WINDOWS_TARGET } from '@aero-guest-tools/windows-target';
import { checkDriver } from './check-driver';
import { resolveDevicesCmdVariables } from './devices-cmd-variables';
import { classifyFile } from './driver-filter';
import type { DriverPackage } from './driver-package';
import { parsePackagingSpec } from './parse-packaging-spec';
import { uncopiedWarnings } from './uncopied-warnings';

const VARIABLES = new Map([
  ['AERO_VIRTIO_BLK_SERVICE', ['viostor']],
  ['AERO_VIRTIO_BLK_SYS', []],
  [
    'AERO_VIRTIO_BLK_HWIDS',
    ['PCI\\VEN_1AF4&DEV_1042&SUBSYS_00021AF4&REV_01', 'PCI\\VEN_1AF4&DEV_1042'],
  ],
  ['AERO_VIRTIO_NET_HWIDS', ['PCI\\VEN_1AF4&DEV_1041&REV_01']],
]);

/** The INF file of a storage driver, as real ones are written. */
const VIOSTOR_INF = String.raw`
[Version]
Signature = "$Windows NT$"
CatalogFile = viostor.cat

[SourceDisksFiles]
viostor.sys = 1

[Manufacturer]
%Vendor% = VioStor, NTx86.6.1, NTamd64.6.1

[VioStor.NTx86.6.1]
%Disk% = scsi_inst, PCI\VEN_1AF4&DEV_1042&SUBSYS_11001AF4&REV_01, PCI\VEN_1AF4&DEV_1042

[VioStor.NTamd64.6.1]
%Disk% = scsi_inst, PCI\VEN_1AF4&DEV_1042&SUBSYS_11001AF4&REV_01, PCI\VEN_1AF4&DEV_1042

[scsi_inst]
CopyFiles = viostor_files

[viostor_files]
viostor.sys

[scsi_inst.Services]
AddService = "VioStor", 2, scsi_service

[scsi_service]
ServiceBinary = %12%\viostor.sys

[Strings]
Vendor = "Red Hat, Inc."
Disk = "Red Hat VirtIO SCSI controller"
`;

type Files = Readonly<Record<string, string>>;

const VIOSTOR: Files = { 'viostor.inf': VIOSTOR_INF, 'viostor.sys': '', 'viostor.cat': '' };

function without(path: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).filter(([name]) => name !== path));
}

/** A driver directory whose files hold the given texts, and the driver as the spec describes it. */
function driverPackage(
  files: Files,
  properties: object = {},
  architecture: Architecture = 'x86',
): DriverPackage {
  const json = JSON.stringify({ drivers: [{ name: 'viostor', required: true, ...properties }] });
  const spec = parsePackagingSpec(parseJson(json, 'spec.json'));
  const [driver] = resolveDevicesCmdVariables(spec, VARIABLES).spec.drivers;
  if (!driver) throw new Error('no driver');
  const classified = Object.entries(files).map(([path, text]) => ({
    path,
    size: text.length,
    decision: classifyFile(path, driver.allow),
  }));
  const directory = `${architecture}/viostor`;
  const infs = classified
    .filter(({ path, decision }) => path.endsWith('.inf') && decision.decision === 'include')
    .map(({ path }) => ({
      path,
      inf: parseInf(Buffer.from(files[path] ?? ''), `${directory}/${path}`),
    }));
  return {
    driver,
    architecture,
    directory,
    windows: DEFAULT_WINDOWS_TARGET,
    files: classified,
    infs,
  };
}

function check(files: Files, properties: object = {}): readonly Problem[] {
  return checkDriver(driverPackage(files, properties));
}

/** Problems with an INF file that has these extra lines, in a section that Windows processes. */
function checkWith(lines: string, files: Files = VIOSTOR): readonly Problem[] {
  return check({ ...files, 'viostor.inf': `${VIOSTOR_INF}\n${lines}` });
}

function missing(file: string): unknown {
  return expect.objectContaining({
    file: 'x86/viostor/viostor.inf',
    message: `the INF file refers to "${file}", which is missing`,
  });
}

test('a complete driver has no problems', () => {
  expect(check(VIOSTOR)).toEqual([]);
});

/**
 * A driver whose service, with the drivers below it, comes with Windows: the INF file copies
 * nothing.
 */
const SERIAL_INF = VIOSTOR_INF.replace('CopyFiles = viostor_files', 'Include = msports.inf');

describe('rules 2: each driver directory holds at least one .inf, one .sys and one .cat', () => {
  test.each(['.inf', '.sys', '.cat'])('without %s', (extension) => {
    expect(check(without(`viostor${extension}`, VIOSTOR))).toContainEqual(
      expect.objectContaining({
        file: 'x86/viostor',
        message: `the driver has no ${extension} file that is packaged`,
      }),
    );
  });

  test('that are packaged: hidden ones do not count, others may stand deeper', () => {
    expect(check({ '.old/viostor.inf': VIOSTOR_INF, 'a.sys': '', 'a.cat': '' })).toMatchObject([
      { message: 'the driver has no .inf file that is packaged', found: '"a.sys", "a.cat"' },
    ]);
    expect(
      check({ 'a/viostor.inf': VIOSTOR_INF, 'b/VIOSTOR.SYS': '', 'c/viostor.cat': '' }),
    ).toEqual([]);
  });

  test('the .sys may be stored compressed', () => {
    const files = { 'viostor.inf': VIOSTOR_INF, 'viostor.cat': '', 'VIOSTOR.SY_': '' };
    expect(check(files)).toEqual([]);
  });

  test('no .sys is needed where no INF brings a file of its own', () => {
    const files = { 'viostor.inf': SERIAL_INF, 'viostor.cat': '' };
    expect(check(files)).toEqual([]);
    expect(check(without('viostor.cat', files))).toContainEqual(
      expect.objectContaining({ message: 'the driver has no .cat file that is packaged' }),
    );
  });

  test('nor for a null driver, which has no service at all', () => {
    const nullDriver = SERIAL_INF.replace('"VioStor", 2, scsi_service', ', 2');
    expect(check({ 'viostor.inf': nullDriver, 'viostor.cat': '' })).toEqual([]);
  });
});

describe('rules 3: every expected hardware ID matches a line of some packaged INF', () => {
  const expectIds = (...ids: readonly string[]): object => ({ expected_hardware_ids: ids });

  test('whatever the case', () => {
    expect(check(VIOSTOR, expectIds('pci\\\\ven_1af4&DEV_1042$', '^%Disk%'))).toEqual([]);
  });

  test('each one that does not is named, with the IDs that are there', () => {
    expect(check(VIOSTOR, expectIds('DEV_1001', 'DEV_1042', 'DEV_1041'))).toEqual([
      expect.objectContaining({
        file: 'x86/viostor',
        message: 'no packaged INF file has a line with an expected hardware ID',
        found:
          'the hardware IDs "PCI\\\\VEN_1AF4&DEV_1042&SUBSYS_11001AF4&REV_01", "PCI\\\\VEN_1AF4&DEV_1042"',
        expected: 'a line that matches DEV_1001',
      }),
      expect.objectContaining({ expected: 'a line that matches DEV_1041' }),
    ]);
  });

  test('of which one is enough', () => {
    expect(
      check({ ...VIOSTOR, 'other.inf': '[Other]\nA = DEV_1001' }, expectIds('DEV_1001')),
    ).toEqual([]);
  });

  test('but not in a comment', () => {
    const files = {
      ...VIOSTOR,
      'viostor.inf': `${VIOSTOR_INF}\n; DEV_1001\nOther = "x" ; DEV_1001`,
    };
    expect(check(files, expectIds('DEV_1001'))).toHaveLength(1);
  });

  test('and not in an INF that is not packaged', () => {
    const files = { ...VIOSTOR, '.old/old.inf': '[Other]\nA = DEV_1001' };
    expect(check(files, expectIds('DEV_1001'))).toHaveLength(1);
  });

  test('also where %strings% make it up', () => {
    const files = {
      ...VIOSTOR,
      'other.inf': '[Other]\nA = PCI\\VEN_1AF4&%Device%\n[Strings]\nDevice = "DEV_1001"',
    };
    expect(check(files, expectIds('VEN_1AF4&DEV_1001'))).toEqual([]);
  });

  test('the tokens of a variable are cut to vendor and device, and matched literally', () => {
    const fromVariable = (variable: string): object => ({
      expected_hardware_ids_from_devices_cmd_var: variable,
    });
    expect(check(VIOSTOR, fromVariable('AERO_VIRTIO_BLK_HWIDS'))).toEqual([]);
    expect(check(VIOSTOR, fromVariable('AERO_VIRTIO_NET_HWIDS'))).toMatchObject([
      { expected: 'a line that matches PCI\\VEN_1AF4&DEV_1041' },
    ]);
  });
});

describe('rules 3: every expected service is the first field of an AddService', () => {
  const expectServices = (...names: readonly string[]): object => ({
    expected_add_services: names,
  });

  test('whatever the case, without the quotes', () => {
    expect(check(VIOSTOR, expectServices('VIOSTOR'))).toEqual([]);
  });

  test('the error shows the services that are there', () => {
    expect(check(VIOSTOR, expectServices('netkvm', 'viostor'))).toEqual([
      {
        file: 'x86/viostor',
        id: 'inf.service-missing',
        message: 'no packaged INF file installs the expected service "netkvm"',
        found: 'the services "VioStor"',
        expected: 'AddService = netkvm',
        remedy: expect.any(String),
      },
    ]);
  });

  test('other fields and comments satisfy nothing', () => {
    const lines = '[scsi_inst.Services]\nAddService = a, 2, b ; AddService = c\n;AddService = d';
    const files = { ...VIOSTOR, 'viostor.inf': `${VIOSTOR_INF}\n${lines}` };
    expect(check(files, expectServices('a', 'b', 'c', 'd'))).toMatchObject([
      { expected: 'AddService = b' },
      { expected: 'AddService = c' },
      { expected: 'AddService = d' },
    ]);
  });

  test('a service of a section that no bound model leads to does not count', () => {
    const unused = VIOSTOR_INF.replace('[scsi_inst.Services]', '[unused.Services]');
    expect(check({ ...VIOSTOR, 'viostor.inf': unused }, expectServices('viostor'))).toMatchObject([
      { found: 'the services none', expected: 'AddService = viostor' },
    ]);
  });

  test('a service that is only installed on the other architecture does not count', () => {
    const other = '[other.NTamd64.Services]\nAddService = a, 2, b';
    expect(check({ ...VIOSTOR, 'other.inf': other }, expectServices('a'))).toHaveLength(1);
  });

  test('a variable adds its services', () => {
    const fromVariable = { expected_add_services_from_devices_cmd_var: 'AERO_VIRTIO_BLK_SERVICE' };
    expect(check(VIOSTOR, fromVariable)).toEqual([]);
    const renamed = VIOSTOR_INF.replace('"VioStor", 2', '"other", 2');
    expect(check({ ...VIOSTOR, 'viostor.inf': renamed }, fromVariable)).toMatchObject([
      { expected: 'AddService = viostor' },
    ]);
  });
});

describe('rules 3: expected_inf_files', () => {
  const expectInf = { expected_inf_files: ['viostor.inf'] };

  test('stand anywhere in the directory, whatever the case', () => {
    const files = { 'a/VioStor.inf': VIOSTOR_INF, 'viostor.sys': '', 'viostor.cat': '' };
    expect(check(files, expectInf)).toEqual([]);
  });

  test('the error tells what is missing', () => {
    const files = { 'other.inf': VIOSTOR_INF, 'viostor.sys': '', 'viostor.cat': '' };
    expect(check(files, expectInf)).toMatchObject([
      { message: 'the expected INF file "viostor.inf" is missing', found: '"other.inf"' },
    ]);
  });

  test('from what is present but excluded', () => {
    const files = {
      ...VIOSTOR,
      'viostor.inf': '',
      '.old/viostor.inf': '',
      'other.inf': VIOSTOR_INF,
    };
    expect(check(without('viostor.inf', files), expectInf)).toMatchObject([
      {
        message: 'the expected INF file "viostor.inf" is present but excluded',
        found: '".old/viostor.inf": hidden or system file (.old)',
      },
    ]);
  });
});

describe('rules 3: what Windows copies is packaged', () => {
  test('CatalogFile', () => {
    expect(check({ 'viostor.inf': VIOSTOR_INF, 'viostor.sys': '', 'other.cat': '' })).toEqual([
      missing('viostor.cat'),
    ]);
  });

  test('CopyFiles of a file', () => {
    expect(checkWith('[scsi_inst]\nCopyFiles = @extra.dll')).toEqual([missing('extra.dll')]);
  });

  test('CopyFiles of a section', () => {
    expect(checkWith('[viostor_files]\nrenamed.dll, extra.dll')).toEqual([missing('extra.dll')]);
  });

  test.each(['CoInstallers', 'Services', 'HW'])('CopyFiles of the section .%s', (extension) => {
    expect(checkWith(`[scsi_inst.${extension}]\nCopyFiles = @extra.dll`)).toEqual([
      missing('extra.dll'),
    ]);
  });

  test('CopyINF', () => {
    expect(checkWith('[scsi_inst]\nCopyINF = extra.inf')).toEqual([missing('extra.inf')]);
  });

  test('a source that is stored compressed', () => {
    const lines = '[scsi_inst]\nCopyFiles = @extra.dll';
    expect(checkWith(lines, { ...VIOSTOR, 'EXTRA.DL_': '' })).toEqual([]);
  });

  test('but catalogs and INF files are never compressed', () => {
    const files = {
      ...without('viostor.cat', VIOSTOR),
      'viostor.ca_': '',
      'extra.in_': '',
      'a.cat': '',
    };
    expect(checkWith('[scsi_inst]\nCopyINF = extra.inf', files)).toEqual([
      missing('viostor.cat'),
      missing('extra.inf'),
    ]);
  });

  test('WdfCoInstaller*.dll as any other file', () => {
    const lines = '[scsi_inst.CoInstallers]\nCopyFiles = co\n[co]\nWdfCoInstaller01009.dll';
    const other = { ...VIOSTOR, 'WdfCoInstaller01011.dll': '' };
    expect(checkWith(lines, other)).toEqual([missing('WdfCoInstaller01009.dll')]);
    expect(checkWith(lines, { ...VIOSTOR, 'WDFCOINSTALLER01009.DLL': '' })).toEqual([]);
  });

  test('by the path relative to the INF, or else by the base name, whatever the case', () => {
    const lines =
      '[scsi_inst]\nCopyFiles = @extra.dll\n[SourceDisksNames]\n1 = d,,,bin\n[SourceDisksFiles.x86]\nextra.dll = 1, x86';
    const at = (path: string): Files => ({ ...VIOSTOR, [path]: '' });
    expect(checkWith(lines, at('bin/x86/EXTRA.DLL'))).toEqual([]);
    expect(checkWith(lines, at('elsewhere/extra.dll'))).toEqual([]);
    expect(checkWith(lines)).toMatchObject([
      { expected: '"bin/x86/extra.dll", or "extra.dll" in any directory (CopyFiles)' },
    ]);
  });

  test('a file that is there but excluded is told from one that is missing', () => {
    const lines = '[viostor_files]\nviostor.pdb';
    expect(checkWith(lines, { ...VIOSTOR, 'sym/VIOSTOR.PDB': '' })).toMatchObject([
      {
        message: 'the INF file refers to "viostor.pdb", which is present but excluded',
        found: '"sym/VIOSTOR.PDB": build or debug leftover (.pdb)',
      },
    ]);
  });

  test('a file that is named in several places is one problem, at the first of them', () => {
    const files = { ...VIOSTOR, 'other.sys': '' };
    expect(check(without('viostor.sys', files))).toEqual([
      {
        file: 'x86/viostor/viostor.inf',
        position: { line: 22, column: 1 },
        id: 'inf.referenced-file-missing',
        message: 'the INF file refers to "viostor.sys", which is missing',
        found: '"viostor.inf", "viostor.cat", "other.sys"',
        expected: '"viostor.sys" (CopyFiles, ServiceBinary)',
        remedy: 'add the file: Windows asks for it when it installs the driver',
      },
    ]);
  });
});

/** The warnings about a driver with an INF file that has these extra lines. */
function warningsWith(lines: string, files: Files = VIOSTOR): readonly string[] {
  const changed = { ...files, 'viostor.inf': `${files['viostor.inf'] ?? ''}\n${lines}` };
  return uncopiedWarnings(driverPackage(changed)).map(
    ({ message, found }) => `${message}: ${found ?? ''}`,
  );
}

describe('rules 3: what Windows does not copy is not required', () => {
  const LISTED = 'the INF file lists files that are not packaged';
  const NEEDED = 'the INF file needs files that are not in the driver package';

  test.each([
    ['a file that is only listed', '[SourceDisksFiles.x86]\nextra.dll = 1', 'extra.dll'],
    ['a section that nothing leads to', '[Old]\nCopyFiles = list\n[list]\nold.vxd', 'old.vxd'],
    [
      'the install section that no model names',
      '[DefaultInstall]\nCopyFiles = @extra.dll',
      'extra.dll',
    ],
  ])('%s: a warning', (_, lines, file) => {
    expect(checkWith(lines)).toEqual([]);
    expect(warningsWith(lines)).toEqual([`${LISTED}: "${file}"`]);
    expect(warningsWith(lines, { ...VIOSTOR, [file]: '' })).toEqual([]);
  });

  test.each([
    ['[SourceDisksFiles.amd64]\nextra.dll = 1'],
    ['[scsi_inst.NTamd64]\nCopyFiles = @extra.dll\n[SourceDisksFiles]\nextra.dll = 1'],
    ['[scsi_inst.NTia64]\nCopyFiles = @extra.dll'],
  ])('files of the other architecture: no warning for %j', (lines) => {
    expect(checkWith(lines)).toEqual([]);
    expect(warningsWith(lines)).toEqual([]);
  });

  test.each([
    [
      'the binary of a service',
      '[scsi_inst.Services]\nAddService = Serenum,, s\n[s]\nServiceBinary = %12%\\serenum.sys',
      'serenum.sys',
    ],
    [
      'what LayoutFile locates',
      '[Version]\nLayoutFile = layout.inf\n[viostor_files]\nusbser.sys',
      'usbser.sys',
    ],
    [
      'what an included INF locates',
      '[scsi_inst]\nInclude = mdmcpq.inf\nCopyFiles = @usbser.sys, Section.Of.Windows',
      'usbser.sys',
    ],
  ])('%s: a warning', (_, lines, file) => {
    expect(checkWith(lines)).toEqual([]);
    expect(warningsWith(lines)).toEqual([`${NEEDED}: "${file}"`]);
  });

  test('the binary of a service that is packaged, but never copied: a warning', () => {
    const inf = VIOSTOR_INF.replace('CopyFiles = viostor_files', '');
    expect(check({ ...VIOSTOR, 'viostor.inf': inf })).toEqual([]);
    expect(warningsWith('', { ...VIOSTOR, 'viostor.inf': inf })).toEqual([
      'the INF file installs services whose files are packaged but never copied: "viostor.sys"',
    ]);
  });

  test('a warning names the INF file and the first line', () => {
    const [warning] = uncopiedWarnings(
      driverPackage({ ...VIOSTOR, 'viostor.inf': `[SourceDisksFiles]\na.dll = 1\n${VIOSTOR_INF}` }),
    );
    expect(warning).toMatchObject({
      severity: 'warning',
      file: 'x86/viostor/viostor.inf',
      position: { line: 2 },
      expected: 'every listed file, although Windows 7 x86 copies none of these',
    });
  });
});

describe('rules 3: an error only where no INF binds for the target on the architecture', () => {
  const AMD64_INF = VIOSTOR_INF.replace('NTx86.6.1, ', '');
  const files = { ...VIOSTOR, 'viostor.inf': AMD64_INF };

  test('one that only has models for the other never binds', () => {
    expect(checkDriver(driverPackage(files, {}, 'amd64'))).toEqual([]);
    expect(checkDriver(driverPackage(files, {}, 'x86'))).toMatchObject([
      {
        file: 'x86/viostor/viostor.inf',
        message: 'the INF file installs no device on Windows 7 x86',
        found: 'models only in "VioStor.NTamd64.6.1"',
      },
    ]);
  });

  test('but it may stand beside one that binds, with files that only the other needs', () => {
    const other = AMD64_INF.replaceAll('viostor', 'viostor64');
    expect(check({ ...VIOSTOR, 'viostor64.inf': other })).toEqual([]);
  });

  test('of several none binds', () => {
    const windows10 = VIOSTOR_INF.replaceAll('.6.1', '.10.0');
    expect(check({ ...files, 'viostor10.inf': windows10 })).toMatchObject([
      {
        file: 'x86/viostor',
        message: 'none of the INF files installs a device on Windows 7 x86',
        found: 'models only in "VioStor.NTamd64.6.1", "VioStor.NTx86.10.0", "VioStor.NTamd64.10.0"',
      },
    ]);
  });

  test('one without models installs no device anywhere', () => {
    const noModels = '[Version]\nSignature = "$Windows NT$"';
    expect(check({ ...VIOSTOR, 'extra.inf': noModels })).toEqual([]);
    expect(check({ ...VIOSTOR, 'viostor.inf': noModels })).toMatchObject([
      { message: 'the INF file installs no device on Windows 7 x86', found: 'no models at all' },
    ]);
  });
});

describe('rules 3: a model that binds has an install section', () => {
  test.each(['scsi_inst.NTx86.6.1', 'scsi_inst.NTamd64', 'other'])(
    '[%s] is none for x86',
    (section) => {
      const inf = VIOSTOR_INF.replace('[scsi_inst]', `[${section}]`);
      expect(check({ ...VIOSTOR, 'viostor.inf': inf })).toContainEqual(
        expect.objectContaining({
          file: 'x86/viostor/viostor.inf',
          position: { line: 13, column: 1 },
          message: 'the install section of the device "Red Hat VirtIO SCSI controller" is missing',
          expected: '[scsi_inst.NTx86], [scsi_inst.NT] or [scsi_inst]',
        }),
      );
    },
  );

  test('the error shows the sections whose names begin likewise', () => {
    const inf = VIOSTOR_INF.replace('[scsi_inst]', '[scsi_inst.NTx86.6.1]');
    expect(check({ ...VIOSTOR, 'viostor.inf': inf })).toContainEqual(
      expect.objectContaining({
        found: 'the sections "scsi_inst.NTx86.6.1", "scsi_inst.Services"',
      }),
    );
  });
});

describe('rules 3: names that a batch file would take for more than names are refused', () => {
  const withService = (name: string): Files => ({
    ...VIOSTOR,
    'viostor.inf': VIOSTOR_INF.replace('"VioStor", 2', `${name}, 2`),
  });

  test.each([
    'a";EQU;"a";calc.exe&"',
    '"a&calc.exe"',
    '%NoSuchString%',
    'a!b',
    'a^b',
    '"a|b"',
    "a'b",
    '"(a)"',
    'grün',
    '"a;b"',
    '" a"',
    'a'.repeat(257),
  ])('the service %s', (name) => {
    expect(check(withService(name))).toMatchObject([
      {
        file: 'x86/viostor/viostor.inf',
        position: { line: 25, column: 1 },
        message: 'the INF file installs a service with a name that no real driver has',
        expected: expect.stringContaining('letters'),
        remedy: expect.stringContaining('rename'),
      },
    ]);
  });

  test.each(['aero_virtio-blk.1', '"AMD External Events Utility"', 'a'.repeat(256)])(
    'the service %s is accepted',
    (name) => {
      expect(check(withService(name))).toEqual([]);
    },
  );

  test('also in a section that nothing leads to: a script takes any line', () => {
    expect(checkWith('[nowhere]\nAddService = "a&b", 2, c')).toMatchObject([{ found: '"a&b"' }]);
    expect(checkWith('[nowhere]\nAddService = , 2')).toEqual([]);
  });

  test('the path of an INF file', () => {
    const files = { ...without('viostor.inf', VIOSTOR), '100%/viostor.inf': VIOSTOR_INF };
    expect(check(files)).toMatchObject([
      {
        file: 'x86/viostor/100%/viostor.inf',
        message: 'the INF file has a name that no real driver has',
        found: '"viostor/100%/viostor.inf"',
      },
    ]);
  });

  test('of which the name of the driver is a part', () => {
    expect(check(VIOSTOR, { name: 'a&b' })).toMatchObject([{ found: '"a&b/viostor.inf"' }]);
  });

  test.each(['a&b.sys', 'a^b.sys', 'a!b.sys', 'a%b.sys'])('the file %s', (name) => {
    const lines = `[viostor_files]\n"${name}"`;
    expect(checkWith(lines, { ...VIOSTOR, [name]: '' })).toMatchObject([
      {
        file: 'x86/viostor/viostor.inf',
        message: 'the INF file refers to a file with a name that no real driver has',
        found: `"${name}" (CopyFiles)`,
      },
    ]);
  });

  test('files that no INF refers to are only files', () => {
    expect(check({ ...VIOSTOR, '!readme & more.txt': '' })).toEqual([]);
  });
});
