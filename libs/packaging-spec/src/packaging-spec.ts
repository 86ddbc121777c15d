import type { JsonValue } from '@aero-guest-tools/canonical-json';
import type { GuestTarget } from '@aero-guest-tools/windows-target';
import type { FileAllowance } from './driver-filter';
import type { Pattern } from './pattern';

/** Which drivers go on the media, and what the spec expects of them. */
export interface PackagingSpec {
  /** The file name that was given to the parser. */
  readonly file: string;
  /** The guests that the media are for. */
  readonly target: GuestTarget;
  readonly drivers: readonly DriverSpec[];
  readonly requireOptionalDriversOnAllArches: boolean;
  readonly failOnUnlistedDriverDirs: boolean;
  /** The parsed file, without `$schema`. */
  readonly json: JsonValue;
  /** SHA-256 of the canonical text of {@link json}, in lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** One driver of a spec. Names of drivers are unique, ignoring case. */
export interface DriverSpec {
  readonly name: string;
  readonly required: boolean;
  /** The folder of the driver in virtio-win trees, unless the driver's name determines it. */
  readonly upstreamFolder?: string | undefined;
  /** Each must match a line of one of the driver's INF files. */
  readonly expectedHardwareIds: readonly Pattern[];
  readonly expectedHardwareIdsFromDevicesCmdVar?: DevicesCmdReference | undefined;
  /** File names, without a directory. */
  readonly expectedInfFiles: readonly string[];
  readonly expectedAddServices: readonly string[];
  readonly expectedAddServicesFromDevicesCmdVar?: DevicesCmdReference | undefined;
  readonly allow: FileAllowance;
}

/** A variable of `config/devices.cmd` that a spec takes values from. */
export interface DevicesCmdReference {
  readonly variable: string;
  /** JSON pointer (RFC 6901) of the reference in the spec. */
  readonly pointer: string;
}
