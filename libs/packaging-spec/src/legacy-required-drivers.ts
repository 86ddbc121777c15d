import { nameKey } from '@aero-guest-tools/driver-layout/driver-name';
import type { DriverSpec } from './packaging-spec';
import type { Pattern } from './pattern';

/**
 * Merges the entries of a legacy `required_drivers` list into the drivers of a spec. A driver with
 * the name of an entry (ignoring case) becomes required; the patterns of both are combined, and a
 * variable that is already set wins. Other entries are appended. (Packager rules, 1. Packaging
 * spec.)
 *
 * @param drivers From `drivers`, unique by name.
 * @param requiredDrivers From `required_drivers`, unique by name.
 */
export function mergeRequiredDrivers(
  drivers: readonly DriverSpec[],
  requiredDrivers: readonly DriverSpec[],
): readonly DriverSpec[] {
  const merged = new Map(drivers.map((driver) => [nameKey(driver.name), driver]));
  for (const legacy of requiredDrivers) {
    const key = nameKey(legacy.name);
    const driver = merged.get(key);
    merged.set(key, driver ? merge(driver, legacy) : legacy);
  }
  return [...merged.values()];
}

function merge(driver: DriverSpec, legacy: DriverSpec): DriverSpec {
  return {
    ...driver,
    required: true,
    expectedHardwareIds: unite(driver.expectedHardwareIds, legacy.expectedHardwareIds),
    expectedHardwareIdsFromDevicesCmdVar:
      driver.expectedHardwareIdsFromDevicesCmdVar ?? legacy.expectedHardwareIdsFromDevicesCmdVar,
  };
}

function unite(first: readonly Pattern[], second: readonly Pattern[]): readonly Pattern[] {
  const sources = new Set(first.map(({ source }) => source));
  return [...first, ...second.filter(({ source }) => !sources.has(source))];
}
