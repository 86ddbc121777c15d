import { describe, expect, test } from '@jest/globals';
import type { Architecture } from './inf';
import { models } from './models';
import { parseInf } from './parse';
import { WINDOWS_7, type TargetOs } from './target-os';

function parse(text: string) {
  return parseInf(Buffer.from(text), 'test.inf');
}

/**
 * The hardware IDs that an architecture sees if `[Manufacturer]` names these targets for `m`. Each
 * target has a models section with one device, whose hardware ID is the target.
 */
function chosen(
  targets: string,
  architecture: Architecture,
  os: TargetOs = WINDOWS_7,
): readonly string[] {
  const sections = targets
    .split(/\s*,\s*/)
    .map((target) => `[m.${target}]\n%d% = i, ${target}\n`)
    .join('');
  const inf = parse(`[Manufacturer]\n%m% = m, ${targets}\n[m]\n%d% = i, none\n${sections}`);
  return models(inf, architecture, os).map(({ hardwareId }) => hardwareId);
}

describe('rules 3: hardware IDs stand in the models sections', () => {
  /** One manufacturer for two architectures; the second device has only a compatible ID. */
  const inf = parse(`
[Manufacturer]
%Aero% = Disk, NTx86.6.1, NTamd64.6.1

[Disk.NTx86.6.1]
%Disk.Desc% = disk_inst, PCI\\VEN_1AF4&DEV_1042&REV_01, PCI\\VEN_1AF4&DEV_1042

[disk.ntAMD64.6.1]
%Disk.Desc% = disk_inst, PCI\\VEN_1AF4&DEV_1042&REV_01, \\
              PCI\\VEN_1AF4&DEV_1042
"Any disk"  = any_inst,, PCI\\CC_0100
; %Disk.Desc% = disk_inst, PCI\\VEN_FFFF&DEV_FFFF

[Disk.NTia64]
%Disk.Desc% = disk_inst, NAMED\\NOWHERE

[Strings]
Aero = "Aero"
Disk.Desc = "Aero, Disk"
`);

  test('name a device, its install section, its hardware ID and its compatible IDs', () => {
    expect(models(inf, 'amd64')).toEqual([
      {
        description: 'Aero, Disk',
        installSection: 'disk_inst',
        hardwareId: 'PCI\\VEN_1AF4&DEV_1042&REV_01',
        compatibleIds: ['PCI\\VEN_1AF4&DEV_1042'],
        section: 'disk.ntAMD64.6.1',
        decoration: { architecture: 'amd64', majorVersion: 6, minorVersion: 1 },
        line: 9,
      },
      {
        description: 'Any disk',
        installSection: 'any_inst',
        hardwareId: '',
        compatibleIds: ['PCI\\CC_0100'],
        section: 'disk.ntAMD64.6.1',
        decoration: { architecture: 'amd64', majorVersion: 6, minorVersion: 1 },
        line: 11,
      },
    ]);
  });

  test('without an architecture those of all models sections that [Manufacturer] names', () => {
    expect(models(inf).map(({ section }) => section)).toEqual([
      'Disk.NTx86.6.1',
      'disk.ntAMD64.6.1',
      'disk.ntAMD64.6.1',
    ]);
  });

  test('that are only NTamd64 give no models for x86', () => {
    const amd64Only = parse('[Manufacturer]\n%m% = m, NTamd64\n[m.NTamd64]\n%d% = i, id\n');
    expect(models(amd64Only, 'amd64')).toHaveLength(1);
    expect(models(amd64Only, 'x86')).toEqual([]);
  });

  test('[Manufacturer] may name the models section by the name of the manufacturer', () => {
    const named = parse('[Manufacturer]\n"Aero Inc"\n[Aero Inc]\n%d% = i, id\n');
    expect(models(named, 'x86').map(({ hardwareId }) => hardwareId)).toEqual(['id']);
  });

  test('a models section that two manufacturers share counts once', () => {
    const shared = parse('[Manufacturer]\na = m\nb = M\n[m]\nd = i, id\n');
    expect(models(shared, 'x86')).toHaveLength(1);
  });

  test('a line that is no model is none', () => {
    expect(models(parse('[Manufacturer]\na = m\nb =\n[m]\nno key\nd =\n'), 'x86')).toEqual([]);
  });
});

