import type { KeptContents, RemoteAccess } from '@aero-guest-tools/driver-source';

/**
 * How the source of a configuration is laid out: `virtio-win`, like Fedora's image, or `packages`,
 * the layouts of CI and of the packager, which are told apart by recognition.
 */
export type DriverLayout = 'virtio-win' | 'packages';

/** Where a configuration's drivers come from. */
export interface DriversLocation {
  /**
   * A path or a `file:` URL of an ISO image, a zip archive or a directory; or the URL of an image
   * on a server.
   */
  readonly source: string;
  /** Absolute directory that a relative source is relative to. */
  readonly baseDirectory: string;
  /** How to access an image on a server; without it, such an image is refused. */
  readonly remote?: RemoteAccess | undefined;
  /** Where images, archives and listings are kept. */
  readonly storeDirectory: string;
  readonly layout: DriverLayout;
  /** A certificate, or a directory of them, that replaces the source's own. */
  readonly certificates?: CertificatesLocation | undefined;
  /**
   * In a build of one process: keeps what is read to identify the source, so that it is not read
   * again when files are taken.
   */
  readonly kept?: KeptContents | undefined;
}

/** Where certificates are. */
export interface CertificatesLocation {
  /** A path or a `file:` URL. */
  readonly source: string;
  /** Absolute directory that a relative source is relative to. */
  readonly baseDirectory: string;
}

/**
 * The parts of a directory that count as the source. The directory that CI builds in holds more
 * than the packages and certificates that it produces; only these are looked at.
 */
export function countedParts(layout: DriverLayout): readonly string[] {
  return layout === 'packages' ? ['packages', 'certs'] : [];
}
