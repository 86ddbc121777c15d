import type { MissingDriver, SelectedDriver } from '@aero-guest-tools/driver-layout';
import type { DriverSource } from '@aero-guest-tools/driver-source';
import type { FileEntry } from '@aero-guest-tools/file-tree';

/**
 * A file that is taken. Its path is the destination: `drivers/<architecture>/<driver>/...`,
 * `licenses/<source>/...` or `certs/...`.
 */
export interface SelectedFile extends FileEntry {
  /** The path of the source's entry that it is read from. */
  readonly source: string;
}

/** What is taken from a source. Every list is in byte order. */
export interface Selection {
  /** The layout of the tree, if it was recognised and not known beforehand. */
  readonly layout?: string | undefined;
  readonly drivers: readonly SelectedDriver[];
  /** Only optional drivers: a missing required driver is an error. */
  readonly missing: readonly MissingDriver[];
  /** Files of the source that are notices. */
  readonly notices: readonly string[];
  /** Files of the source that state its version. */
  readonly versionMarkers: readonly string[];
  /** The directory of notices, version markers and provenance: `licenses/<source>`. */
  readonly noticesDirectory: string;
  /** All files of the drivers, the notices and the version markers. */
  readonly files: readonly SelectedFile[];
}

/** Certificates that are taken. */
export interface SelectedCertificates {
  /** The source of the drivers, or a separate one. */
  readonly source: DriverSource;
  /** In byte order of the path, which begins with `certs/`. */
  readonly files: readonly SelectedFile[];
}