describe('rules 3: the models section that Windows 7 chooses', () => {
  test.each<[string, Architecture, readonly string[], string]>([
    ['NTamd64', 'amd64', ['NTamd64'], 'the architecture'],
    ['NTamd64', 'x86', ['none'], 'x86 falls back on the undecorated section'],
    ['NTx86', 'amd64', [], 'x64 has to be named'],
    ['NT', 'amd64', [], 'an extension without an architecture is x86'],
    ['NT', 'x86', ['NT'], 'an extension without an architecture is x86'],
    ['NTia64, NTarm64', 'amd64', [], 'other architectures are others'],
    ['NTamd64, NTamd64.6.0, NTamd64.6.1, NTamd64.6.2', 'amd64', ['NTamd64.6.1'], '6.1 is exact'],
    ['NTamd64.6.2, NTamd64.10.0, NTamd64.5.1', 'amd64', ['NTamd64.5.1'], 'the highest not above'],
    ['NTamd64.6.2, NTamd64', 'amd64', ['NTamd64'], 'any version is below 6.2'],
    ['NTamd64.6.2', 'amd64', [], 'later versions only'],
    ['NTx86.6.2', 'x86', ['none'], 'later versions only'],
    ['NTx86, NT.6.1', 'x86', ['NT.6.1'], 'a version goes before the architecture'],
    ['NT.6.1, NTx86.6.1', 'x86', ['NTx86.6.1'], 'the architecture decides between equals'],
    ['NT, NT.5, NT.5.5, NT....0x80', 'x86', ['NT.5.5'], 'a version goes before a suite'],
    ['NTamd64, NTamd64...1', 'amd64', ['NTamd64...1'], 'a workstation'],
    ['NTamd64, NTamd64....0x100', 'amd64', ['NTamd64....0x100'], 'a single user'],
    ['NTamd64.6.1.3, NTamd64.6.0', 'amd64', ['NTamd64.6.0'], 'not a server'],
    ['NTamd64.6.1.1.0x80, NTamd64.6.0', 'amd64', ['NTamd64.6.0'], 'not a data center'],
    ['NTamd64.6.1...7600, NTamd64', 'amd64', ['NTamd64'], 'build numbers came with Windows 10'],
    ['NTamd64.6.x, NTamd64', 'amd64', ['NTamd64'], 'what is no decoration does not count'],
    ['NTamd64.6.1....., NTamd64', 'amd64', ['NTamd64'], 'what is no decoration does not count'],
  ])('of %s on %s is %j: %s', (targets, architecture, expected) => {
    expect(chosen(targets, architecture)).toEqual(expected);
  });

  test('an empty models section excludes the versions from its own on', () => {
    const inf = parse(
      '[Manufacturer]\nm = m, NTx86.6.1, NTx86\n[m.NTx86.6.1]\n[m.NTx86]\nd = i, id',
    );
    expect(models(inf, 'x86')).toEqual([]);
  });

  test('has a name of at most 255 characters', () => {
    const names = ['m'.repeat(255), 'n'.repeat(256)];
    const inf = parse(
      `[Manufacturer]\n${names.map((name) => `a = ${name}\n`).join('')}` +
        names.map((name) => `[${name}]\nd = i, ${String(name.length)}\n`).join(''),
    );
    expect(models(inf, 'x86').map(({ hardwareId }) => hardwareId)).toEqual(['255']);
  });

  test('each manufacturer has its own', () => {
    const inf = parse(`[Manufacturer]
a = a, NTx86, NTamd64
b = b
[a.NTx86]
d = i, a32
[a.NTamd64]
d = i, a64
[b]
d = i, b32`);
    expect(models(inf, 'x86').map(({ hardwareId }) => hardwareId)).toEqual(['a32', 'b32']);
    expect(models(inf, 'amd64').map(({ hardwareId }) => hardwareId)).toEqual(['a64']);
  });
});

describe('rules 3: the models section that a newer Windows chooses', () => {
  const WINDOWS_10: TargetOs = {
    name: 'Windows 10',
    majorVersion: 10,
    minorVersion: 0,
    productType: 1,
    suiteMask: 0x100,
    buildNumber: 19_045,
  };

  test.each<[string, TargetOs, string, string]>([
    ['NTamd64.6.1, NTamd64.10.0', WINDOWS_10, 'NTamd64.10.0', 'the highest not above'],
    ['NTamd64.6.1, NTamd64.6.3', WINDOWS_10, 'NTamd64.6.3', 'the highest not above'],
    ['NTamd64.10.0, NTamd64.10.0...16299', WINDOWS_10, 'NTamd64.10.0...16299', 'the newest build'],
    ['NTamd64.10.0, NTamd64.10.0...22000', WINDOWS_10, 'NTamd64.10.0', 'not a newer build'],
    [
      'NTamd64.10.0, NTamd64.10.0...10240',
      { ...WINDOWS_10, buildNumber: 10_586 },
      'NTamd64.10.0',
      'builds before 14310 read no build numbers',
    ],
    [
      'NTamd64.10.0.3, NTamd64.10.0',
      { ...WINDOWS_10, productType: 3 },
      'NTamd64.10.0.3',
      'a server',
    ],
  ])('of %s for %j is %s: %s', (targets, os, expected) => {
    expect(chosen(targets, 'amd64', os)).toEqual([expected]);
  });
});

