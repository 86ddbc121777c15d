import { describe, expect, test } from '@jest/globals';
import { fileReferences, type FileReference } from './file-references';
import type { Architecture } from './inf';
import { parseInf } from './parse';

/** The beginning of an INF file with one device on both architectures, which `[a]` installs. */
const DEVICE =
  '[Manufacturer]\nm = m, NTx86, NTamd64\n[m.NTx86]\nd = a, id\n[m.NTamd64]\nd = a, id\n[a]\n';

function references(text: string, architecture: Architecture = 'x86'): readonly FileReference[] {
  return fileReferences(parseInf(Buffer.from(text), 'test.inf'), architecture);
}

/** `directive file path` of each reference; the path is omitted if there is none. */
function summary(text: string, architecture?: Architecture): readonly string[] {
  return references(text, architecture).map(({ directive, file, path }) =>
    [directive, file, ...(path === undefined ? [] : [path])].join(' '),
  );
}

/**
 * A KMDF input driver for both architectures in one INF file, with a directory of files for each.
 */
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
notcopied.sys = 2
[SourceDisksFiles.x86]
WdfCoInstaller01009.dll = 2,\\wdf
[SourceDisksFiles.amd64]
WdfCoInstaller01009.dll = 2,.\\wdf\\

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

describe('rules 3: what Windows copies', () => {
  test('for amd64', () => {
    expect(summary(INPUT, 'amd64')).toEqual([
      'CatalogFile input64.cat',
      'CopyFiles helper.exe',
      'CopyFiles aeroinput.sys bin/x64/aeroinput.sys',
      'CopyFiles WdfCoInstaller01009.dll bin/x64/wdf/WdfCoInstaller01009.dll',
      'ServiceBinary aeroinput.sys bin/x64/aeroinput.sys',
    ]);
  });

  test('for x86', () => {
    expect(summary(INPUT, 'x86')).toEqual([
      'CatalogFile input32.cat',
      'CopyFiles helper.exe',
      'CopyFiles aeroinput.sys bin/x86/aeroinput.sys',
      'CopyFiles WdfCoInstaller01009.dll bin/x86/wdf/WdfCoInstaller01009.dll',
      'ServiceBinary aeroinput.sys bin/x86/aeroinput.sys',
    ]);
  });

  test('is named with the section and the line', () => {
    expect(references(`[Version]\nCatalogFile = a.cat\n${DEVICE}CopyFiles = @b.sys\n`)).toEqual([
      {
        file: 'a.cat',
        directive: 'CatalogFile',
        mayComeWithWindows: false,
        section: 'Version',
        line: 2,
      },
      { file: 'b.sys', directive: 'CopyFiles', mayComeWithWindows: false, section: 'a', line: 10 },
    ]);
  });

  test('nothing in a comment, and nothing in a strings section', () => {
    const inf = `${DEVICE};CopyFiles = @b.sys\nx = y ; CopyFiles = @c.sys\n[Strings]\nCopyFiles = @d.sys\n`;
    expect(summary(inf)).toEqual([]);
  });
});

describe('rules 3: CopyFiles', () => {
  test('the source file is the second field of a file list, and else the first', () => {
    const inf = `${DEVICE}CopyFiles = list\n[list]\nnew.sys, old.sys,,2\nsame.sys,,,2\n,\n`;
    expect(summary(inf)).toEqual(['CopyFiles old.sys', 'CopyFiles same.sys']);
  });

  test('several sections and files, quoted or resolved, each list once', () => {
    const inf = `${DEVICE}
CopyFiles = "list, one", %Two%, @"b c.sys", no_such_list
CopyFiles = LIST2
[a.CoInstallers]
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

  test.each(['[a]', '[a.CoInstallers]', '[a.Services]', '[a.HW]', '[ClassInstall32]'])(
    'in %s',
    (section) => {
      expect(summary(`${DEVICE}${section}\nCopyFiles = @b.dll\n`)).toEqual(['CopyFiles b.dll']);
    },
  );

  test('in the sections that AddInterface and InterfaceInstall32 name', () => {
    const inf = `${DEVICE}[a.Interfaces]\nAddInterface = {1},, i\n[i]\nCopyFiles = @i.dll\n`;
    expect(summary(inf)).toEqual(['CopyFiles i.dll']);
    const interfaceClass = `${DEVICE}[InterfaceInstall32]\n{1} = i\n[i]\nCopyFiles = @c.dll\n`;
    expect(summary(interfaceClass)).toEqual(['CopyFiles c.dll']);
  });

  test.each(['[b]', '[a.NTamd64.CoInstallers]', '[a.Wdf]', '[DefaultInstall]', '[i]', '[a.NT.HW]'])(
    'not in %s, which nothing leads to on x86',
    (section) => {
      expect(summary(`${DEVICE}${section}\nCopyFiles = @b.dll\n`)).toEqual([]);
    },
  );
});

describe('rules 3: SourceDisksFiles', () => {
  /** A device for which these files are copied. */
  const copying = (...files: readonly string[]): string =>
    `${DEVICE}CopyFiles = list\n[list]\n${files.map((file) => `"${file}"\n`).join('')}`;

  test('a file is below the path of its disk and its own subdirectory', () => {
    const inf = `
${copying('beside.sys', 'below.sys', 'unknown.sys', 'quoted = name.sys', 'alone.sys', 'other.sys')}
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
      'CopyFiles beside.sys beside.sys',
      'CopyFiles below.sys a/b/c/below.sys',
      'CopyFiles unknown.sys unknown.sys',
      'CopyFiles quoted = name.sys quoted = name.sys',
      'CopyFiles alone.sys alone.sys',
      'CopyFiles other.sys',
    ]);
  });

  test('the section of the architecture goes before the generic one', () => {
    const inf = `${copying('a.sys')}[SourceDisksFiles]\nA.sys=1,generic\n[SourceDisksFiles.x86]\na.sys=1,own\n`;
    expect(summary(inf, 'x86')).toEqual(['CopyFiles a.sys own/a.sys']);
    expect(summary(inf, 'amd64')).toEqual(['CopyFiles a.sys generic/A.sys']);
  });

  test('a file that is only listed there is not copied', () => {
    expect(summary(`${DEVICE}[SourceDisksFiles]\na.sys = 1\n`)).toEqual([]);
  });
});

