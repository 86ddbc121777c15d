import {
  canonicalSha256,
  type JsonDocument,
  type JsonValue,
} from '@aero-guest-tools/canonical-json';
import { InputError } from '@aero-guest-tools/diagnostics';
import { canonicalDriverName } from '@aero-guest-tools/driver-layout/driver-name';
import { inFileOrder } from '@aero-guest-tools/json-schema';
import { NOTHING_ALLOWED } from './driver-filter';
import { driverListProblems } from './driver-list-problems';
import { mergeRequiredDrivers } from './legacy-required-drivers';
import type { DevicesCmdReference, DriverSpec, PackagingSpec } from './packaging-spec';
import { compilePattern } from './pattern';
import {
  specSchemaProblems,
  type DriverJson,
  type PackagingSpecJson,
  type RequiredDriverJson,
} from './spec-schema';
import { specTarget } from './spec-target';
import { targetProblems } from './target-problems';

/**
 * Converts a JSON document to a packaging spec. (Packager rules, 1. Packaging spec.)
 *
 * @throws InputError with all problems, in the order of the file.
 */
export function parsePackagingSpec(document: JsonDocument): PackagingSpec {
  const problems = [
    ...specSchemaProblems(document),
    ...driverListProblems(document),
    ...targetProblems(document),
  ];
  if (problems.length > 0) throw new InputError(inFileOrder(problems));

  const spec = document.value as PackagingSpecJson;
  const json = withoutSchema(document.value);
  return {
    file: document.file,
    target: specTarget(spec.target),
    drivers: mergeRequiredDrivers(drivers(spec), requiredDrivers(spec)),
    requireOptionalDriversOnAllArches: spec.require_optional_drivers_on_all_arches ?? false,
    failOnUnlistedDriverDirs: spec.fail_on_unlisted_driver_dirs ?? false,
    json,
    sha256: canonicalSha256(json),
  };
}

function drivers(spec: PackagingSpecJson): readonly DriverSpec[] {
  return (spec.drivers ?? []).map((driver, index) =>
    driverSpec(driver, `/drivers/${String(index)}`),
  );
}

function requiredDrivers(spec: PackagingSpecJson): readonly DriverSpec[] {
  return (spec.required_drivers ?? []).map((driver, index) => ({
    ...expectedHardware(driver, `/required_drivers/${String(index)}`),
    required: true,
    expectedInfFiles: [],
    expectedAddServices: [],
    allow: NOTHING_ALLOWED,
  }));
}

function driverSpec(driver: DriverJson, pointer: string): DriverSpec {
  return {
    ...expectedHardware(driver, pointer),
    required: driver.required,
    upstreamFolder: driver.upstream_folder,
    expectedInfFiles: driver.expected_inf_files ?? [],
    expectedAddServices: driver.expected_add_services ?? [],
    expectedAddServicesFromDevicesCmdVar: reference(
      driver.expected_add_services_from_devices_cmd_var,
      `${pointer}/expected_add_services_from_devices_cmd_var`,
    ),
    allow: {
      extensions: (driver.allow_extensions ?? []).map((extension) =>
        extension.replace(/^\./, '').toLowerCase(),
      ),
      pathRegexes: (driver.allow_path_regexes ?? []).map((source) => compilePattern(source)),
    },
  };
}

function expectedHardware(
  driver: RequiredDriverJson,
  pointer: string,
): Pick<DriverSpec, 'name' | 'expectedHardwareIds' | 'expectedHardwareIdsFromDevicesCmdVar'> {
  return {
    name: canonicalDriverName(driver.name),
    expectedHardwareIds: (driver.expected_hardware_ids ?? []).map((source) =>
      compilePattern(source),
    ),
    expectedHardwareIdsFromDevicesCmdVar: reference(
      driver.expected_hardware_ids_from_devices_cmd_var,
      `${pointer}/expected_hardware_ids_from_devices_cmd_var`,
    ),
  };
}

function reference(variable: string | undefined, pointer: string): DevicesCmdReference | undefined {
  return variable === undefined ? undefined : { variable, pointer };
}

function withoutSchema(value: JsonValue): JsonValue {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([key]) => key !== '$schema'));
}
