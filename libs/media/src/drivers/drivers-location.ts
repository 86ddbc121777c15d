import type { KeptContents, RemoteAccess } from '@aero-guest-tools/driver-source';

/**
 * How the source of a configuration is laid out: `virtio-win`, as Fedora's image is, or `packages`, as
 * CI or the packager lay drivers out, which is recognised then.
 */
export type DriverLayout = 'virtio-win' | 'packages';

/** Where a configuration's drivers come from. */
export interface DriversLocation {
  /** An ISO image, a zip archive or a directory: a path or a `file:` URL; or the URL of an image. */
  readonly source: string;
  /** Absolute; what a relative source is relative to. */
  readonly baseDirectory: string;
  /** How an image on a server is had; without it, one is refused. */
  readonly remote?: RemoteAccess | undefined;
  /** Where images, archives and listings are kept. */
  readonly storeDirectory: string;
  readonly layout: DriverLayout;
  /** A certificate, or a directory of them, in place of those that the source brings along. */
  readonly certificates?: CertificatesLocation | undefined;
  /** In a build of one process: keeps what is read to identify the source, for when it is taken from. */
  readonly kept?: KeptContents | undefined;
}

/** Where certificates are. */
export interface CertificatesLocation {
  /** A path or a `file:` URL. */
  readonly source: string;
  /** Absolute; what a relative source is relative to. */
  readonly baseDirectory: string;
}

/**
 * What counts of a directory. That which CI builds in holds more than the packages and certificates
 * that come out, and only these are looked at.
 */
export function countedParts(layout: DriverLayout): readonly string[] {
  return layout === 'packages' ? ['packages', 'certs'] : [];
}
