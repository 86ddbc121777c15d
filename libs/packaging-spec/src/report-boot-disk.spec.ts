import { describe, expect, test } from '@jest/globals';
import { parseInf } from '@aero-guest-tools/inf';
import type { DriverPackage } from './driver-package';
import { reportBootDisk } from './report-boot-disk';

const VARIABLES = new Map([['AERO_VIRTIO_BLK_SERVICE', ['VIOSTOR']]]);

const INF = String.raw`[Version]
Signature="$Windows NT$"
Class=SCSIAdapter
ClassGuid={4D36E97B-E325-11CE-BFC1-08002BE10318}
[Manufacturer]
A=Models,NTamd64.6.1
[Models.NTamd64.6.1]
Disk=Install,PCI\VEN_1AF4&DEV_1001
[Install.Services]
AddService=viostor,2,Service
[Service]
ServiceType=1
StartType=0
ErrorControl=1
LoadOrderGroup=SCSI miniport
ServiceBinary=%12%\viostor.sys
AddReg=Values
[Values]
HKR,Parameters,BusType,0x00010001,1
[Install]
`;

/** A driver whose INF file is `b/a.inf`, with these files packaged. */
function driver(paths: readonly string[], inf = INF): DriverPackage {
  return {
    name: 'viostor',
    architecture: 'amd64',
    directory: 'amd64/viostor',
    files: paths.map((path) => ({ path, size: 1, decision: { decision: 'include' } })),
    infs: [{ path: 'b/a.inf', inf: parseInf(Buffer.from(inf), 'a.inf') }],
  } as unknown as DriverPackage;
}

describe('rules 6: how Windows starts from a disk by a driver', () => {
  test('is what its INF file registers for the storage service of devices.cmd', () => {
    expect(reportBootDisk(driver(['b/a.inf', 'b/viostor.sys']), VARIABLES)).toEqual({
      infFile: 'b/a.inf',
      service: 'viostor',
      hardwareIds: [String.raw`PCI\VEN_1AF4&DEV_1001`],
      classGuid: '{4D36E97B-E325-11CE-BFC1-08002BE10318}',
      serviceType: 1,
      startType: 0,
      errorControl: 1,
      loadOrderGroup: 'SCSI miniport',
      binary: 'viostor.sys',
      source: 'b/viostor.sys',
      sourceIsCompressed: false,
      values: [{ subkey: 'Parameters', name: 'BusType', type: 'REG_DWORD', data: ['1'] }],
    });
  });

  test.each([
    ['beside the INF file first', ['VIOSTOR.SYS', 'B/Viostor.sys'], 'B/Viostor.sys', false],
    ['anywhere else', ['c/viostor.sys'], 'c/viostor.sys', false],
    ['stored compressed', ['b/VIOSTOR.SY_', 'viostor.sy_'], 'b/VIOSTOR.SY_', true],
    ['as it is before compressed', ['b/viostor.sy_', 'viostor.sys'], 'viostor.sys', false],
  ])('from its file %s', (_, paths, source, sourceIsCompressed) => {
    expect(reportBootDisk(driver(paths), VARIABLES)).toMatchObject({ source, sourceIsCompressed });
  });

  test.each([
    ['its file is not packaged', driver(['b/viostor.cat'])],
    ['it registers no start', driver(['viostor.sys'], INF.replace('StartType=0', ''))],
    ['its file is elsewhere', driver(['viostor.sys'], INF.replace('%12%', '%11%'))],
    ['it installs another service', driver(['viostor.sys'], INF.replace('=viostor,2', '=other,2'))],
  ])('is not known where %s', (_, driverPackage) => {
    expect(reportBootDisk(driverPackage, VARIABLES)).toBeUndefined();
  });
});
