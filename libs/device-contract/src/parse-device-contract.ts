import {
  canonicalSha256,
  type JsonDocument,
  type JsonValue,
} from '@aero-guest-tools/canonical-json';
import { InputError, type Problem } from '@aero-guest-tools/diagnostics';
import { formatValue, inFileOrder, problemAt } from '@aero-guest-tools/json-schema';
import { batchReserved } from './batch-text';
import { contractSchemaProblems, type ContractJson, type DeviceJson } from './contract-schema';
import type { ContractDevice, DeviceContract } from './device-contract';
import {
  deviceProblems,
  duplicateNameProblems,
  parsePciId,
  type DeviceEntry,
} from './device-rules';

/**
 * Converts a JSON document to a device contract. (Packager rules, 6. Device contract.)
 *
 * `$schema` only tells editors where the schema is, so it is not part of the hash.
 *
 * @throws InputError with all problems, in the order of the file.
 */
export function parseDeviceContract(document: JsonDocument): DeviceContract {
  const schemaProblems = contractSchemaProblems(document);
  const entries = validDevices(document.value, schemaProblems);
  const problems = [
    ...schemaProblems,
    ...headerProblems(document),
    ...entries.flatMap((entry) => deviceProblems(document, entry)),
    ...duplicateNameProblems(document, entries),
  ];
  if (problems.length > 0) throw new InputError(inFileOrder(problems));

  const { $schema: _, ...json } = document.value as { [key: string]: JsonValue };
  const contract = document.value as unknown as ContractJson;
  return {
    file: document.file,
    schemaVersion: contract.schema_version,
    contractName: contract.contract_name,
    contractVersion: contract.contract_version,
    devices: contract.devices.map((device) => contractDevice(device)),
    json,
    sha256: canonicalSha256(json),
  };
}

function contractDevice(device: DeviceJson): ContractDevice {
  const transitional = device.pci_device_id_transitional;
  return {
    device: device.device,
    pciVendorId: parsePciId(device.pci_vendor_id),
    pciDeviceId: parsePciId(device.pci_device_id),
    pciDeviceIdTransitional: transitional === undefined ? undefined : parsePciId(transitional),
    virtioDeviceType: device.virtio_device_type,
    hardwareIdPatterns: device.hardware_id_patterns,
    driverServiceName: device.driver_service_name,
    bootCritical: device.boot_critical ?? false,
    infName: device.inf_name,
  };
}

/**
 * The devices that the schema accepts, so that their problems are reported together with the
 * schema's.
 */
function validDevices(
  value: JsonValue,
  schemaProblems: readonly Problem[],
): readonly DeviceEntry[] {
  const devices = property(value, 'devices');
  if (!Array.isArray(devices)) return [];
  return devices
    .map((device, index) => ({
      device: device as unknown as DeviceJson,
      pointer: `/devices/${String(index)}`,
    }))
    .filter(
      (entry) =>
        !schemaProblems.some(({ pointer }) => `${pointer ?? ''}/`.startsWith(`${entry.pointer}/`)),
    );
}

/** The values that the header of `devices.cmd` shows. */
function headerProblems(document: JsonDocument): readonly Problem[] {
  return ['contract_name', 'contract_version'].flatMap((name) => {
    const value = property(document.value, name);
    if (typeof value !== 'string') return [];
    const reserved = batchReserved(value);
    if (reserved === undefined) return [];
    return problemAt(document, `/${name}`, {
      id: 'contract.header-not-for-batch',
      message: `a batch file would misinterpret "${name}"`,
      found: `${formatValue(reserved)} in ${formatValue(value)}`,
      expected: 'printable ASCII characters, none of them " % ! ^',
      remedy: `remove ${formatValue(reserved)}`,
    });
  });
}

function property(value: JsonValue, name: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? value[name] : undefined;
}
