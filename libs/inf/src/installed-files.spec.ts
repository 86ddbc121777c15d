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
CopyFiles = @A32.dll, @a.sys
CopyINF = other.inf
[install64]
CopyFiles = @a64.dll
[install32.Services]
AddService = a, 2, service
[install32.CoInstallers]
CopyFiles = coinstallers
[service]
ServiceBinary = %12%\\a.sys
[coinstallers]
WdfCoInstaller01009.dll
[SourceDisksFiles]
readme.txt = 1
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
    const installed = (architecture: 'x86' | 'amd64') =>
      installedFiles(inf, 'a.inf', FILES, architecture);
    expect(installed('x86')).toEqual(['A32.DLL', 'a.sys', 'WdfCoInstaller01009.dll']);
    expect(installed('amd64')).toEqual(['a64.dll']);
  });

  const located = parseInf(
    Buffer.from(
      '[Manufacturer]\nm=m,NTamd64\n[m.NTamd64]\nd=i,id\n[i]\nCopyFiles=@a.sys\n[SourceDisksNames]\n1=d\n[SourceDisksFiles]\na.sys=1,amd64\n',
    ),
    'a.inf',
  );
  const find = (infPath: string, files: readonly string[]) =>
    installedFiles(located, infPath, files, 'amd64');

  test('stand where the INF says, or anywhere', () => {
    expect(find('a.inf', ['i386/a.sys', 'AMD64/a.sys'])).toEqual(['AMD64/a.sys']);
    expect(find('sub/a.inf', ['amd64/a.sys', 'sub/amd64/a.sys'])).toEqual(['sub/amd64/a.sys']);
    expect(find('a.inf', ['i386/a.sys', 'a.sys'])).toEqual(['i386/a.sys', 'a.sys']);
  });

  test('may be stored compressed', () => {
    expect(find('a.inf', ['amd64/A.SY_', 'a.sys'])).toEqual(['amd64/A.SY_']);
    expect(find('a.inf', ['a.sy_', 'b.sy_'])).toEqual(['a.sy_']);
    expect(find('a.inf', ['a.sy$', 'b.sy$'])).toEqual(['a.sy$']);
    // The order in which Setup searches.
    expect(find('a.inf', ['amd64/a.sy$', 'amd64/a.sy_'])).toEqual(['amd64/a.sy_']);
    expect(find('a.inf', ['x/a.sys', 'y/a.sy_'])).toEqual(['x/a.sys']);
  });

  test('are those for another Windows, where the INF is for that', () => {
    const windows8 = parseInf(
      Buffer.from('[Manufacturer]\nm=m,NTx86.6.2\n[m.NTx86.6.2]\nd=i,id\n[i]\nCopyFiles=@a.sys\n'),
      'a.inf',
    );
    expect(installedFiles(windows8, 'a.inf', ['a.sys', 'b.sys'], 'x86')).toEqual(['a.sys']);
  });
});