describe('rules 3: the examples of the reference "INF Manufacturer Section"', () => {
  const system = (version: string, changes: Partial<TargetOs> = {}): TargetOs => {
    const [majorVersion = 0, minorVersion = 0, buildNumber = 2600] = version.split('.').map(Number);
    return { ...WINDOWS_7, name: version, majorVersion, minorVersion, buildNumber, ...changes };
  };
  const DATACENTER = { productType: 3, suiteMask: 0x80 };

  /** Examples of the page: the Windows, and the section that it selects according to the page. */
  test.each<readonly [string, Architecture, TargetOs, string]>([
    ['NTx86....0x80, NTamd64', 'x86', system('5.2', DATACENTER), 'NTx86....0x80'],
    ['NTx86....0x80, NTamd64', 'x86', system('5.1'), 'none'],
    ['NTx86....0x80, NTamd64', 'amd64', system('5.2'), 'NTamd64'],
    ['NTx86....0x80, NTamd64', 'amd64', system('5.2', DATACENTER), 'NTamd64'],
    ['NTx86', 'x86', system('5.1'), 'NTx86'],
    ['NTx86', 'x86', system('10.0.19045'), 'NTx86'],
    ['NT, NT.7.8', 'x86', system('7.8'), 'NT.7.8'],
    ['NT, NT.7.8', 'x86', system('8.0'), 'NT.7.8'],
    ['NT, NT.7.8', 'x86', system('5.1'), 'NT'],
    ['NT, NT.5, NT.5.5, NT....0x80', 'x86', system('5.1'), 'NT.5'],
    ['NT, NT.5, NT.5.5, NT....0x80', 'x86', system('5.1', DATACENTER), 'NT.5'],
    ['NTx86.5.1', 'x86', system('5.1'), 'NTx86.5.1'],
    ['NTx86.5.1', 'x86', system('5.0'), 'none'],
    ['NTamd64.10.0...14393', 'amd64', system('10.0.14393'), 'NTamd64.10.0...14393'],
    // Example 3, with the build that its comments mention.
    ...(
      [
        ['6.1.7601', 'NTamd64.6.1'],
        ['6.3.9600', 'NTamd64.6.1'],
        ['10.0.10240', 'NTamd64.10.0'],
        ['10.0.14310', 'NTamd64.10.0'],
        ['10.0.14393', 'NTamd64.10.0...14393'],
        ['10.0.26100', 'NTamd64.10.0...14393'],
      ] as const
    ).map(
      ([version, expected]) =>
        [
          'NTamd64.6.1, NTamd64.10.0, NTamd64.10.0...14393',
          'amd64',
          system(version),
          expected,
        ] as const,
    ),
    // "If the current OS version is greater ..., the section is considered applicable regardless of the build number".
    ['NTamd64.10.0...99999', 'amd64', system('11.0.20000'), 'NTamd64.10.0...99999'],
  ])('of %s on %s', (targets, architecture, os, expected) => {
    expect(chosen(targets, architecture, os)).toEqual([expected]);
  });

  test.each<readonly [string, Architecture]>([
    ['NTamd64.10.0...14393', 'amd64'],
    ['NTx86', 'amd64'],
    ['NT', 'amd64'],
    ['NT', 'arm64'],
    ['NTamd64, NTx86, NTarm', 'arm64'],
  ])('of %s nothing is for %s of Windows 10 1511', (targets, architecture) => {
    expect(chosen(targets, architecture, system('10.0.10586'))).toEqual([]);
  });

  test('ARM64 has sections of its own', () => {
    expect(chosen('NTamd64, NTarm64, NTarm', 'arm64', system('10.0.19045'))).toEqual(['NTarm64']);
    expect(chosen('NTarm64.10.0, NTarm64.10.0...22000', 'arm64', system('10.0.22000'))).toEqual([
      'NTarm64.10.0...22000',
    ]);
  });

  test('an empty section excludes a Windows (Example 2)', () => {
    const inf = parse(`
[Manufacturer]
%MyName% = MyName,NTx86.6.0,NTx86.5.1,
[MyName.NTx86.6.0]
[MyName.NTx86.5.1]
%MyDev% = InstallB,hwid
[MyName]
`);
    const sections = (os: TargetOs): readonly string[] =>
      models(inf, 'x86', os).map(({ installSection }) => installSection);
    expect(sections(system('5.1'))).toEqual(['InstallB']);
    expect(sections(system('6.0'))).toEqual([]);
    expect(sections(system('10.0.19045'))).toEqual([]);
    expect(sections(system('5.0'))).toEqual([]);
  });

  test('a product type has to be that of the Windows, and the closest section counts', () => {
    const targets = 'NTamd64.10.0, NTamd64.10.0.1, NTamd64.10.0.3, NTamd64.10.0.3.0x80';
    const on = (changes: Partial<TargetOs>): readonly string[] =>
      chosen(targets, 'amd64', system('10.0.20348', changes));
    expect(on({ productType: 1 })).toEqual(['NTamd64.10.0.1']);
    expect(on({ productType: 2 })).toEqual(['NTamd64.10.0']);
    expect(on({ productType: 3 })).toEqual(['NTamd64.10.0.3']);
    expect(on(DATACENTER)).toEqual(['NTamd64.10.0.3.0x80']);
  });
});
