import type { Architecture } from '@aero-guest-tools/windows-target';

/** A driver that a packaging spec lists. */
export interface DriverRequest {
  /** Its name on the media; one component of a path. */
  readonly name: string;
  readonly required: boolean;
  /**
   * The folder of the driver in virtio-win trees and driver packages, if its name differs from the
   * driver's.
   */
  readonly upstreamFolder?: string | undefined;
  /**
   * The names of its INF files. For an unknown driver, the first identifies it among others in the
   * same folder.
   */
  readonly expectedInfFiles?: readonly string[] | undefined;
}

/** The folder that a driver is taken from for one architecture. */
export interface SelectedDriver {
  readonly name: string;
  readonly architecture: Architecture;
  /** Spelled as the source spells it. */
  readonly directory: string;
  /**
   * The paths of its files, if the folder also holds those of other drivers; otherwise the whole
   * folder is taken.
   */
  readonly files?: readonly string[] | undefined;
}

/** A driver that is missing for some architectures. */
export interface MissingDriver {
  readonly name: string;
  readonly architectures: readonly Architecture[];
  /** A sentence without a full stop. */
  readonly reason: string;
  /** The folders that were looked for, as the layout spells them. */
  readonly tried: readonly string[];
  /** The folders that exist instead. */
  readonly present: readonly string[];
}

/** Where the drivers of a request were found, and where they are missing. */
export interface DriverSearch {
  /** `undefined` for drivers that nobody asked for. */
  readonly request: DriverRequest | undefined;
  readonly found: readonly SelectedDriver[];
  readonly missing: readonly MissingDriver[];
  /** Files of a missing driver in places from which drivers are not taken. */
  readonly elsewhere?: readonly string[] | undefined;
}
