import { readFileSync } from 'node:fs';
import type { JsonValue } from '@aero-guest-tools/canonical-json';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';

/** A device as the contract's file writes it, once the schema has accepted it. */
export interface DeviceJson {
  readonly device: string;
  readonly pci_vendor_id: string;
  readonly pci_device_id: string;
  readonly pci_device_id_transitional?: string;
  readonly virtio_device_type?: number;
  readonly hardware_id_patterns: readonly string[];
  readonly driver_service_name: string;
  readonly inf_name: string;
}

/** A contract as its file writes it, once the schema has accepted it. */
export interface ContractJson {
  readonly schema_version: 1;
  readonly contract_name: string;
  readonly contract_version: string;
  readonly devices: readonly DeviceJson[];
}

/**
 * What `windows-device-contract.schema.json` (JSON Schema, draft 2020-12) has against a value:
 * nothing, if it is a {@link ContractJson}.
 */
export function schemaErrors(value: JsonValue): readonly ErrorObject[] {
  validator ??= compileSchema();
  return validator(value) ? [] : (validator.errors ?? []);
}

let validator: ValidateFunction | undefined;

function compileSchema(): ValidateFunction {
  // `verbose` hands over the schema at fault, whose description tells the user what is expected.
  const ajv = new Ajv2020({ allErrors: true, verbose: true });
  const file =
    require.resolve('@aero-guest-tools/specs/schemas/windows-device-contract.schema.json');
  return ajv.compile(JSON.parse(readFileSync(file, 'utf8')) as object);
}
