import { describe, expect, test } from '@jest/globals';
import { parseJson, type JsonValue } from '@aero-guest-tools/canonical-json';
import { chooseDrivers } from './choose-drivers';
import { parsePackagingSpec } from './parse-packaging-spec';

const SPEC: JsonValue = {
  fail_on_unlisted_driver_dirs: true,
  drivers: [
    { name: 'viostor', required: true, expected_add_services: ['viostor'] },
    { name: 'viosnd', required: false },
    { name: 'aerogpu', required: false },
  ],
  required_drivers: [{ name: 'netkvm', expected_hardware_ids: ['DEV_1041'] }],
};

/** The names of the drivers that a spec asks for, with optional ones in brackets. */
function asked(spec: JsonValue): readonly string[] {
  const { drivers } = parsePackagingSpec(parseJson(JSON.stringify(spec), 'spec.json'));
  return drivers.map(({ name, required }) => (required ? name : `(${name})`));
}

describe('choosing drivers of a spec', () => {
  test('nothing chosen is the spec as it is', () => {
    expect(chooseDrivers(SPEC, { strictOptional: false })).toBe(SPEC);
  });

  test('chosen drivers become required, whatever their case, and the others are left out', () => {
    const chosen = chooseDrivers(SPEC, { drivers: ['VIOSND', 'netkvm'], strictOptional: false });
    expect(asked(chosen)).toEqual(['viosnd', 'netkvm']);
  });

  test('aero-gpu is aerogpu', () => {
    const chosen = chooseDrivers(SPEC, { drivers: ['aero-gpu'], strictOptional: false });
    expect(asked(chosen)).toEqual(['aerogpu']);
  });

  test('a driver that the spec does not list is asked for by its name', () => {
    const chosen = chooseDrivers(SPEC, { drivers: ['vioscsi', 'viostor'], strictOptional: false });
    expect(asked(chosen)).toEqual(['viostor', 'vioscsi']);
  });

  test('expectations and the other settings of the spec stay', () => {
    const chosen = chooseDrivers(SPEC, { drivers: ['viostor'], strictOptional: false });
    expect(chosen).toEqual({
      fail_on_unlisted_driver_dirs: true,
      drivers: [{ name: 'viostor', required: true, expected_add_services: ['viostor'] }],
    });
  });

  test('strictly, optional drivers are required', () => {
    const chosen = chooseDrivers(SPEC, { strictOptional: true });
    expect(asked(chosen)).toEqual(['viostor', 'viosnd', 'aerogpu', 'netkvm']);
  });
});
