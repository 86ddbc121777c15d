import { readFileSync } from 'node:fs';
import type { JsonValue } from '@aero-guest-tools/canonical-json';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import { patternProblem } from './pattern';

/** A packaging spec as its file writes it, once the schema has accepted it. */
export interface PackagingSpecJson {
  readonly drivers?: readonly DriverJson[];
  readonly required_drivers?: readonly RequiredDriverJson[];
  readonly require_optional_drivers_on_all_arches?: boolean;
  readonly fail_on_unlisted_driver_dirs?: boolean;
}

export interface RequiredDriverJson {
  readonly name: string;
  readonly expected_hardware_ids?: readonly string[];
  readonly expected_hardware_ids_from_devices_cmd_var?: string;
}

export interface DriverJson extends RequiredDriverJson {
  readonly required: boolean;
  readonly expected_inf_files?: readonly string[];
  readonly expected_add_services?: readonly string[];
  readonly expected_add_services_from_devices_cmd_var?: string;
  readonly allow_extensions?: readonly string[];
  readonly allow_path_regexes?: readonly string[];
}

/** A value that the schema accepts, or all that it has against it. */
export type SchemaResult =
  { readonly spec: PackagingSpecJson } | { readonly errors: readonly ErrorObject[] };

/** Validates a value against `packaging-spec.schema.json` (JSON Schema, draft 2020-12). */
export function validateAgainstSchema(value: JsonValue): SchemaResult {
  const validate = specValidator();
  return validate(value) ? { spec: value } : { errors: validate.errors ?? [] };
}

let compiled: ValidateFunction<PackagingSpecJson> | undefined;

function specValidator(): ValidateFunction<PackagingSpecJson> {
  compiled ??= compileSchema();
  return compiled;
}

function compileSchema(): ValidateFunction<PackagingSpecJson> {
  const ajv = new Ajv2020({
    allErrors: true,
    // The messages that users get are made from the descriptions in the schema.
    verbose: true,
    formats: { re2: (source) => patternProblem(source) === undefined },
  });
  const file = require.resolve('@aero-guest-tools/specs/schemas/packaging-spec.schema.json');
  return ajv.compile<PackagingSpecJson>(JSON.parse(readFileSync(file, 'utf8')) as object);
}
