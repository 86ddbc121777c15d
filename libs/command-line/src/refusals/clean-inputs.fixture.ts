import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  fixtureCatalog,
  testCertificate,
  type FixtureFile,
} from '@aero-guest-tools/driver-fixtures';
import { portableExecutable, sampleVirtioWinFiles } from '@aero-guest-tools/sample-virtio-win';
import { CO_INSTALLER, driverInf, type DriverDescription } from './driver-inf.fixture';

/** The path of the packaging spec in the clean inputs. */
export const SPEC = 'specs/packaging/ten-drivers.json';

/** The path of the device contract in the clean inputs, where it is found automatically. */
export const CONTRACT = 'specs/contracts/windows-device-contract.json';

/** The command line that packages the clean inputs, without the options that have a default. */
export const ARGUMENTS: Readonly<Record<string, string>> = {
  '--drivers-dir': 'drivers',
  '--guest-tools-dir': 'guest-tools',
  '--spec': SPEC,
  '--out-dir': 'out',
};

const ARCHITECTURES = ['x86', 'amd64'] as const;

/** The drivers of the sample image. */
const SAMPLE_DRIVERS = ['viostor', 'netkvm', 'vioinput'];

/** Seven of the ten drivers; the INF files of the other three come from the sample image. */
const DRIVERS: readonly DriverDescription[] = [
  {
    name: 'vioscsi',
    class: 'SCSIAdapter',
    classGuid: '{4D36E97B-E325-11CE-BFC1-08002BE10318}',
    service: 'vioscsi',
    binary: 'vioscsi.sys',
    hardwareIds: ['PCI\\VEN_1AF4&DEV_1048&REV_01', 'PCI\\VEN_1AF4&DEV_1048'],
    hasCoInstaller: false,
  },
  {
    name: 'viosnd',
    class: 'MEDIA',
    classGuid: '{4D36E96C-E325-11CE-BFC1-08002BE10318}',
    service: 'viosnd',
    binary: 'viosnd.sys',
    hardwareIds: ['PCI\\VEN_1AF4&DEV_1059&REV_01', 'PCI\\VEN_1AF4&DEV_1059'],
    hasCoInstaller: false,
  },
  {
    name: 'balloon',
    class: 'System',
    classGuid: '{4D36E97D-E325-11CE-BFC1-08002BE10318}',
    service: 'BALLOON',
    binary: 'balloon.sys',
    hardwareIds: ['PCI\\VEN_1AF4&DEV_1045&REV_01', 'PCI\\VEN_1AF4&DEV_1045'],
    hasCoInstaller: true,
  },
  {
    name: 'vioserial',
    class: 'System',
    classGuid: '{4D36E97D-E325-11CE-BFC1-08002BE10318}',
    service: 'VirtioSerial',
    binary: 'vioser.sys',
    hardwareIds: ['PCI\\VEN_1AF4&DEV_1043&REV_01', 'PCI\\VEN_1AF4&DEV_1043'],
    hasCoInstaller: true,
  },
  {
    name: 'viorng',
    class: 'System',
    classGuid: '{4D36E97D-E325-11CE-BFC1-08002BE10318}',
    service: 'VirtRng',
    binary: 'viorng.sys',
    hardwareIds: ['PCI\\VEN_1AF4&DEV_1044&REV_01', 'PCI\\VEN_1AF4&DEV_1044'],
    hasCoInstaller: false,
  },
  {
    name: 'pvpanic',
    class: 'System',
    classGuid: '{4D36E97D-E325-11CE-BFC1-08002BE10318}',
    service: 'pvpanic',
    binary: 'pvpanic.sys',
    hardwareIds: ['ACPI\\QEMU0001'],
    hasCoInstaller: false,
  },
  {
    name: 'aerogpu',
    class: 'Display',
    classGuid: '{4D36E968-E325-11CE-BFC1-08002BE10318}',
    service: 'aerogpu',
    binary: 'aerogpu.sys',
    hardwareIds: ['PCI\\VEN_A3A0&DEV_0001&SUBSYS_0001A3A0', 'PCI\\VEN_A3A0&DEV_0001'],
    hasCoInstaller: false,
  },
];

