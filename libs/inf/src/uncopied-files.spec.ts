import { describe, expect, test } from '@jest/globals';
import { fileReferences } from './file-references';
import type { Architecture } from './inf';
import { parseInf } from './parse';
import { WINDOWS_7, type TargetOs } from './target-os';
import { uncopiedFiles } from './uncopied-files';

/** A driver whose files differ between the architectures, with leftovers for other systems. */
const DRIVER = `
[Manufacturer]
m = m, NTx86, NTamd64, NTamd64.10.0, NTia64
[m.NTx86]
d = i, id
[m.NTamd64]
d = i64, id
[m.NTamd64.10.0]
d = i10, id

[i]
CopyFiles = @demo.sys
[i.Services]
AddService = demo, 2, demo_service
AddService = Serenum,, serenum_service
[i64]
CopyFiles = @demo64.sys
[i10]
CopyFiles = @demo10.sys
[i.NTia64]
CopyFiles = @demoia64.sys

[OldInstall]
CopyFiles = OldFiles, @demo.sys
[OldFiles]
demo.vxd

[demo_service]
ServiceBinary = %12%\\demo.sys
[serenum_service]
ServiceBinary = %12%\\serenum.sys

[SourceDisksFiles]
demo.sys = 1
demo64.sys = 1
readme.txt = 1
serenum.sys = 1
[SourceDisksFiles.amd64]
amd64.txt = 1
[Strings]
CopyFiles = @string.sys
`;

function summary(architecture: Architecture): readonly string[] {
  return uncopiedFiles(parseInf(Buffer.from(DRIVER), 'a.inf'), architecture).map(
    ({ directive, file, section }) => `${directive} ${file} [${section}]`,
  );
}

describe('rules 3: files that an INF names and Windows does not copy', () => {
  test('are binaries of services, listed files, and those of sections that no models lead to', () => {
    expect(summary('x86')).toEqual([
      'ServiceBinary serenum.sys [serenum_service]',
      'SourceDisksFiles readme.txt [SourceDisksFiles]',
      'CopyFiles demo.vxd [OldFiles]',
    ]);
  });

  test('but not what models for another architecture or another Windows lead to', () => {
    expect(summary('amd64')).toEqual([
      'SourceDisksFiles amd64.txt [SourceDisksFiles.amd64]',
      'SourceDisksFiles readme.txt [SourceDisksFiles]',
      'SourceDisksFiles serenum.sys [SourceDisksFiles]',
      'CopyFiles demo.vxd [OldFiles]',
    ]);
  });
});

describe('rules 3: the sections of newer Windows below an install section', () => {
  const inf = parseInf(
    Buffer.from(`
[Manufacturer]
m = m, NTamd64
[m.NTamd64]
d = i, id
[i.NT]
CopyFiles = @demo.sys, @copied.exe
[i.NT.Software]
AddSoftware = A,, copied
AddSoftware = B,, uncopied
AddSoftware = C,, store
[copied]
SoftwareType = 1
SoftwareBinary = %13%\\copied.exe
[uncopied]
SoftwareType = 1
SoftwareBinary = uncopied.msi
[store]
SoftwareType = 2
SoftwareID = pfn://x.y.z
SoftwareBinary = store.exe
[i.NT.Components]
AddComponent = c,, component
[i.NT.Events]
AddEventProvider = {00000000-0000-0000-0000-000000000000}, events
[events]
ResourceFile = %13%\\demo.sys
[i.NT.Filters]
AddFilter = f,, filter
[i.NT.WMI]
WMIInterface = {00000000-0000-0000-0000-000000000000},, wmi
[i.NT.COM]
AddComServer = s,, com
[i.NT.LogConfigOverride]
LogConfig = log
`),
    'a.inf',
  );
  const windows10 = (buildNumber: number): TargetOs => ({
    ...WINDOWS_7,
    majorVersion: 10,
    minorVersion: 0,
    buildNumber,
  });
  const uncopied = (os: TargetOs): readonly string[] =>
    uncopiedFiles(inf, 'amd64', os).map(({ directive, file }) => `${directive} ${file}`);

  test('run installers that the INF has to copy, since Windows 10 1703', () => {
    expect(uncopied(windows10(15_063))).toEqual(['SoftwareBinary uncopied.msi']);
    expect(uncopied(windows10(14_393))).toEqual([]);
    expect(uncopied(WINDOWS_7)).toEqual([]);
  });

  test('copy nothing themselves', () => {
    for (const os of [WINDOWS_7, windows10(26_100)]) {
      expect(fileReferences(inf, 'amd64', os).map(({ file }) => file)).toEqual([
        'demo.sys',
        'copied.exe',
      ]);
    }
  });
});
