import { describe, expect, test } from '@jest/globals';
import {
  atBuild,
  catalogSystem,
  DEFAULT_WINDOWS_TARGET,
  namesTarget,
  WINDOWS_TARGETS,
  windowsTarget,
} from './index';

describe('rules 1: the versions of Windows that media can be made for', () => {
  test.each([
    ['w7', '6.1', 7601, 1, 'amd64 x86'],
    ['w8', '6.2', 9200, 1, 'amd64 x86'],
    ['w8.1', '6.3', 9600, 1, 'amd64 x86'],
    ['w10', '10.0', 19_045, 1, 'amd64 arm64 x86'],
    ['w11', '10.0', 26_200, 1, 'amd64 arm64'],
    ['2k8R2', '6.1', 7601, 3, 'amd64'],
    ['2k12', '6.2', 9200, 3, 'amd64'],
    ['2k12R2', '6.3', 9600, 3, 'amd64'],
    ['2k16', '10.0', 14_393, 3, 'amd64'],
    ['2k19', '10.0', 17_763, 3, 'amd64'],
    ['2k22', '10.0', 20_348, 3, 'amd64'],
    ['2k25', '10.0', 26_100, 3, 'amd64'],
  ])('%s is NT %s, build %d', (id, version, build, productType, architectures) => {
    const target = windowsTarget(id.toLowerCase());
    expect(target).toMatchObject({
      id,
      productType,
      buildNumber: build,
      osAttribute: `2:${version}`,
    });
    expect(`${String(target.majorVersion)}.${String(target.minorVersion)}`).toBe(version);
    expect(target.builds.at(-1)).toBe(build);
    expect(target.builds).toEqual(target.builds.toSorted((a, b) => a - b));
    expect(target.architectures.join(' ')).toBe(architectures);
  });

  test('who names no architecture gets some that there are', () => {
    for (const target of WINDOWS_TARGETS) {
      const missing = target.defaultArchitectures.filter(
        (one) => !target.architectures.includes(one),
      );
      expect(missing).toEqual([]);
    }
  });

  test('the default is Windows 7, with both architectures', () => {
    expect(DEFAULT_WINDOWS_TARGET.id).toBe('w7');
    expect(DEFAULT_WINDOWS_TARGET.defaultArchitectures).toEqual(['amd64', 'x86']);
  });

  test('another name is refused with those that there are', () => {
    expect(() => windowsTarget('w12')).toThrow(/no Windows of this name[^]*"w12"[^]*w11[^]*2k25/);
  });

  test('a target at one of its builds', () => {
    expect(atBuild(windowsTarget('w10'), 10_240)).toMatchObject({ id: 'w10', buildNumber: 10_240 });
  });
});

describe('rules 11: how catalogs name versions of Windows', () => {
  test.each([
    ['7X86', '6.1', 'x86'],
    ['7X64', '6.1', 'amd64'],
    ['7_X64', '6.1', 'amd64'],
    ['Server2008R2X64', '6.1', 'amd64'],
    ['Server2008R2IA64', '6.1', 'ia64'],
    ['VistaX86', '6.0', 'x86'],
    ['XPX86', '5.1', 'x86'],
    ['8X86', '6.2', 'x86'],
    ['8ARM', '6.2', 'arm'],
    ['Server8X64', '6.2', 'amd64'],
    ['_v63', '6.3', 'x86'],
    ['_v63_X64', '6.3', 'amd64'],
    ['_v63_Server_X64', '6.3', 'amd64'],
    ['6_3_X86', '6.3', 'x86'],
    ['Server6_3_X64', '6.3', 'amd64'],
    ['_v100', '10.0', 'x86'],
    ['_v100_X64', '10.0', 'amd64'],
    ['_v100_X64_22H2', '10.0', 'amd64'],
    ['_v100_Server_X64_FE', '10.0', 'amd64'],
    ['_v100_ARM64_21H2', '10.0', 'arm64'],
    ['10_GE_X64', '10.0', 'amd64'],
    ['10_X86', '10.0', 'x86'],
    ['ServerFE_X64', '10.0', 'amd64'],
    ['Server2016_X64', '10.0', 'amd64'],
    ['ServerRS5_ARM64', '10.0', 'arm64'],
  ])('%s is %s on %s', (name, version, architecture) => {
    expect(catalogSystem(name)).toEqual({ version, architecture });
  });

  test.each(['', 'WindowsNG_X64', '7', 'server', '_v', 'x64', '10'])('%j says nothing', (name) => {
    expect(catalogSystem(name)).toBeUndefined();
  });

  test('a name is of a target if version and architecture are', () => {
    expect(namesTarget('_v100_X64_22H2', windowsTarget('2k25'), 'amd64')).toBe(true);
    expect(namesTarget('_v100_X64_22H2', windowsTarget('w10'), 'arm64')).toBe(false);
    expect(namesTarget('7X64', windowsTarget('w10'), 'amd64')).toBe(false);
  });
});