const SPEC_JSON = {
  require_optional_drivers_on_all_arches: true,
  fail_on_unlisted_driver_dirs: true,
  drivers: [
    {
      name: 'viostor',
      required: true,
      expected_inf_files: ['viostor.inf'],
      expected_hardware_ids_from_devices_cmd_var: 'AERO_VIRTIO_BLK_HWIDS',
      expected_add_services_from_devices_cmd_var: 'AERO_VIRTIO_BLK_SERVICE',
    },
    {
      name: 'netkvm',
      required: true,
      expected_inf_files: ['netkvm.inf'],
      expected_hardware_ids: ['PCI\\\\VEN_1AF4&DEV_1041(?:[^0-9A-F]|$)'],
      expected_add_services: ['netkvm'],
    },
    {
      name: 'vioinput',
      required: true,
      expected_inf_files: ['vioinput.inf'],
      expected_add_services: ['VirtioInput', 'viohidkmdf'],
    },
    { name: 'vioscsi', required: false, expected_add_services: ['vioscsi'] },
    {
      name: 'viosnd',
      required: false,
      expected_hardware_ids_from_devices_cmd_var: 'AERO_VIRTIO_SND_HWIDS',
    },
    {
      name: 'balloon',
      required: true,
      expected_inf_files: ['balloon.inf'],
      expected_hardware_ids: ['PCI\\\\VEN_1AF4&DEV_1045'],
      expected_add_services: ['balloon'],
    },
    { name: 'vioserial', required: false },
    { name: 'viorng', required: false },
    { name: 'pvpanic', required: false, expected_hardware_ids: ['ACPI\\\\QEMU0001'] },
    {
      name: 'aerogpu',
      required: true,
      expected_hardware_ids_from_devices_cmd_var: 'AERO_GPU_HWIDS',
      expected_add_services_from_devices_cmd_var: 'AERO_GPU_SERVICE',
    },
  ],
};

/** The files of the guest-tools directory, without the certificate. */
const GUEST_TOOLS: readonly string[] = [
  'README.md',
  'THIRD_PARTY_NOTICES.md',
  'setup.cmd',
  'uninstall.cmd',
  'verify.cmd',
  'verify.ps1',
  'config/README.md',
  'certs/README.md',
  'drivers/README.md',
  'licenses/LICENSE.txt',
  'tools/probe.exe',
];

/** Writes inputs with ten drivers, which are packaged without a warning. */
export function writeCleanInputs(root: string): void {
  const write = (path: string, contents: string | Uint8Array): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), contents);
  };
  write(SPEC, `${JSON.stringify(SPEC_JSON, null, 2)}\n`);
  write(
    CONTRACT,
    readFileSync(
      require.resolve('@aero-guest-tools/specs/contracts/windows-device-contract-virtio-win.json'),
    ),
  );
  for (const path of GUEST_TOOLS) write(`guest-tools/${path}`, `${path} of a test\r\n`);
  write('guest-tools/certs/test.cer', testCertificate());
  for (const architecture of ARCHITECTURES) {
    for (const name of SAMPLE_DRIVERS) {
      writeSigned(write, `drivers/${architecture}/${name}`, sampleDriver(name, architecture));
    }
    for (const driver of DRIVERS) {
      const directory = `drivers/${architecture}/${driver.name}`;
      writeSigned(write, directory, driverFiles(driver, architecture));
    }
  }
}

type Architecture = (typeof ARCHITECTURES)[number];

/**
 * Writes the files of a driver, and a test-signed catalog of them beside the INF file, under its
 * name.
 */
function writeSigned(
  write: (path: string, contents: Uint8Array) => void,
  directory: string,
  files: readonly FixtureFile[],
): void {
  const architecture = directory.includes('/x86/') ? 'x86' : 'amd64';
  const inf = files.find(({ path }) => path.endsWith('.inf'))?.path ?? '';
  for (const { path, contents } of files) write(`${directory}/${path}`, contents);
  write(`${directory}/${inf.replace('.inf', '.cat')}`, fixtureCatalog(files, architecture));
}

/** The files of a driver of the sample image, without its catalog, which is only a placeholder. */
function sampleDriver(driver: string, architecture: Architecture): readonly FixtureFile[] {
  return sampleVirtioWinFiles().flatMap(({ path, contents }) => {
    const [folder = '', system, folderArchitecture, name = ''] = path.split('/');
    const isOfDriver =
      folder.toLowerCase() === driver && system === 'w7' && folderArchitecture === architecture;
    return isOfDriver && !/\.(?:pdb|cat)$/.test(name) ? [{ path: name, contents }] : [];
  });
}

function driverFiles(
  driver: DriverDescription,
  architecture: Architecture,
): readonly FixtureFile[] {
  const label = `${driver.name} of a test`;
  const executable = (path: string, kind: 'driver' | 'library'): FixtureFile => ({
    path,
    contents: portableExecutable({ architecture, kind, label }),
  });
  return [
    { path: `${driver.name}.inf`, contents: Buffer.from(driverInf(driver, architecture)) },
    executable(driver.binary, 'driver'),
    ...(driver.hasCoInstaller ? [executable(CO_INSTALLER, 'library')] : []),
  ];
}
