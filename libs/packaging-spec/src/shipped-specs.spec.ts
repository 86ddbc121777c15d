import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseJson } from '@aero-guest-tools/canonical-json';
import { parsePackagingSpec } from './parse-packaging-spec';

describe('rules 7: the specs for what is newer than Windows 7', () => {
  test.each([
    ['win8.1', 'w8.1', 'x86 amd64', ''],
    ['win10', 'w10', 'x86 amd64', ' viofs viogpudo viosock'],
    ['win11', 'w11', 'amd64', ' viofs viogpudo viosock'],
    ['2k16', '2k16', 'amd64', ' viofs viogpudo viosock'],
    ['2k19', '2k19', 'amd64', ' viofs viogpudo viosock'],
    ['2k22', '2k22', 'amd64', ' viofs viogpudo viosock'],
    ['2k25', '2k25', 'amd64', ' viofs viogpudo viosock'],
  ])('%s-virtio-win is for %s on %s', (name, windows, architectures, more) => {
    const file = require.resolve(`@aero-guest-tools/specs/packaging/${name}-virtio-win.json`);
    const spec = parsePackagingSpec(parseJson(readFileSync(file), file));
    expect(spec.target.windows.id).toBe(windows);
    expect(spec.target.architectures.join(' ')).toBe(architectures);
    const named = (required: boolean): string =>
      spec.drivers
        .filter((driver) => driver.required === required)
        .map((driver) => driver.name)
        .join(' ');
    expect(named(true)).toBe('viostor vioscsi netkvm');
    expect(named(false)).toBe(`balloon viorng vioserial vioinput${more}`);
    expect(spec.requireOptionalDriversOnAllArches).toBe(false);
  });
});
