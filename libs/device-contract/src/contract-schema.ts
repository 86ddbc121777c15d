import { schemaValidator } from '@aero-guest-tools/json-schema';
import compiledSchema from './generated/windows-device-contract-schema';

/** A device as written in the contract's file, after the schema has accepted it. */
export interface DeviceJson {
  readonly device: string;
  readonly pci_vendor_id: string;
  readonly pci_device_id: string;
  readonly pci_device_id_transitional?: string;
  readonly virtio_device_type?: number;
  readonly hardware_id_patterns: readonly string[];
  readonly driver_service_name: string;
  readonly boot_critical?: boolean;
  readonly inf_name: string;
}

/** A contract as written in its file, after the schema has accepted it. */
export interface ContractJson {
  readonly schema_version: 1;
  readonly contract_name: string;
  readonly contract_version: string;
  readonly devices: readonly DeviceJson[];
}

/**
 * The problems that the schema finds in a document; none if its value is a {@link ContractJson}.
 */
export const contractSchemaProblems = schemaValidator(compiledSchema);
