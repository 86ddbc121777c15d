import { schemaValidator } from '@aero-guest-tools/json-schema';
import type { Architecture } from '@aero-guest-tools/windows-target';
import compiledSchema from './generated/packaging-spec-schema';
import { formats } from './spec-formats';

/** A packaging spec as written in its file, after the schema has accepted it. */
export interface PackagingSpecJson {
  readonly target?: TargetJson;
  readonly drivers?: readonly DriverJson[];
  readonly required_drivers?: readonly RequiredDriverJson[];
  readonly require_optional_drivers_on_all_arches?: boolean;
  readonly fail_on_unlisted_driver_dirs?: boolean;
}

export interface TargetJson {
  readonly windows: string;
  readonly architectures?: readonly Architecture[];
}

export interface RequiredDriverJson {
  readonly name: string;
  readonly expected_hardware_ids?: readonly string[];
  readonly expected_hardware_ids_from_devices_cmd_var?: string;
}

export interface DriverJson extends RequiredDriverJson {
  readonly required: boolean;
  readonly upstream_folder?: string;
  readonly expected_inf_files?: readonly string[];
  readonly expected_add_services?: readonly string[];
  readonly expected_add_services_from_devices_cmd_var?: string;
  readonly allow_extensions?: readonly string[];
  readonly allow_path_regexes?: readonly string[];
}

/**
 * The problems that the schema finds in a document; none if its value is a
 * {@link PackagingSpecJson}.
 */
export const specSchemaProblems = schemaValidator(compiledSchema, formats);
