import { describe, expect, test } from '@jest/globals';
import { fileReferences, type FileReference } from './file-references';
import type { Architecture } from './inf';
import { parseInf } from './parse';

function references(text: string, architecture?: Architecture): readonly FileReference[] {
  return fileReferences(parseInf(Buffer.from(text), 'test.inf'), architecture);
}

/** `directive file path` of each reference, the path where there is one. */
function summary(text: string, architecture?: Architecture): readonly string[] {
  return references(text, architecture).map(({ directive, file, path }) =>
    [directive, file, ...(path === undefined ? [] : [path])].join(' '),
  );
}

/** A KMDF input driver for both architectures in one INF, with files below a directory for each. */
const INPUT = `
[Version]
Signature = "$Windows NT$"
CatalogFile.NTx86   = input32.cat
CatalogFile.NTamd64 = input64.cat

[SourceDisksNames]
1 = %Disk%,,,""
[SourceDisksNames.x86]
2 = %Disk%,,,\\bin\\x86
[SourceDisksNames.amd64]
2 = %Disk%,,,\\bin\\x64

[SourceDisksFiles]
aeroinput.sys = 2
[SourceDisksFiles.x86]
WdfCoInstaller01009.dll = 2,\\wdf
[SourceDisksFiles.amd64]
WdfCoInstaller01009.dll = 2,.\\wdf\\
; notneeded.dll = 1

[Manufacturer]
%Aero% = Input, NTx86.6.1, NTamd64.6.1
[Input.NTx86.6.1]
%Desc% = input, PCI\\VEN_1AF4&DEV_1052
[Input.NTamd64.6.1]
%Desc% = input, PCI\\VEN_1AF4&DEV_1052

[input.NT]
CopyFiles = input_files, @helper.exe
[input.NT.Services]
AddService = AeroInput, 2, input_service
[input.NT.CoInstallers]
CopyFiles = coinstaller_files
AddReg    = coinstaller_reg

[input_files]
aeroinput.sys,,,2
[coinstaller_files]
WdfCoInstaller01009.dll
[coinstaller_reg]
HKR,,CoInstallers32,0x00010000,"WdfCoInstaller01009.dll,WdfCoInstaller"
[input_service]
ServiceBinary = %12%\\aeroinput.sys

[Strings]
Disk = "Disk"
`;

describe('rules 3: everything that an INF refers to', () => {
  test('for amd64', () => {
    expect(summary(INPUT, 'amd64')).toEqual([
      'CatalogFile input64.cat',
      'SourceDisksFiles WdfCoInstaller01009.dll bin/x64/wdf/WdfCoInstaller01009.dll',
      'SourceDisksFiles aeroinput.sys bin/x64/aeroinput.sys',
      'CopyFiles helper.exe',
      'CopyFiles aeroinput.sys bin/x64/aeroinput.sys',
      'CopyFiles WdfCoInstaller01009.dll bin/x64/wdf/WdfCoInstaller01009.dll',
      'ServiceBinary aeroinput.sys bin/x64/aeroinput.sys',
      'WdfCoInstaller WdfCoInstaller01009.dll bin/x64/wdf/WdfCoInstaller01009.dll',
    ]);
  });

  test('for x86', () => {
    expect(summary(INPUT, 'x86')).toEqual([
      'CatalogFile input32.cat',
      'SourceDisksFiles WdfCoInstaller01009.dll bin/x86/wdf/WdfCoInstaller01009.dll',
      'SourceDisksFiles aeroinput.sys bin/x86/aeroinput.sys',
      'CopyFiles helper.exe',
      'CopyFiles aeroinput.sys bin/x86/aeroinput.sys',
      'CopyFiles WdfCoInstaller01009.dll bin/x86/wdf/WdfCoInstaller01009.dll',
      'ServiceBinary aeroinput.sys bin/x86/aeroinput.sys',
      'WdfCoInstaller WdfCoInstaller01009.dll bin/x86/wdf/WdfCoInstaller01009.dll',
    ]);
  });

  test('for any architecture', () => {
    expect(summary(INPUT)).toEqual(
      expect.arrayContaining([
        'CatalogFile input32.cat',
        'CatalogFile input64.cat',
        'SourceDisksFiles aeroinput.sys bin/x86/aeroinput.sys',
        'SourceDisksFiles aeroinput.sys bin/x64/aeroinput.sys',
      ]),
    );
  });

  test('is named with the section and the line', () => {
    expect(references('[Version]\nCatalogFile = a.cat\n[x]\nCopyFiles = @b.sys\n')).toEqual([
      { file: 'a.cat', directive: 'CatalogFile', section: 'Version', line: 2 },
      { file: 'b.sys', directive: 'CopyFiles', section: 'x', line: 4 },
    ]);
  });

  test('nothing in a comment, and nothing in a strings section', () => {
    const inf = `
;[Version]
;CatalogFile = a.cat
[a]
;CopyFiles = @b.sys
x = y ; WdfCoInstaller01009.dll
[Strings]
CopyFiles = @c.sys
Hint = "WdfCoInstaller01009.dll"
`;
    expect(summary(inf)).toEqual([]);
  });
});

