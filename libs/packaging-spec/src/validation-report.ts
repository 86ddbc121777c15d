import type { Diagnostic } from '@aero-guest-tools/diagnostics';
import type { Architecture } from '@aero-guest-tools/inf';

/**
 * What the drivers are, and which of their files go on the media. Plain data that is the same on any
 * machine: all paths are relative to the drivers directory.
 */
export interface ValidationReport {
  /** In the order of the spec, x86 before amd64. */
  readonly drivers: readonly DriverReport[];
  readonly warnings: readonly Diagnostic[];
}

/** One driver on one architecture. */
export interface DriverReport {
  /** As the spec names it. */
  readonly name: string;
  readonly architecture: Architecture;
  /** Relative to the drivers directory, as found: `x64/NetKVM`. */
  readonly directory: string;
  /** What `[Version]` of the first packaged INF file says that the spec expects, or of the first. */
  readonly version?: string;
  /** Likewise, as written: `06/07/2019`. */
  readonly date?: string;
  /** Likewise. */
  readonly provider?: string;
  /** The packaged INF files, in byte order of the path. */
  readonly infFiles: readonly InfReport[];
  /** Hardware and compatible IDs that the INF files bind on the architecture. */
  readonly hardwareIds: readonly string[];
  /** Services that the INF files install on the architecture. */
  readonly services: readonly string[];
  /** All files of the driver directory, in byte order of the path. */
  readonly files: readonly FileReport[];
}

/** What `[Version]` of an INF file says. */
export interface InfReport {
  /** Relative to the driver directory. */
  readonly path: string;
  readonly version?: string;
  readonly date?: string;
  readonly provider?: string;
  /** The name of the device setup class: `SCSIAdapter`. */
  readonly class?: string;
  /** With its braces, as written. */
  readonly classGuid?: string;
}

/** Whether a file goes on the media, and if not, why. */
export interface FileReport {
  /** Relative to the driver directory, components joined by `/`. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  readonly decision: 'include' | 'exclude';
  readonly reason?: string;
}
