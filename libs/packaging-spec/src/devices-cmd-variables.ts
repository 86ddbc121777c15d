import { formatList, type Problem } from '@aero-guest-tools/diagnostics';
import { distinctNames } from '@aero-guest-tools/driver-layout/driver-name';
import { closestName } from '@aero-guest-tools/json-schema';
import { vendorAndDevice } from './hardware-id';
import type { DevicesCmdReference, DriverSpec, PackagingSpec } from './packaging-spec';
import { literalPattern, type Pattern } from './pattern';

/** The variables that `config/devices.cmd` sets, each with its values. */
export type DevicesCmdVariables = ReadonlyMap<string, readonly string[]>;

/** A spec with the values of variables copied into its drivers, and the problems of that. */
export interface ResolvedSpec {
  readonly spec: PackagingSpec;
  readonly problems: readonly Problem[];
}

/**
 * Copies the values of the variables that a spec refers to into its drivers: services unchanged,
 * hardware IDs cut to `PCI\VEN_xxxx&DEV_xxxx` and matched literally. A variable that is missing or
 * empty is a problem, even if the driver is absent. (Packager rules, 3. INF checks.)
 */
export function resolveDevicesCmdVariables(
  spec: PackagingSpec,
  variables: DevicesCmdVariables,
): ResolvedSpec {
  const problems: Problem[] = [];
  const valuesOf = (reference: DevicesCmdReference | undefined): readonly string[] => {
    if (reference === undefined) return [];
    const values = (variables.get(reference.variable) ?? []).filter((value) => value.trim() !== '');
    if (values.length === 0) problems.push(unusableVariable(spec, reference, variables));
    return values;
  };
  const hardwareIdsOf = (reference: DevicesCmdReference | undefined): readonly Pattern[] => {
    const literals = valuesOf(reference).flatMap((value) => {
      const literal = vendorAndDevice(value);
      if (literal === undefined && reference) problems.push(notPci(spec, reference, value));
      return literal ?? [];
    });
    return distinctNames(literals).map((literal) => literalPattern(literal));
  };
  const drivers = spec.drivers.map((driver): DriverSpec => ({
    ...driver,
    expectedHardwareIds: [
      ...driver.expectedHardwareIds,
      ...hardwareIdsOf(driver.expectedHardwareIdsFromDevicesCmdVar),
    ],
    expectedAddServices: distinctNames([
      ...driver.expectedAddServices,
      ...valuesOf(driver.expectedAddServicesFromDevicesCmdVar),
    ]),
  }));
  return { spec: { ...spec, drivers }, problems };
}

function unusableVariable(
  { file }: PackagingSpec,
  { variable, pointer }: DevicesCmdReference,
  variables: DevicesCmdVariables,
): Problem {
  const isSet = variables.has(variable);
  const others = [...variables.keys()].filter((name) => name !== variable);
  const meant = isSet ? undefined : closestName(variable, others);
  return {
    file,
    pointer,
    id: 'spec.devices-cmd-variable',
    message: `the variable "${variable}" of devices.cmd is ${isSet ? 'empty' : 'missing'}`,
    found: isSet ? 'no value' : `the variables ${formatList(others)}`,
    expected: `"${variable}" with at least one value`,
    remedy:
      meant === undefined
        ? 'name another variable, or package with a device contract that sets this one'
        : `write "${meant}" if that is what you mean`,
  };
}

function notPci(
  { file }: PackagingSpec,
  { variable, pointer }: DevicesCmdReference,
  value: string,
): Problem {
  return {
    file,
    pointer,
    id: 'spec.devices-cmd-variable-not-ids',
    message: `the variable "${variable}" of devices.cmd contains something other than hardware IDs`,
    found: JSON.stringify(value),
    expected: 'PCI\\VEN_xxxx&DEV_xxxx in each value',
    remedy: 'name a variable that contains hardware IDs',
  };
}