describe('rules 3: CopyFiles', () => {
  test('the source file is the second field of a file list, and else the first', () => {
    const inf = '[a]\nCopyFiles = list\n[list]\nnew.sys, old.sys,,2\nsame.sys,,,2\n,\n';
    expect(summary(inf)).toEqual(['CopyFiles old.sys', 'CopyFiles same.sys']);
  });

  test('several sections and files, quoted or resolved, each list once', () => {
    const inf = `
[a]
CopyFiles = "list, one", %Two%, @"b c.sys", no_such_list
CopyFiles = LIST2
[b]
CopyFiles = list2
[list, one]
x.sys
[list2]
y.sys
[Strings]
Two = list2
`;
    expect(summary(inf)).toEqual(['CopyFiles b c.sys', 'CopyFiles x.sys', 'CopyFiles y.sys']);
  });
});

describe('rules 3: SourceDisksFiles', () => {
  test('a file is below the path of its disk and its own subdirectory', () => {
    const inf = `
[SourceDisksNames]
1 = "disk",,
2 = "disk", tag,, \\a\\b
[SourceDisksFiles]
beside.sys = 1
below.sys  = 2, \\c, 1024
unknown.sys = 3
"quoted = name.sys" = 1
alone.sys
`;
    expect(summary(inf)).toEqual([
      'SourceDisksFiles beside.sys beside.sys',
      'SourceDisksFiles below.sys a/b/c/below.sys',
      'SourceDisksFiles unknown.sys unknown.sys',
      'SourceDisksFiles quoted = name.sys quoted = name.sys',
      'SourceDisksFiles alone.sys alone.sys',
    ]);
  });

  test('the section of the architecture goes before the generic one', () => {
    const inf = '[SourceDisksFiles]\nA.sys=1,generic\n[SourceDisksFiles.x86]\na.sys=1,own\n';
    expect(summary(inf, 'x86')).toEqual(['SourceDisksFiles a.sys own/a.sys']);
    expect(summary(inf, 'amd64')).toEqual(['SourceDisksFiles A.sys generic/A.sys']);
  });
});

describe('rules 3: CopyINF and ServiceBinary', () => {
  test('CopyINF names other INFs of the package', () => {
    expect(summary('[a.NT]\nCopyINF = one.inf, two.inf\n')).toEqual([
      'CopyINF one.inf',
      'CopyINF two.inf',
    ]);
  });

  test.each([
    ['%12%\\aero.sys', 'aero.sys'],
    ['"%11%\\aero svc.exe" -k x\\y', 'aero svc.exe'],
    ['%10%/System32/aero.exe -k c:\\x.dll', 'aero.exe'],
    ['aero', 'aero'],
  ])('ServiceBinary = %s', (path, file) => {
    const inf = `[a.Services]\nAddService = a, 2, s\nAddService = b, 2, S\n[s]\nServiceBinary = ${path}\n`;
    expect(summary(inf)).toEqual([`ServiceBinary ${file}`]);
  });

  test('a ServiceBinary that no AddService leads to is none', () => {
    expect(summary('[s]\nServiceBinary = %12%\\a.sys\n')).toEqual([]);
  });
});

describe('rules 3: WdfCoInstaller*.dll, any if none is named', () => {
  test('each one once, wherever it is named', () => {
    const inf = `
[a]
x = "WdfCoInstaller01009.dll,WdfCoInstaller", c:\\wdfcoinstaller01011.DLL
y = %Z%
[Strings]
z = "WdfCoInstaller01009_chk.dll"
`;
    expect(summary(inf)).toEqual([
      'WdfCoInstaller WdfCoInstaller01009.dll',
      'WdfCoInstaller wdfcoinstaller01011.DLL',
      'WdfCoInstaller WdfCoInstaller01009_chk.dll',
    ]);
  });

  test('any version, where only a placeholder is left or the entry point is named', () => {
    const inf =
      '[a]\nHKR,,CoInstallers32,0x00010000,"WdfCoInstaller$KMDFVERSION$.dll,WdfCoInstaller"\n';
    expect(references(inf)).toEqual([
      { file: 'WdfCoInstaller*.dll', directive: 'WdfCoInstaller', section: 'a', line: 2 },
    ]);
  });
});

describe('rules 3: sections that Windows does not process on an architecture refer to nothing', () => {
  /** Install sections that only one architecture leads to, and names that belong to one. */
  const inf = `
[Manufacturer]
m = m, NTx86, NTamd64, NTamd64.6.2
[m.NTx86]
d = only32, id
d = both, id2
[m.NTamd64]
d = only64, id
d = both, id2
[m.NTamd64.6.2]
d = windows8, id

[only32]
CopyFiles = @only32.sys
[only64]
CopyFiles = @only64.sys
[windows8]
CopyFiles = @windows8.sys
[both]
CopyFiles = @both-undecorated.sys
[both.NT]
CopyFiles = @both-nt.sys
[both.NTamd64]
CopyFiles = @both-amd64.sys
[both.NTamd64.CoInstallers]
CopyFiles = @both-amd64-coinstaller.dll
[ClassInstall32]
CopyFiles = @class.dll
[ClassInstall32.NTamd64]
CopyFiles = @class-amd64.dll
[interface]
CopyFiles = @interface.dll
[interface.NTx86]
CopyFiles = @interface-x86.dll
`;
  const files = (architecture: Architecture) =>
    references(inf, architecture).map(({ file }) => file);

  test('on x86', () => {
    expect(files('x86')).toEqual([
      'only32.sys',
      'both-nt.sys',
      'class.dll',
      'interface.dll',
      'interface-x86.dll',
    ]);
  });

  test('on amd64', () => {
    expect(files('amd64')).toEqual([
      'only64.sys',
      'both-amd64.sys',
      'both-amd64-coinstaller.dll',
      'class-amd64.dll',
      'interface.dll',
    ]);
  });
});
