import { describe, expect, test } from '@jest/globals';
import { parseInf } from './parse';
import { services } from './services';

/**
 * A storage driver for both architectures, with a filter service and a section for manual
 * installation.
 */
const STORAGE = `
[Manufacturer]
%Aero% = Disk, NTx86, NTamd64

[Disk.NTx86]
%Disk.Desc% = disk32_inst, PCI\\VEN_1AF4&DEV_1042
[Disk.NTamd64]
%Disk.Desc% = disk64_inst, PCI\\VEN_1AF4&DEV_1042

[disk32_inst]
[disk32_inst.Services]
AddService = "aerodisk32", 0x00000002, disk_service

[disk64_inst.NTamd64]
; Windows takes this section's services, not those of disk64_inst.Services.
[disk64_inst.NTamd64.SERVICES]
addservice = aerodisk64, %SPSVCINST_ASSOCSERVICE%, Disk_Service ; the driver
AddService = aerofilter,, filter_service
;AddService = commented, 2, disk_service
AddService = ,2
[disk64_inst.Services]
AddService = never64, 2, disk_service

[DefaultInstall.Services]
AddService = byhand, 0, no_such_section

[disk_service]
DisplayName   = "Disk; a driver"
ServiceBinary = %12%\\aerodisk.sys
[filter_service]
ServiceBinary = "%12%\\aero filter.sys"

[not_services]
AddService = elsewhere, 2, disk_service

[Strings]
SPSVCINST_ASSOCSERVICE = 0x00000002
AddService = text
`;

describe('rules 3: services that an INF installs', () => {
  const inf = parseInf(Buffer.from(STORAGE), 'aerodisk.inf');
  const names = (architecture: 'x86' | 'amd64') =>
    services(inf, architecture).map(({ name }) => name);

  test('are the first field of AddService in the .Services sections that bound models lead to, quotes stripped', () => {
    expect(names('x86')).toEqual(['aerodisk32']);
    expect(names('amd64')).toEqual(['aerodisk64', 'aerofilter']);
  });

  test('in a .Services section of an install section that is not there, or that no model names, are none', () => {
    const text = `[Manufacturer]\nm=m\n[m]\nd=i,id\n[i.Services]\nAddService=a,2,s\n[unused]\n[unused.Services]\nAddService=b,2,s`;
    expect(services(parseInf(Buffer.from(text), 'a.inf'), 'x86')).toEqual([]);
  });

  test('of the class are those of an INF that binds a device', () => {
    const text = `[Manufacturer]\nm=m,NTamd64\n[m.NTamd64]\nd=i,id\n[i]\n[ClassInstall32]\n[ClassInstall32.Services]\nAddService=c,,s`;
    const ofClass = parseInf(Buffer.from(text), 'a.inf');
    expect(services(ofClass, 'amd64').map(({ name }) => name)).toEqual(['c']);
    expect(services(ofClass, 'x86')).toEqual([]);
  });

  test('have flags, a service-install-section and a ServiceBinary', () => {
    expect(services(inf, 'amd64')).toEqual([
      {
        name: 'aerodisk64',
        flags: 2,
        serviceInstallSection: 'Disk_Service',
        serviceBinary: '%12%\\aerodisk.sys',
        section: 'disk64_inst.NTamd64.SERVICES',
        line: 17,
      },
      {
        name: 'aerofilter',
        serviceInstallSection: 'filter_service',
        serviceBinary: '%12%\\aero filter.sys',
        section: 'disk64_inst.NTamd64.SERVICES',
        line: 18,
      },
    ]);
  });

  test.each([
    ['2', 2],
    ['0X802', 0x802],
    ['0xFFFFFFFF', 0xffff_ffff],
    ['-2', undefined],
    ['2 or so', undefined],
    ['4294967296', undefined],
  ])('flags %s', (written, flags) => {
    const text = `[Manufacturer]\nm=m\n[m]\nd=a,id\n[a]\n[a.Services]\nAddService = x, ${written}, s`;
    expect(services(parseInf(Buffer.from(text), 'a.inf'), 'x86')[0]?.flags).toBe(flags);
  });
});
