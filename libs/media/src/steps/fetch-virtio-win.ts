import { writeFileAtomically } from '@aero-guest-tools/atomic-output';
import {
  driversIdentityText,
  fetchFiles,
  fetchSource,
  type DriversIdentity,
  type SourceIdentity,
} from '@aero-guest-tools/driver-source';
import { buildDirectory } from '../build-directory/build-directory';
import { countedParts, type DriversLocation } from '../drivers/drivers-location';

export interface FetchDriversOptions extends DriversLocation {
  /** The SHA-256 that the source must have, see `SourceIdentity.sha256`. */
  readonly expectedSha256?: string | undefined;
  /**
   * The identity that this process has just found for the source. The source is not read again,
   * unless a SHA-256 is expected. Files that have changed since are refused when they are taken.
   */
  readonly known?: SourceIdentity | undefined;
  /** Receives `virtio-win.json`. */
  readonly buildDirectory: string;
}

/**
 * The task `fetch-virtio-win`: finds the source of the drivers, a virtio-win image or any other,
 * checks its pin, and keeps an image or archive in the store. The identity of a source on a server
 * comes from its lock, without asking the server. Writes the identity of the source and of
 * certificates that are named, but nothing that depends on where they were found.
 *
 * @throws InputError if the source or the certificates are missing or damaged, or if the source is
 *   not the expected one.
 */
export async function fetchDrivers(options: FetchDriversOptions): Promise<DriversIdentity> {
  const drivers = await identifyDrivers(options);
  await writeFileAtomically(
    buildDirectory(options.buildDirectory).virtioWin,
    driversIdentityText(drivers),
  );
  return drivers;
}

/**
 * Identifies the source of drivers and the certificates that a location names, and keeps an image
 * or archive in the store.
 *
 * @throws InputError as {@link fetchDrivers}.
 */
export async function identifyDrivers(
  options: Omit<FetchDriversOptions, 'buildDirectory'>,
): Promise<DriversIdentity> {
  const { known, expectedSha256 } = options;
  const identity =
    expectedSha256 === undefined && known !== undefined
      ? known
      : (await fetchSource({ ...options, parts: countedParts(options.layout) })).identity;
  const { certificates: location, storeDirectory, kept } = options;
  const certificates =
    location && (await fetchFiles({ ...location, storeDirectory, kept })).identity;
  return { ...identity, certificates };
}
