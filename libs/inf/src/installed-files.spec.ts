import { expect, test } from '@jest/globals';
import { installedFiles } from './installed-files';
import { parseInf } from './parse';

const DRIVER = `
[Version]
CatalogFile = a.cat
[Manufacturer]
a = Models, NTx86, NTamd64
[Models.NTx86]
d = install32, PCI\\VEN_1AF4&DEV_1042
[Models.NTamd64]
d = install64, PCI\\VEN_1AF4&DEV_1042
[install32]
CopyFiles = @A32.dll
CopyINF = other.inf
[install64]
CopyFiles = @a64.dll
[install32.Services]
AddService = a, 2, service
[service]
ServiceBinary = %12%\\a.sys
[install32.Wdf]
KmdfService = a, wdf
[wdf]
KmdfLibraryVersion = $KMDFVERSION$
[install32.CoInstallers]
AddReg = coinstaller
[coinstaller]
HKR,,CoInstallers32,0x00010000,"WdfCoInstaller$KMDFCOINSTALLERVERSION$.dll,WdfCoInstaller"
`;

test('what a catalog has to list: what the INF copies on an architecture, but no catalogs and other INFs', () => {
  const inf = parseInf(Buffer.from(DRIVER), 'a.inf');
  const candidates = ['a32.DLL', 'a64.dll', 'a.sys', 'a.cat', 'other.inf', 'readme.txt'];
  expect(candidates.filter(installedFiles(inf, 'x86'))).toEqual(['a32.DLL', 'a.sys']);
  expect(candidates.filter(installedFiles(inf, 'amd64'))).toEqual(['a64.dll']);
  expect(candidates.filter(installedFiles(inf))).toEqual(['a32.DLL', 'a64.dll', 'a.sys']);
  expect(installedFiles(inf, 'x86')('WdfCoInstaller01009.dll')).toBe(true);
});
