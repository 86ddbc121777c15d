import { describe, expect, test } from '@jest/globals';
import { parseInf } from './parse';
import { serviceRegistration } from './service-registration';

const INF = String.raw`
[Version]
Signature = "$Windows NT$"
[Manufacturer]
M = Disk, NTx86.6.1, NTamd64.6.1
[Disk.NTx86.6.1]
D = other_inst, PCI\VEN_1AF4&DEV_1001
[Disk.NTamd64.6.1]
D = scsi_inst, PCI\VEN_1AF4&DEV_1001&SUBSYS_00021AF4, PCI\VEN_1AF4&DEV_1001
D = scsi_inst, PCI\VEN_1AF4&DEV_1042, pci\ven_1af4&dev_1001
D = other_inst, PCI\VEN_1AF4&DEV_1041
[scsi_inst]
[other_inst]
[scsi_inst.Services]
AddService = "VioStor", 2, scsi_service
AddService = viostor_helper, , helper_service
[other_inst.Services]
AddService = other, 2, other_service
[scsi_service]
ServiceType = %KERNEL%
StartType = 0
ErrorControl = 0x00000003
ServiceBinary = %12%\viostor.sys
LoadOrderGroup = SCSI miniport
AddReg = pnp, more
[pnp]
HKR, "Parameters\PnpInterface", "5", 0x00010001, 0x00000001
HKR, Parameters, BusType, 0x00010001, 0x0000000A
HKR, Parameters, Bytes, 1, 0a, FF
HKR, Parameters, FourBytes, 0x00010001, 01, 02, 0, 0
HKR, Parameters, Path, 0x00020000, "%%SystemRoot%%\x"
[more]
HKR, Parameters, Texts, 0x00010000, a, b
HKR, , Plain,, text
HKR, Parameters, Gone, 4
HKR, "Parameters\Key",, 0x10
HKR, Parameters, Own, 0x000B0001, 1
HKLM, Software, Elsewhere, , text
[Strings]
KERNEL = 1
`;

const inf = parseInf(Buffer.from(INF), 'viostor.inf');

describe('rules 3: how an INF registers a service', () => {
  const registration = serviceRegistration(inf, 'amd64', 'viostor');

  test('with the devices that are bound to it as their function driver, each once', () => {
    expect(registration?.name).toBe('VioStor');
    expect(registration?.hardwareIds.map((id) => id.toUpperCase())).toEqual([
      String.raw`PCI\VEN_1AF4&DEV_1001&SUBSYS_00021AF4`,
      String.raw`PCI\VEN_1AF4&DEV_1001`,
      String.raw`PCI\VEN_1AF4&DEV_1042`,
    ]);
  });

  test('with what its service-install-section says', () => {
    expect(registration).toMatchObject({
      serviceType: 1,
      startType: 0,
      errorControl: 3,
      loadOrderGroup: 'SCSI miniport',
      serviceBinary: String.raw`%12%\viostor.sys`,
    });
  });

  test('with the values that AddReg adds below its key', () => {
    expect(registration?.values).toEqual([
      { subkey: String.raw`Parameters\PnpInterface`, name: '5', type: 'REG_DWORD', data: ['1'] },
      { subkey: 'Parameters', name: 'BusType', type: 'REG_DWORD', data: ['10'] },
      { subkey: 'Parameters', name: 'Bytes', type: 'REG_BINARY', data: ['0a', 'ff'] },
      { subkey: 'Parameters', name: 'FourBytes', type: 'REG_DWORD', data: ['513'] },
      {
        subkey: 'Parameters',
        name: 'Path',
        type: 'REG_EXPAND_SZ',
        data: [String.raw`%SystemRoot%\x`],
      },
      { subkey: 'Parameters', name: 'Texts', type: 'REG_MULTI_SZ', data: ['a', 'b'] },
      { subkey: '', name: 'Plain', type: 'REG_SZ', data: ['text'] },
    ]);
  });

  test('not where no device is bound to it on the architecture', () => {
    expect(serviceRegistration(inf, 'x86', 'viostor')).toBeUndefined();
    expect(serviceRegistration(inf, 'amd64', 'viostor_helper')).toBeUndefined();
  });
});
