import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@aero-guest-tools/diagnostics';
import { download, openHttpClient, removePartialFile } from '@aero-guest-tools/http-file';
import { readVolumeId } from './iso-source';
import { checkStore, makeStore } from './private-store';
import { OTHER_FILE_REMEDY, type PinnedAccess, type RemoteAccess } from './remote-access';
import type { SourceIdentity } from './source-identity';
import type { RemoteLocation } from './source-location';
import { publicUrl } from './source-lock';
import { downloadPath, isStored, storedPath, storeFinished } from './source-store';
import { withClaim, type Claim } from './store-claim';
import { temporaryName } from './store-owner';
import { transferText } from './transfer-text';

/** In bytes: ten times the size of existing images. */
const MAXIMUM_SIZE = 8 * 1024 ** 3;

/** How often a download is begun again under a new claim, after the previous claim was lost. */
const MAXIMUM_CLAIMS = 5;

/** An image on a server, and what is known of it. */
export interface RemoteImage {
  readonly location: RemoteLocation;
  /** Lower-case hexadecimal. */
  readonly sha256?: string | undefined;
  /** In bytes. */
  readonly size?: number | undefined;
}

/**
 * Downloads an image into the store, unless it is there. Resumes a download that an earlier run
 * began. If several processes want the same image, one downloads it.
 *
 * @throws HttpError if the server does not deliver it; what was received is kept for the next run.
 *   InputError if it is not the expected image, or not an ISO image, or if there is no room for it;
 *   the store is then unchanged.
 */
export async function downloadImage(
  image: RemoteImage,
  storeDirectory: string,
  access: RemoteAccess,
): Promise<SourceIdentity> {
  const { label } = image.location;
  const key = image.sha256 ?? sha256OfText(publicUrl(image.location.url));
  const say = access.onProgress ?? (() => {});
  await checkStore(storeDirectory);
  await makeStore(storeDirectory);
  for (let claims = 1; ; claims += 1) {
    try {
      return await withClaim(
        downloadPath(storeDirectory, key, 'claim'),
        (owner) => {
          say(`waiting for ${owner}, which downloads ${label}`);
        },
        async (claim) =>
          (await storedIdentity(storeDirectory, image.sha256)) ??
          downloadClaimed({ image, key, storeDirectory, access, claim }),
        access.claimTimes,
      );
    } catch (error) {
      // Another process has it now; wait for its result.
      if (!(error instanceof ClaimLostError) || claims === MAXIMUM_CLAIMS) throw error;
    }
  }
}

/**
 * The identity of an image in the store, all of which is read for it; undefined if the store does
 * not have it.
 */
async function storedIdentity(
  storeDirectory: string,
  sha256: string | undefined,
): Promise<SourceIdentity | undefined> {
  if (sha256 === undefined) return undefined;
  const stored = { kind: 'iso', sha256 } as const;
  return (await isStored(storeDirectory, stored))
    ? imageIdentity(sha256, storedPath(storeDirectory, stored))
    : undefined;
}

/** A process that was suspended for long finds that another process has taken over its download. */
class ClaimLostError extends InputError {
  override readonly name = 'ClaimLostError';

  constructor(label: string, options?: ErrorOptions) {
    super(
      {
        file: label,
        id: 'source.download-taken-over',
        message: 'another process has taken over the download',
        expected: 'a process that is not suspended for long',
        remedy: 'run again',
      },
      options,
    );
  }
}

interface ClaimedDownload {
  readonly image: RemoteImage;
  /** The key of the download, see {@link downloadPath}. */
  readonly key: string;
  readonly storeDirectory: string;
  readonly access: RemoteAccess;
  readonly claim: Claim;
}

async function downloadClaimed(options: ClaimedDownload): Promise<SourceIdentity> {
  const { image, key, storeDirectory, access, claim } = options;
  const { url, label } = image.location;
  const partial = downloadPath(storeDirectory, key, 'partial');
  if (claim.wasTakenOver) await detach(partial, storeDirectory);
  const client = openHttpClient(access.http);
  try {
    const { sha256 } = await download(client, {
      url,
      path: partial,
      sha256: image.sha256,
      size: image.size,
      maximumSize: MAXIMUM_SIZE,
      remedy: OTHER_FILE_REMEDY,
      action: 'update-lock',
      onProgress: (received, size) => {
        if (claim.isLost()) throw new ClaimLostError(label);
        access.onProgress?.(transferText(label, received, size));
      },
    });
    if (!(await claim.isHeld())) throw new ClaimLostError(label);
    const identity = await imageIdentity(sha256, partial).catch(async (error: unknown) => {
      await removePartialFile(partial);
      throw error instanceof InputError ? notAnImage(label, error) : error;
    });
    await storeFinished(storeDirectory, partial, { kind: 'iso', sha256 });
    await removePartialFile(partial);
    return identity;
  } catch (error) {
    throw (await claim.isHeld()) ? error : new ClaimLostError(label, { cause: error });
  } finally {
    client.close();
  }
}

/**
 * Continues with a copy of a partial download, since the process that began it may wake up and
 * write to its own file.
 */
async function detach(partial: string, storeDirectory: string): Promise<void> {
  const copy = join(storeDirectory, 'incoming', temporaryName());
  try {
    await copyFile(partial, copy, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    await rename(copy, partial);
  } catch {
    // The download then starts from the beginning.
    await rm(copy, { force: true });
    await removePartialFile(partial);
  }
}

/**
 * Downloads the image of a lock into the store, unless it is there.
 *
 * @throws As {@link downloadImage}; InputError also if size or volume id in the lock are wrong.
 */
export async function downloadLocked(
  location: RemoteLocation,
  storeDirectory: string,
  access: PinnedAccess,
): Promise<void> {
  const { sha256, size } = access.lock;
  requireSizeAndVolume(
    await downloadImage({ location, sha256, size }, storeDirectory, access),
    access,
  );
}

/** @throws InputError if the size or volume id in a lock is not that of its image. */
export function requireSizeAndVolume(
  { size, volume_id: volumeId }: SourceIdentity,
  { lock, lockFile }: Pick<PinnedAccess, 'lock' | 'lockFile'>,
): void {
  if (size === lock.size && volumeId === lock.volumeId) return;
  throw new InputError({
    file: lockFile,
    id: 'lock.size-or-volume-id',
    message: 'the lock has the wrong size or volume ID for the image',
    found: `${String(lock.size)} bytes, ${JSON.stringify(lock.volumeId)}`,
    expected: `${String(size)} bytes, ${JSON.stringify(volumeId)}`,
    remedy: 'write a new lock',
    action: 'update-lock',
  });
}

/** The identity of an image whose hash is known. */
export async function imageIdentity(sha256: string, path: string): Promise<SourceIdentity> {
  const { size } = await stat(path);
  return { kind: 'iso', sha256, size, volume_id: await readVolumeId(path) };
}

/** The same error, but about the URL instead of a file that no longer exists. */
function notAnImage(label: string, error: InputError): InputError {
  return new InputError(
    error.diagnostics.map((diagnostic) => ({ ...diagnostic, file: label })),
    { cause: error },
  );
}

function sha256OfText(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
