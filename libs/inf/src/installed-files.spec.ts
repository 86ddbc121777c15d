import { describe, expect, test } from '@jest/globals';
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

const FILES = [
  'A32.DLL',
  'a.cat',
  'a.sys',
  'a64.dll',
  'other.inf',
  'readme.txt',
  'WdfCoInstaller01009.dll',
];

describe('rules 11: the files that a catalog has to list', () => {
  const inf = parseInf(Buffer.from(DRIVER), 'a.inf');

  test('are those that the INF copies on the architecture, but no catalogs and other INFs', () => {
    const installed = (architecture?: 'x86' | 'amd64') =>
      installedFiles(inf, 'a.inf', FILES, architecture);
    expect(installed('x86')).toEqual(['A32.DLL', 'a.sys', 'WdfCoInstaller01009.dll']);
    expect(installed('amd64')).toEqual(['a64.dll', 'WdfCoInstaller01009.dll']);
    expect(installed()).toEqual(['A32.DLL', 'a.sys', 'a64.dll', 'WdfCoInstaller01009.dll']);
  });

  test('stand where the INF says, or anywhere', () => {
    const located = parseInf(
      Buffer.from('[SourceDisksNames]\n1=d\n[SourceDisksFiles]\na.sys=1,amd64\n'),
      'a.inf',
    );
    const find = (infPath: string, files: readonly string[]) =>
      installedFiles(located, infPath, files, 'amd64');
    expect(find('a.inf', ['i386/a.sys', 'AMD64/a.sys'])).toEqual(['AMD64/a.sys']);
    expect(find('sub/a.inf', ['amd64/a.sys', 'sub/amd64/a.sys'])).toEqual(['sub/amd64/a.sys']);
    expect(find('a.inf', ['i386/a.sys', 'a.sys'])).toEqual(['i386/a.sys', 'a.sys']);
  });
});
