import type { MissingDriver, SelectedDriver } from '@aero-guest-tools/driver-layout';
import type { DriverSource } from '@aero-guest-tools/driver-source';
import type { FileEntry } from '@aero-guest-tools/file-tree';

/**
 * A file that is taken. Its path is where it goes: `drivers/<architecture>/<driver>/...`, `licenses/<source>/...` or
 * `certs/...`.
 */
export interface SelectedFile extends FileEntry {
  /** The path of the entry of the source that it is read from. */
  readonly source: string;
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
