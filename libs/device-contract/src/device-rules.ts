import type { JsonDocument } from '@aero-guest-tools/canonical-json';
import type { Problem } from '@aero-guest-tools/diagnostics';
import { formatValue, problemAt } from '@aero-guest-tools/json-schema';
import { batchListReserved } from './batch-text';
import type { DeviceJson } from './contract-schema';

/** The vendor id of every virtio device (virtio 1.2, 4.1.2 PCI Device Discovery). */
const VIRTIO_VENDOR_ID = 0x1af4;

/**
 * The device id of a non-transitional virtio device is this number plus its type (virtio 1.2,
 * 4.1.2).
 */
const VIRTIO_DEVICE_ID_BASE = 0x1040;

/** The revision of the devices that the drivers of a contract serve. */
const VIRTIO_REVISION = '01';

/** A device of a contract, and its JSON pointer. */
export interface DeviceEntry {
  readonly device: DeviceJson;
  readonly pointer: string;
}

/** The number of a `pci_vendor_id` or `pci_device_id`: hexadecimal, `0x` optional. */
export function parsePciId(text: string): number {
  return Number.parseInt(text.replace(/^0x/i, ''), 16);
}

/** What the schema cannot check in one device. (Packager rules, 6. Device contract.) */
export function deviceProblems(document: JsonDocument, entry: DeviceEntry): readonly Problem[] {
  return [...patternProblems(document, entry), ...virtioProblems(document, entry)];
}

/** Device names must be unique, ignoring case. (Packager rules, 6. Device contract.) */
export function duplicateNameProblems(
  document: JsonDocument,
  entries: readonly DeviceEntry[],
): readonly Problem[] {
  const pointers = new Map<string, string>();
  return entries.flatMap(({ device, pointer }) => {
    const name = device.device.toLowerCase();
    const first = pointers.get(name);
    if (first === undefined) {
      pointers.set(name, pointer);
      return [];
    }
    return problemAt(document, `${pointer}/device`, {
      id: 'contract.duplicate-device',
      message: 'two devices have the same name',
      found: `${formatValue(device.device)}, as at ${first}`,
      expected: 'names that differ in more than case',
      remedy: 'rename one of the devices, or remove it',
    });
  });
}

function patternProblems(
  document: JsonDocument,
  { device, pointer }: DeviceEntry,
): readonly Problem[] {
  const ids = `PCI\\VEN_${hex(device.pci_vendor_id)}&DEV_${hex(device.pci_device_id)}`;
  return device.hardware_id_patterns.flatMap((pattern, index) => {
    const patternPointer = `${pointer}/hardware_id_patterns/${String(index)}`;
    const reserved = batchListReserved(pattern);
    if (reserved !== undefined) {
      return problemAt(document, patternPointer, {
        id: 'contract.pattern-not-for-batch',
        message: 'a batch file would misinterpret a hardware ID pattern',
        found: `${formatValue(reserved)} in ${formatValue(pattern)}`,
        expected: 'printable ASCII characters, none of them " % ! ^ * ?',
        remedy: 'write the hardware ID as Windows shows it',
      });
    }
    if (`${pattern.toUpperCase()}&`.startsWith(`${ids}&`)) return [];
    return problemAt(document, patternPointer, {
      id: 'contract.pattern-of-other-device',
      message: 'a hardware ID pattern does not contain the IDs of its device',
      found: pattern,
      expected: `${ids}, alone or followed by "&"`,
      remedy: 'correct the pattern, or pci_vendor_id and pci_device_id',
    });
  });
}

function virtioProblems(document: JsonDocument, entry: DeviceEntry): readonly Problem[] {
  const type = entry.device.virtio_device_type;
  if (type === undefined) return [];
  return [
    ...virtioIdProblems(document, entry, 'pci_vendor_id', VIRTIO_VENDOR_ID),
    ...virtioIdProblems(document, entry, 'pci_device_id', VIRTIO_DEVICE_ID_BASE + type),
    ...revisionProblems(document, entry),
  ];
}

function virtioIdProblems(
  document: JsonDocument,
  { device, pointer }: DeviceEntry,
  property: 'pci_vendor_id' | 'pci_device_id',
  expected: number,
): readonly Problem[] {
  const found = device[property];
  if (parsePciId(found) === expected) return [];
  return [
    problemAt(document, `${pointer}/${property}`, {
      id: 'contract.virtio-id',
      message: `"${property}" does not match virtio device type ${String(device.virtio_device_type)}`,
      found: formatValue(found),
      expected: `"0x${expected.toString(16).toUpperCase()}"`,
      remedy: `correct "${property}" or "virtio_device_type"`,
    }),
  ];
}

function revisionProblems(
  document: JsonDocument,
  { device, pointer }: DeviceEntry,
): readonly Problem[] {
  const listPointer = `${pointer}/hardware_id_patterns`;
  const revisions = device.hardware_id_patterns.map((pattern) =>
    Array.from(pattern.matchAll(/&REV_([^&]*)/gi), ([, revision]) => revision ?? ''),
  );
  const others = revisions.flatMap((found, index) =>
    found
      .filter((revision) => revision !== VIRTIO_REVISION)
      .map((revision) =>
        problemAt(document, `${listPointer}/${String(index)}`, {
          id: 'contract.pattern-revision',
          message: 'a hardware ID pattern of a virtio device has a different revision',
          found: `&REV_${revision}`,
          expected: `&REV_${VIRTIO_REVISION}, or no revision`,
          remedy: `write &REV_${VIRTIO_REVISION}`,
        }),
      ),
  );
  if (revisions.flat().includes(VIRTIO_REVISION)) return others;
  return [
    ...others,
    problemAt(document, listPointer, {
      id: 'contract.no-pattern-with-revision',
      message: 'no hardware ID pattern of the virtio device has its revision',
      found: formatValue(device.hardware_id_patterns),
      expected: `at least one pattern with &REV_${VIRTIO_REVISION}`,
      remedy: `add a pattern with &REV_${VIRTIO_REVISION}`,
    }),
  ];
}

function hex(id: string): string {
  return parsePciId(id).toString(16).toUpperCase().padStart(4, '0');
}
