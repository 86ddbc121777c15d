import { describe, expect, test } from '@jest/globals';
import { parseJson } from '@aero-guest-tools/canonical-json';
import { WINDOWS_TARGETS } from '@aero-guest-tools/windows-target';
import { parsePackagingSpec } from './parse-packaging-spec';

const DRIVERS = [{ name: 'viostor', required: true }];

function targetOf(target: unknown): { windows: string; architectures: readonly string[] } {
  const json = { ...(target === undefined ? {} : { target }), drivers: DRIVERS };
  const spec = parsePackagingSpec(parseJson(JSON.stringify(json), 'spec.json'));
  return { windows: spec.target.windows.id, architectures: spec.target.architectures };
}

describe('rules 1: the target of a spec', () => {
  test('a spec that names none is for Windows 7, x86 and amd64', () => {
    expect(targetOf(undefined)).toEqual({ windows: 'w7', architectures: ['x86', 'amd64'] });
  });

  test('without architectures, those that the Windows is installed for most', () => {
    expect(targetOf({ windows: 'w10' }).architectures).toEqual(['x86', 'amd64']);
    expect(targetOf({ windows: 'w11' }).architectures).toEqual(['amd64']);
    expect(targetOf({ windows: '2k25' }).architectures).toEqual(['amd64']);
  });

  test('the order in which it lists architectures does not matter, nor how often', () => {
    const architectures = ['arm64', 'amd64', 'x86', 'amd64'];
    expect(targetOf({ windows: 'w10', architectures }).architectures).toEqual([
      'x86',
      'amd64',
      'arm64',
    ]);
  });

  test('the schema knows every Windows that the packager knows', () => {
    for (const { id } of WINDOWS_TARGETS) expect(targetOf({ windows: id }).windows).toBe(id);
  });

  test.each([
    [{ windows: 'w12' }, /"windows" has an unsupported value[^]*"w12"[^]*"w11"/],
    [{ windows: 'W11' }, /"windows" has an unsupported value[^]*"w11"/],
    [{ architectures: ['amd64'] }, /the property "windows" is missing/],
    [{ windows: 'w7', build: 7601 }, /the property "build" is unknown/],
    [{ windows: 'w7', architectures: [] }, /"architectures" is empty/],
    [
      { windows: 'w7', architectures: ['x64'] },
      /an entry of "architectures" has an unsupported value/,
    ],
    [
      { windows: 'w11', architectures: ['amd64', 'x86'] },
      /spec\.json:1:\d+[^]*there is no Windows 11 for this architecture[^]*"x86"[^]*amd64, arm64/,
    ],
    [{ windows: '2k22', architectures: ['arm64'] }, /there is no Windows Server 2022/],
  ])('%j is refused', (target, message) => {
    expect(() => targetOf(target)).toThrow(message);
  });
});
