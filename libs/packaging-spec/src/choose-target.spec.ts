import { describe, expect, test } from '@jest/globals';
import { parseJson, type JsonValue } from '@aero-guest-tools/canonical-json';
import { chooseTarget, type TargetChoice } from './choose-target';
import { parsePackagingSpec } from './parse-packaging-spec';

const DRIVERS = [{ name: 'viostor', required: true }];

/** The target of a spec after a choice; undefined if the spec is unchanged. */
function chosen(target: JsonValue | undefined, choice: TargetChoice): JsonValue | undefined {
  const spec: JsonValue = { ...(target === undefined ? {} : { target }), drivers: DRIVERS };
  const parsed = parsePackagingSpec(parseJson(JSON.stringify(spec), 'spec.json'));
  const result = chooseTarget(spec, parsed.target, choice);
  return result === spec ? undefined : (result as { readonly target: JsonValue }).target;
}

describe('choosing the target of a spec', () => {
  test('nothing chosen, or what the spec is for, is the spec as it is', () => {
    expect(chosen(undefined, {})).toBeUndefined();
    expect(chosen(undefined, { windows: 'w7', architectures: ['amd64', 'x86'] })).toBeUndefined();
    expect(chosen({ windows: 'w11' }, { windows: 'w11' })).toBeUndefined();
    expect(chosen({ windows: 'w10', architectures: ['x86'] }, { windows: 'w10' })).toBeUndefined();
  });

  test('another Windows comes with its own architectures', () => {
    expect(chosen({ windows: 'w10', architectures: ['x86'] }, { windows: 'w11' })).toEqual({
      windows: 'w11',
      architectures: ['amd64'],
    });
  });

  test('architectures alone are those of the Windows of the spec', () => {
    expect(chosen({ windows: 'w11' }, { architectures: ['arm64', 'amd64'] })).toEqual({
      windows: 'w11',
      architectures: ['amd64', 'arm64'],
    });
  });

  test('no Windows, or none for the architecture, is refused', () => {
    expect(() => chosen(undefined, { windows: 'w12' })).toThrow(/no Windows of this name/);
    expect(() => chosen(undefined, { windows: '2k25', architectures: ['x86'] })).toThrow(
      /there is no Windows Server 2025[^]*found: +x86[^]*expected: amd64/,
    );
  });
});
