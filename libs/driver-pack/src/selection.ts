import type { DriverSource } from '@aero-guest-tools/driver-source';
import type { Architecture } from '@aero-guest-tools/windows-target';

/** A driver that a packaging spec lists. */
export interface DriverRequest {
  /** As the media name it; one component of a path. */
  readonly name: string;
  readonly required: boolean;
  /** The folder of the driver in virtio-win trees, where that is not known by its name. */
  readonly upstreamFolder?: string | undefined;
  /** The names of its INF files; the first tells the driver from others in the same folder, if it is not known. */
  readonly expectedInfFiles?: readonly string[] | undefined;
}

/** A file that is taken. */
export interface SelectedFile {
  /**
   * Where it goes: `drivers/<architecture>/<driver>/...`, `licenses/<source>/...` or `certs/...`.
   */
  readonly path: string;
  /** The path of the entry of the source that it is read from. */
  readonly source: string;
  /** In bytes. */
  readonly size: number;
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

/** What is taken from a source. Every list is in byte order. */
export interface Selection {
  /** How the tree is laid out, where that was recognised and not known beforehand. */
  readonly layout?: string | undefined;
  readonly drivers: readonly SelectedDriver[];
  /** Optional drivers only: the lack of a required one is an error. */
  readonly missing: readonly MissingDriver[];
  /** Files of the source that are notices. */
  readonly notices: readonly string[];
  /** Files of the source that tell its version. */
  readonly versionMarkers: readonly string[];
  /** Where notices, version markers and provenance go: `licenses/<source>`. */
  readonly noticesDirectory: string;
  /** All files of the drivers, the notices and the version markers. */
  readonly files: readonly SelectedFile[];
}

/** Certificates that are taken. */
export interface SelectedCertificates {
  /** That of the drivers, or one of its own. */
  readonly source: DriverSource;
  /** In byte order of the path, which begins with `certs/`. */
  readonly files: readonly SelectedFile[];
}
