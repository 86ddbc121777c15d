import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from '@aero-guest-tools/diagnostics';
import { download, openHttpClient, removePartialFile } from '@aero-guest-tools/http-file';
import { readVolumeId } from './iso-source';
import { OTHER_FILE_REMEDY, type PinnedAccess, type RemoteAccess } from './remote-access';
import type { SourceIdentity } from './source-identity';
import type { RemoteLocation } from './source-location';
import { publicUrl } from './source-lock';
import { downloadPath, isStored, storedPath, storeFinished } from './source-store';
import { withClaim } from './store-claim';
import { transferText } from './transfer-text';

/** Ten times the size of the images that there are, in bytes. */
const MAXIMUM_SIZE = 8 * 1024 ** 3;

/** Milliseconds after which nobody will go on with a download that broke. */
const ABANDONED_AFTER = 7 * 24 * 60 * 60 * 1000;

/** An image on a server, and what is known of it. */
export interface RemoteImage {
  readonly location: RemoteLocation;
  /** Lower-case hexadecimal. */
  readonly sha256?: string | undefined;
  /** In bytes. */
  readonly size?: number | undefined;
}

/**
 * Downloads an image into the store, unless it is there; what an earlier run began is gone on with.
 * Of several processes that want the same, one downloads it.
 *
 * @throws HttpError if the server does not give it; what came of it is kept for the next run.
 *   InputError if it is not the one that is known, or not an ISO image, or if there is no room for
 *   it; the store then holds what it held before.
 */
export async function downloadImage(
  image: RemoteImage,
  storeDirectory: string,
  access: RemoteAccess,
): Promise<SourceIdentity> {
  const { label } = image.location;
  const key = image.sha256 ?? sha256OfText(publicUrl(image.location.url));
  const say = access.onProgress ?? (() => {});
  return withClaim(
    downloadPath(storeDirectory, key, 'claim'),
    (owner) => {
      say(`waiting for ${owner}, which downloads ${label}`);
    },
    async () => {
      if (image.sha256 !== undefined) {
        const stored = { kind: 'iso', sha256: image.sha256 } as const;
        if (await isStored(storeDirectory, stored)) {
          return identityOf(image.sha256, storedPath(storeDirectory, stored));
        }
      }
      const partial = downloadPath(storeDirectory, key, 'partial');
      await removeAbandoned(dirname(partial));
      const client = openHttpClient(access.http);
      try {
        const { sha256 } = await download(client, {
          url: image.location.url,
          path: partial,
          sha256: image.sha256,
          size: image.size,
          maximumSize: MAXIMUM_SIZE,
          remedy: OTHER_FILE_REMEDY,
          onProgress: (received, size) => {
            say(transferText(label, received, size));
          },
        });
        const identity = await identityOf(sha256, partial).catch(async (error: unknown) => {
          await removePartialFile(partial);
          throw error instanceof InputError ? notAnImage(label, error) : error;
        });
        await storeFinished(storeDirectory, partial, { kind: 'iso', sha256 });
        await removePartialFile(partial);
        return identity;
      } finally {
        client.close();
      }
    },
  );
}

/**
 * Downloads the image of a lock into the store, unless it is there.
 *
 * @throws As {@link downloadImage}; InputError also if the lock tells size or volume id wrong.
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

/** @throws InputError if a lock tells size or volume id of its image wrong. */
export function requireSizeAndVolume(
  { size, volume_id: volumeId }: SourceIdentity,
  { lock, lockFile }: Pick<PinnedAccess, 'lock' | 'lockFile'>,
): void {
  if (size === lock.size && volumeId === lock.volumeId) return;
  throw new InputError({
    file: lockFile,
    message: 'the lock tells size or volume id of the image wrong',
    found: `${String(lock.size)} bytes, ${JSON.stringify(lock.volumeId)}`,
    expected: `${String(size)} bytes, ${JSON.stringify(volumeId)}`,
    remedy: 'run fetch-virtio-win with --update-lock, which writes the lock anew',
  });
}

async function identityOf(sha256: string, path: string): Promise<SourceIdentity> {
  const { size } = await stat(path);
  return { kind: 'iso', sha256, size, volume_id: await readVolumeId(path) };
}

/** The same error, about the URL and not about a file that is gone. */
function notAnImage(label: string, error: InputError): InputError {
  return new InputError(
    error.diagnostics.map((diagnostic) => ({ ...diagnostic, file: label })),
    { cause: error },
  );
}

/** Downloads that broke long ago are not gone on with, and each may be as large as an image. */
async function removeAbandoned(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const path = join(directory, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
    if (Date.now() - mtimeMs > ABANDONED_AFTER) await rm(path, { recursive: true, force: true });
  }
}

function sha256OfText(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
