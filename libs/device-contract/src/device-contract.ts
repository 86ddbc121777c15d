import type { JsonValue } from '@aero-guest-tools/canonical-json';

/** Which devices the emulator shows to Windows, and which drivers serve them. */
export interface DeviceContract {
  /** The file name that was given to the parser. */
  readonly file: string;
  readonly schemaVersion: 1;
  readonly contractName: string;
  readonly contractVersion: string;
  /** In the order of the file. Their names are unique, ignoring case. */
  readonly devices: readonly ContractDevice[];
  /** The parsed file, without `$schema`. */
  readonly json: JsonValue;
  /** SHA-256 of the canonical text of {@link json}, in lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** One PCI device of a contract. Ids are 16-bit numbers. */
export interface ContractDevice {
  readonly device: string;
  readonly pciVendorId: number;
  readonly pciDeviceId: number;
  readonly pciDeviceIdTransitional: number | undefined;
  /** The device type of the virtio specification, 5: 1 is a network card, 2 a block device. */
  readonly virtioDeviceType: number | undefined;
  /** Hardware ids, most specific first, without characters that a batch file would reinterpret. */
  readonly hardwareIdPatterns: readonly string[];
  readonly driverServiceName: string;
  /** Whether the contract says that Windows may boot from the device. */
  readonly bootCritical: boolean;
  /** A file name that ends in `.inf`. */
  readonly infName: string;
}
