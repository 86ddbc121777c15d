import { describe, expect, test } from '@jest/globals';
import { parseInf } from '@aero-guest-tools/inf';
import { DEFAULT_WINDOWS_TARGET, windowsTarget } from '@aero-guest-tools/windows-target';
import type { DriverPackage } from './driver-package';
import { devicesOf } from './report-devices';

const INF = `
[Version]
Signature = "$Windows NT$"
[Manufacturer]
%Maker% = Models, NTx86, NTamd64, NTamd64.10.0...22000
[Models.NTx86]
%Disk% = Install, PCI\\VEN_1AF4&DEV_1001
[Models.NTamd64]
%Disk% = Install, PCI\\VEN_1AF4&DEV_1001&SUBSYS_00021AF4, PCI\\VEN_1AF4&DEV_1001
%Disk% = Install, pci\\ven_1af4&dev_1001
"Another, with a comma" = Install, , PCI\\CC_0100
[Models.NTamd64.10.0...22000]
"Disk of Windows 11" = Install, PCI\\VEN_1AF4&DEV_1042
[Strings]
Maker = "Maker"
Disk = "Virtual disk"
`;

function devices(
  architecture: 'x86' | 'amd64',
  windows = DEFAULT_WINDOWS_TARGET,
): ReturnType<typeof devicesOf> {
  const inf = parseInf(Buffer.from(INF), 'disk.inf');
  const infs = [{ path: 'disk.inf', inf }];
  return devicesOf({ architecture, windows, infs } as unknown as DriverPackage);
}

describe('the devices that a driver binds', () => {
  test('are named as the INF file names them, each with all of its IDs once', () => {
    expect(devices('amd64')).toEqual([
      {
        name: 'Virtual disk',
        inf: 'disk.inf',
        hardwareIds: ['PCI\\VEN_1AF4&DEV_1001&SUBSYS_00021AF4', 'PCI\\VEN_1AF4&DEV_1001'],
      },
      { name: 'Another, with a comma', inf: 'disk.inf', hardwareIds: ['PCI\\CC_0100'] },
    ]);
  });

  test('are those of the Windows', () => {
    expect(devices('amd64', windowsTarget('w11')).map(({ name }) => name)).toEqual([
      'Disk of Windows 11',
    ]);
  });

  test('are those of the architecture', () => {
    expect(devices('x86')).toEqual([
      { name: 'Virtual disk', inf: 'disk.inf', hardwareIds: ['PCI\\VEN_1AF4&DEV_1001'] },
    ]);
  });
});