describe('rules 3: CopyINF and ServiceBinary', () => {
  test('CopyINF names other INFs of the package', () => {
    expect(summary(`${DEVICE}CopyINF = one.inf, .\\two\\two.inf\n`)).toEqual([
      'CopyINF one.inf',
      'CopyINF two.inf',
    ]);
  });

  test.each([
    ['%12%\\aero.sys', 'aero.sys'],
    ['"%11%\\aero svc.exe" -k x\\y', 'aero svc.exe'],
    ['%10%/System32/aero.exe -k c:\\x.dll', 'aero.exe'],
    ['aero', 'aero'],
  ])('ServiceBinary = %s is that of a file that is copied', (path, file) => {
    const inf = `${DEVICE}CopyFiles = @"${file}"\n[a.Services]\nAddService = a, 2, s\nAddService = b, 2, S\n[s]\nServiceBinary = ${path}\n`;
    expect(summary(inf)).toEqual([`CopyFiles ${file}`, `ServiceBinary ${file}`]);
  });

  test('a binary that the INF does not copy comes with Windows', () => {
    const inf = `${DEVICE}[a.Services]\nAddService = Serenum,, s\n[s]\nServiceBinary = %12%\\serenum.sys\n`;
    expect(summary(inf)).toEqual([]);
  });
});

describe('rules 3: files of Windows itself', () => {
  const flags = (text: string): readonly unknown[] =>
    references(text).map(({ file, mayComeWithWindows }) => [file, mayComeWithWindows]);
  const LISTED = '[SourceDisksFiles]\na.sys = 1\n';

  test('are those that only LayoutFile can locate', () => {
    const inf = `[Version]\nLayoutFile = layout.inf\n${DEVICE}CopyFiles = @a.sys, @usbser.sys\n${LISTED}`;
    expect(flags(inf)).toEqual([
      ['a.sys', false],
      ['usbser.sys', true],
    ]);
  });

  test('or only an INF that is included', () => {
    const inf = `${DEVICE}Include = mdmcpq.inf\nCopyFiles = @a.sys, @usbser.sys, Section.Of.Windows\n${LISTED}`;
    expect(flags(inf)).toEqual([
      ['a.sys', false],
      ['usbser.sys', true],
    ]);
  });

  test('no others', () => {
    expect(flags(`${DEVICE}CopyFiles = @usbser.sys\n`)).toEqual([['usbser.sys', false]]);
  });
});

describe('rules 3: on an architecture, only what its models lead to counts', () => {
  /** Install sections that only one architecture uses, and names that belong to one. */
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
[unreached]
CopyFiles = @unreached.dll
`;
  const files = (architecture: Architecture) =>
    references(inf, architecture).map(({ file }) => file);

  test('on x86', () => {
    expect(files('x86')).toEqual(['only32.sys', 'both-nt.sys', 'class.dll']);
  });

  test('on amd64', () => {
    expect(files('amd64')).toEqual([
      'only64.sys',
      'both-amd64.sys',
      'both-amd64-coinstaller.dll',
      'class-amd64.dll',
    ]);
  });
});
