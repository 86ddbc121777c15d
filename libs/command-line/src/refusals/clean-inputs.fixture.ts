import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { portableExecutable, sampleVirtioWinFiles } from '@aero-guest-tools/sample-virtio-win';
import { CO_INSTALLER, driverInf, type DriverDescription } from './driver-inf.fixture';

/** Where the clean inputs have the packaging spec. */
export const SPEC = 'specs/packaging/ten-drivers.json';

/** Where the clean inputs have the device contract, which is found by itself there. */
export const CONTRACT = 'specs/contracts/windows-device-contract.json';

/** The command line that packages the clean inputs, without the options that have a default. */
export const ARGUMENTS: Readonly<Record<string, string>> = {
  '--drivers-dir': 'drivers',
  '--guest-tools-dir': 'guest-tools',
  '--spec': SPEC,
  '--out-dir': 'out',
};

const ARCHITECTURES = ['x86', 'amd64'] as const;

/** Seven of the ten drivers; the INFs of the other three are those of the sample image. */
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

/** What stands in the guest-tools directory. The certificate is none, only called so. */
const GUEST_TOOLS: readonly string[] = [
  'README.md',
  'THIRD_PARTY_NOTICES.md',
  'setup.cmd',
  'uninstall.cmd',
  'verify.cmd',
  'verify.ps1',
  'config/README.md',
  'certs/README.md',
  'certs/test.cer',
  'drivers/README.md',
  'licenses/LICENSE.txt',
  'tools/probe.exe',
];

/** Writes inputs of ten drivers that package without a warning. */
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
  for (const { path, contents } of sampleVirtioWinFiles()) {
    const [folder = '', system, architecture = '', name = ''] = path.split('/');
    if (system === 'w7' && !name.endsWith('.pdb')) {
      write(`drivers/${architecture}/${folder.toLowerCase()}/${name}`, contents);
    }
  }
  for (const driver of DRIVERS) {
    for (const architecture of ARCHITECTURES) {
      const directory = `drivers/${architecture}/${driver.name}`;
      const label = `${driver.name} of a test`;
      write(`${directory}/${driver.name}.inf`, driverInf(driver, architecture));
      write(`${directory}/${driver.name}.cat`, `${label}: not a catalog, signed by nobody\n`);
      write(
        `${directory}/${driver.binary}`,
        portableExecutable({ architecture, kind: 'driver', label }),
      );
      if (driver.hasCoInstaller) {
        write(
          `${directory}/${CO_INSTALLER}`,
          portableExecutable({ architecture, kind: 'library', label }),
        );
      }
    }
  }
}
