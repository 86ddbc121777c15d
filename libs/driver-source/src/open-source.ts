import { InputError } from '@aero-guest-tools/diagnostics';
import type { DigestedFile } from '@aero-guest-tools/file-tree';
import { listingRoot, parseListing } from './directory-listing';
import { directorySource } from './directory-source';
import type { DriverSource } from './driver-source';
import {
  fetchFiles,
  fetchSource,
  type FetchedSource,
  type FetchOptions,
  type Location,
} from './fetch-source';
import { isoSource } from './iso-source';
import type * as lockedSource from './locked-source';
import { ForeignFileError, readOwnText } from './own-file';
import { checkStore } from './private-store';
import { lockedIdentity, requirePin } from './remote-access';
import type { SourceIdentity } from './source-identity';
import { resolveLocalSource, resolveSource, type RemoteLocation } from './source-location';
import { seemsStored, storedListingPath, storedPath, type StoredFile } from './source-store';
import { zipSource } from './zip-source';

/**
 * Which source to open, and where it may be. An image or archive is read from the store, and
 * fetched from the location if the store does not have it. A directory is always read in place. Of
 * an image on a server, only the files that are needed may be fetched.
 */
export interface OpenOptions extends Location, Pick<FetchOptions, 'parts'> {
  readonly identity: SourceIdentity;
}

/**
 * Opens a source of drivers that {@link fetchSource} identified.
 *
 * @throws InputError if it is no longer available, or is another one by now.
 */
export async function openSource(options: OpenOptions): Promise<DriverSource> {
  const { identity, source, baseDirectory, storeDirectory } = options;
  const location = resolveSource(source, baseDirectory);
  if (location.kind === 'remote') return openRemote(location, options);
  if (identity.list_sha256 !== undefined) throw identifiedByLock(location.label);
  const fetchAgain = (): Promise<FetchedSource> =>
    fetchSource({ ...options, expectedSha256: identity.sha256 });
  if (identity.kind === 'directory') return openListed(options, fetchAgain);
  await checkStore(storeDirectory);
  const stored: StoredFile = { kind: identity.kind, sha256: identity.sha256 };
  // If a hash is expected, fetchSource has already read the stored file to check it.
  if (!(await seemsStored(storeDirectory, stored))) await fetchAgain();
  const named = { identity, label: location.label };
  const path = storedPath(storeDirectory, stored);
  return identity.kind === 'zip' ? zipSource(path, named, options.kept) : isoSource(path, named);
}

/**
 * The list of a lock and the image itself make different claims, so they are different identities.
 */
function identifiedByLock(label: string): InputError {
  return new InputError({
    file: label,
    id: 'source.no-longer-locked',
    message: 'the source was identified by a lock, but another one is named now',
    found: 'a source on a file system',
    expected: 'the source of the lock',
    remedy: 'build again, with the same source',
  });
}

async function openRemote(
  location: RemoteLocation,
  { identity, storeDirectory, remote }: OpenOptions,
): Promise<DriverSource> {
  await checkStore(storeDirectory);
  const access = requirePin(location, remote);
  const locked = lockedIdentity(access.lock);
  if (identity.sha256 !== locked.sha256 || identity.list_sha256 !== locked.list_sha256) {
    throw new InputError({
      file: access.lockFile,
      id: 'lock.changed',
      message: 'the lock has changed since the source was identified',
      found: identityText(locked),
      expected: identityText(identity),
      remedy: 'build again',
    });
  }
  // Loaded lazily: this loads the HTTP code, which a source on a file system does not need.
  const { openLockedImage } = require('./locked-source') as typeof lockedSource;
  return openLockedImage({ location, identity, storeDirectory, access });
}

function identityText({ sha256, list_sha256: list }: SourceIdentity): string {
  return `SHA-256 ${sha256}, ${list === undefined ? 'without a list of files' : `list of files ${list}`}`;
}

/**
 * Opens files that {@link fetchFiles} identified.
 *
 * @throws InputError if they are no longer available; reading one fails if it changed.
 */
export async function openFiles(
  options: Location & { readonly identity: SourceIdentity },
): Promise<DriverSource> {
  return openListed(options, () =>
    fetchFiles({ ...options, expectedSha256: options.identity.sha256 }),
  );
}

async function openListed(
  options: OpenOptions,
  fetchAgain: () => Promise<FetchedSource>,
): Promise<DriverSource> {
  const { identity, source, baseDirectory, storeDirectory } = options;
  await checkStore(storeDirectory);
  let files = await readListing(options);
  if (!files) {
    await fetchAgain();
    files = await readListing(options);
  }
  const root = await listingRoot(resolveLocalSource(source, baseDirectory));
  return directorySource(root, { identity, label: source }, files ?? [], options.kept);
}

async function readListing({
  identity,
  storeDirectory,
}: OpenOptions): Promise<readonly DigestedFile[] | undefined> {
  try {
    const text = await readOwnText(storedListingPath(storeDirectory, identity.sha256));
    return parseListing(text, identity.sha256);
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isAbsent || error instanceof ForeignFileError) return undefined;
    throw error;
  }
}
