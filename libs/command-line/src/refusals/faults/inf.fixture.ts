import { CONTRACT, SPEC } from '../clean-inputs.fixture';
import type { FaultTable } from '../fault.fixture';

const BALLOON = 'drivers/x86/balloon/balloon.inf';

export const infFaults: FaultTable = {
  rules: 'rules 3: INF checks',
  faults: [
    {
      name: 'a hardware ID that no line has',
      edits: [{ replace: BALLOON, find: 'DEV_1045', by: 'DEV_1055' }],
      says: ['drivers/x86/balloon', 'expected hardware ID', 'DEV_1045', 'DEV_1055'],
    },
    {
      name: 'a hardware ID that only a comment has',
      edits: [
        { replace: BALLOON, find: '%DeviceDesc% = Device,', by: ';%DeviceDesc% = Device,' },
        {
          replace: BALLOON,
          find: '[Device.NT]',
          by: '%DeviceDesc% = Device, PCI\\X\r\n[Device.NT]',
        },
      ],
      says: ['drivers/x86/balloon', 'expected hardware ID', 'PCI\\\\X'],
    },
    {
      name: 'a hardware ID of devices.cmd that no line has',
      edits: [{ replace: 'drivers/amd64/viosnd/viosnd.inf', find: 'DEV_1059', by: 'DEV_1060' }],
      says: ['drivers/amd64/viosnd', 'a line that matches PCI\\VEN_1AF4&DEV_1059'],
    },
    {
      name: 'a service that is not installed',
      edits: [{ replace: BALLOON, find: 'AddService = BALLOON', by: 'AddService = memory' }],
      says: ['drivers/x86/balloon', 'the expected service "balloon"', 'the services "memory"'],
    },
    {
      name: 'a service that only a comment installs',
      edits: [{ replace: BALLOON, find: 'AddService = BALLOON', by: ';AddService = BALLOON' }],
      says: ['drivers/x86/balloon', 'the expected service "balloon"', 'the services none'],
    },
    {
      name: 'a service that is installed on the other architecture only',
      edits: [
        {
          replace: BALLOON,
          find: '[Device.NT.Services]',
          by: '[Device.NTamd64.Services]',
        },
      ],
      says: ['drivers/x86/balloon', 'the expected service "balloon"'],
    },
    {
      name: 'a service of devices.cmd that is not installed',
      edits: [
        {
          replace: 'drivers/x86/aerogpu/aerogpu.inf',
          find: 'AddService = aerogpu',
          by: 'AddService = vgapnp',
        },
      ],
      says: ['drivers/x86/aerogpu', 'the expected service "aerogpu"', 'the services "vgapnp"'],
    },
    {
      name: 'an expected INF file is missing',
      edits: [{ json: SPEC, at: '/drivers/5/expected_inf_files/-', value: 'blnsvr.inf' }],
      says: ['the expected INF file "blnsvr.inf" is missing', '"balloon.inf"'],
    },
    {
      name: 'an expected INF file is there but excluded',
      edits: [
        { json: SPEC, at: '/drivers/5/expected_inf_files/-', value: 'blnsvr.inf' },
        { copy: BALLOON, to: 'drivers/x86/balloon/.old/blnsvr.inf' },
        { copy: BALLOON, to: 'drivers/amd64/balloon/.old/blnsvr.inf' },
      ],
      says: ['"blnsvr.inf" is present but excluded', 'hidden'],
    },
    {
      name: 'the INF of the other architecture',
      edits: [{ delete: BALLOON }, { copy: 'drivers/amd64/balloon/balloon.inf', to: BALLOON }],
      says: [`${BALLOON}:`, 'installs no device on Windows 7 x86', '"Standard.NTamd64"', 'NTx86'],
    },
    {
      name: 'models without a decoration, which Windows takes for x86',
      edits: [
        {
          replace: 'drivers/amd64/viorng/viorng.inf',
          find: '= Standard, NTamd64',
          by: '= Standard',
        },
        {
          replace: 'drivers/amd64/viorng/viorng.inf',
          find: '[Standard.NTamd64]',
          by: '[Standard]',
        },
      ],
      says: ['viorng.inf:', 'installs no device on Windows 7 amd64', 'NTamd64'],
    },
    {
      name: 'models of a later Windows only',
      edits: [{ replace: 'drivers/amd64/viorng/viorng.inf', find: 'NTamd64', by: 'NTamd64.10.0' }],
      says: ['viorng.inf:', 'installs no device on Windows 7 amd64', '"Standard.NTamd64.10.0"'],
    },
    {
      name: 'CatalogFile names a file that is missing',
      edits: [{ replace: BALLOON, find: 'balloon.cat', by: 'memory.cat' }],
      says: [`${BALLOON}:9:1`, 'refers to "memory.cat", which is missing', 'CatalogFile'],
    },
    {
      name: 'models with an install section that only has a version in its name',
      edits: [{ replace: BALLOON, find: '[Device.NT]', by: '[Device.NTx86.6.1]' }],
      says: [
        `${BALLOON}:`,
        'the install section of the device "Aero test balloon device" is missing',
        '"Device.NTx86.6.1"',
        '[Device.NTx86], [Device.NT] or [Device]',
      ],
    },
    {
      name: 'a service of a section that no models lead to',
      edits: [{ replace: BALLOON, find: '[Device.NT.Services]', by: '[Other.NT.Services]' }],
      says: ['drivers/x86/balloon', 'the expected service "balloon"', 'the services none'],
    },
    {
      name: 'a service name that runs a command in a batch file',
      edits: [
        {
          replace: BALLOON,
          find: 'AddService = BALLOON',
          by: 'AddService = a";EQU;"a";calc.exe&"',
        },
      ],
      says: [`${BALLOON}:`, 'a service with a name that no real driver has', '"a;EQU;a;calc.exe&"'],
    },
    {
      name: 'a file name that a batch file reinterprets',
      edits: [
        { replace: BALLOON, find: 'balloon.sys,,,2', by: 'balloon.sys,,,2\r\n"a&b.dll"' },
        { write: 'drivers/x86/balloon/a&b.dll', text: 'MZ' },
      ],
      says: [`${BALLOON}:`, 'a file with a name that no real driver has', '"a&b.dll" (CopyFiles)'],
    },
    {
      name: 'a section that CopyFiles names lists a file that is missing',
      edits: [{ replace: BALLOON, find: 'balloon.sys,,,2', by: 'balloon.sys,,,2\r\nblnsvr.exe' }],
      says: [`${BALLOON}:`, 'refers to "blnsvr.exe", which is missing', 'CopyFiles'],
    },
    {
      name: 'CopyFiles names a missing file by itself',
      edits: [
        {
          replace: BALLOON,
          find: 'CopyFiles = Device_CopyFiles',
          by: 'CopyFiles = Device_CopyFiles, @blnsvr.exe',
        },
      ],
      says: [`${BALLOON}:`, 'refers to "blnsvr.exe", which is missing', 'CopyFiles'],
    },
    {
      name: 'CopyINF names a file that is missing',
      edits: [
        {
          replace: BALLOON,
          find: 'CopyFiles = Device_CopyFiles',
          by: 'CopyFiles = Device_CopyFiles\r\nCopyINF = second.inf',
        },
      ],
      says: [`${BALLOON}:`, 'refers to "second.inf", which is missing', 'CopyINF'],
    },
    {
      name: 'the file that a service runs is copied, but missing',
      edits: [
        { replace: BALLOON, find: 'balloon.sys,,,2', by: 'blnsvr.sys,,,2' },
        { replace: BALLOON, find: '%12%\\balloon.sys', by: '%12%\\blnsvr.sys' },
      ],
      says: [`${BALLOON}:`, 'refers to "blnsvr.sys", which is missing', 'CopyFiles, ServiceBinary'],
    },
    {
      name: 'a %string% names a file that is missing',
      edits: [
        { replace: BALLOON, find: 'balloon.sys,,,2', by: '%Binary%,,,2' },
        { append: BALLOON, text: 'Binary = "blnsvr.sys"\r\n' },
      ],
      says: [`${BALLOON}:`, 'refers to "blnsvr.sys", which is missing', 'CopyFiles'],
    },
    {
      name: 'a %string% that only another language defines names a file',
      edits: [
        { replace: BALLOON, find: 'balloon.sys,,,2', by: '%Binary%,,,2' },
        { append: BALLOON, text: '[Strings.0407]\r\nBinary = "balloon.sys"\r\n' },
      ],
      says: [`${BALLOON}:`, 'refers to "%Binary%", which is missing', 'CopyFiles'],
    },
    {
      name: 'the co-installer is missing',
      edits: [{ delete: 'drivers/amd64/vioserial/WdfCoInstaller01009.dll' }],
      says: ['vioserial.inf:', 'refers to "WdfCoInstaller01009.dll", which is missing'],
    },
    {
      name: 'a co-installer whose version was never filled in',
      edits: [
        {
          replace: BALLOON,
          find: '[CoInstaller_CopyFiles]\r\nWdfCoInstaller01009.dll',
          by: '[CoInstaller_CopyFiles]\r\nWdfCoInstaller$KMDFCOINSTALLERVERSION$.dll',
        },
      ],
      says: [`${BALLOON}:`, '"WdfCoInstaller$KMDFCOINSTALLERVERSION$.dll", which is missing'],
    },
    {
      name: 'a file that an INF refers to is there but excluded',
      edits: [
        { replace: BALLOON, find: 'balloon.sys,,,2', by: 'balloon.sys,,,2\r\nballoon.map' },
        { write: 'drivers/x86/balloon/balloon.map', text: 'symbols' },
      ],
      says: ['"balloon.map", which is present but excluded', 'allow_extensions'],
    },
    {
      name: 'no INF installs the storage service of devices.cmd',
      edits: [
        { json: CONTRACT, at: '/devices/0/driver_service_name', value: 'aero_virtio_blk' },
        { json: SPEC, at: '/drivers/0/expected_add_services_from_devices_cmd_var' },
      ],
      says: [
        'packaged for x86 installs the storage service "aero_virtio_blk"',
        'packaged for amd64 installs the storage service "aero_virtio_blk"',
      ],
    },
    {
      name: 'a storage driver, but not the one that the guest boots from',
      edits: [
        { json: SPEC, at: '/drivers/0' },
        { json: SPEC, at: '/fail_on_unlisted_driver_dirs', value: false },
      ],
      says: ['drivers/x86/vioscsi', 'installs the storage service "viostor"', '"vioscsi"'],
    },
    {
      name: 'a variable that devices.cmd does not set',
      edits: [
        {
          json: SPEC,
          at: '/drivers/0/expected_hardware_ids_from_devices_cmd_var',
          value: 'AERO_VIRTIO_BLK_HWID',
        },
      ],
      says: [SPEC, '"AERO_VIRTIO_BLK_HWID" of devices.cmd is missing', '"AERO_VIRTIO_BLK_HWIDS"'],
    },
    {
      name: 'a variable that devices.cmd leaves empty',
      edits: [
        {
          json: SPEC,
          at: '/drivers/0/expected_add_services_from_devices_cmd_var',
          value: 'AERO_VIRTIO_BLK_SYS',
        },
      ],
      says: [SPEC, '"AERO_VIRTIO_BLK_SYS" of devices.cmd is empty'],
    },
    {
      name: 'a variable that holds no hardware IDs',
      edits: [
        {
          json: SPEC,
          at: '/drivers/0/expected_hardware_ids_from_devices_cmd_var',
          value: 'AERO_VIRTIO_BLK_SERVICE',
        },
      ],
      says: [SPEC, '"AERO_VIRTIO_BLK_SERVICE"', 'something other than hardware IDs', '"viostor"'],
    },
    {
      name: 'an INF that is no text',
      edits: [{ write: BALLOON, hex: '4d5a90000300000004000000ffff0000b800000000000000' }],
      says: ['drivers/x86/balloon', 'expected hardware ID', 'the expected service "balloon"'],
    },
  ],
};
