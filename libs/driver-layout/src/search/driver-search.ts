import type { Architecture } from '@aero-guest-tools/windows-target';

/** A driver that a packaging spec lists. */
export interface DriverRequest {
  /** As the media name it; one component of a path. */
  readonly name: string;
  readonly required: boolean;
  /** The folder of the driver in virtio-win trees and driver packages, where it is not called like the driver. */
  readonly upstreamFolder?: string | undefined;
  /** The names of its INF files; the first tells the driver from others in the same folder, if it is not known. */
  readonly expectedInfFiles?: readonly string[] | undefined;
}

/** The folder that a driver is taken from for one architecture. */
export interface SelectedDriver {
  readonly name: string;
  readonly architecture: Architecture;
  /** Spelled as the source spells it. */
  readonly directory: string;
  /** The paths of its files, where the folder holds those of other drivers too; else it is taken whole. */
  readonly files?: readonly string[] | undefined;
}

/** A driver that is not there for some architectures. */
export interface MissingDriver {
  readonly name: string;
  readonly architectures: readonly Architecture[];
  /** A sentence without a full stop. */
  readonly reason: string;
  /** The folders that were looked for, as the layout spells them. */
  readonly tried: readonly string[];
  /** The folders that are there instead. */
  readonly present: readonly string[];
}

/** Where the drivers of a request are, and where they are not. */
export interface DriverSearch {
  /** `undefined` for drivers that nobody asked for. */
  readonly request: DriverRequest | undefined;
  readonly found: readonly SelectedDriver[];
  readonly missing: readonly MissingDriver[];
  /** Files of a driver that is missing which stand where nobody takes them from. */
  readonly elsewhere?: readonly string[] | undefined;
}
