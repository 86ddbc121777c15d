import type { Stats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { writeFileAtomically } from '@aero-guest-tools/atomic-output';
import { InputError } from '@aero-guest-tools/diagnostics';
import { listExtractedImage } from './extracted-image';
import { assertUnchanged, fileState } from './file-state';
import { hashToRemember, recallHashes, rememberHashes } from './hash-memory';
import { isImageStored, storedImagePath, storedListingPath, storeImage } from './image-store';
import { readVolumeId } from './iso-image';
import { isSha256, type PinnedImage } from './pinned-image';
import { resolveSource } from './source-location';

/** What to fetch, and where to keep it. */
export interface FetchOptions {
  /**
   * A `virtio-win.iso`, or the directory that one was extracted to: a path or a `file:` URL.
   */
  readonly source: string;
  /** Absolute; what a relative {@link FetchOptions.source} is relative to. */
  readonly baseDirectory: string;
  /** Absolute; made if it is not there. See {@link storedImagePath} for what it holds. */
  readonly storeDirectory: string;
  /** The SHA-256 that the image must have, see {@link PinnedImage.sha256}. */
  readonly expectedSha256?: string | undefined;
}

/** What was fetched. */
export interface FetchedImage {
  readonly image: PinnedImage;
  /** Whether contents were read; not if the source is as it was the last time. */
  readonly hashed: boolean;
}

/**
 * Finds out which virtio-win image a source is. An ISO image is copied into the store, where
 * {@link openVirtioWin} finds it; of a directory the store keeps a listing with the hash of every
 * file, against which it is checked when it is read. A source that did not change since the last
 * time is not read again. Several processes may fetch at once.
 *
 * @throws InputError if the source is missing, not an ISO 9660 image, truncated, changing, or not
 *   the expected one. The store then holds what it held before.
 */
export async function fetchVirtioWin(options: FetchOptions): Promise<FetchedImage> {
  const expectedSha256 = normalizeSha256(options.expectedSha256);
  const { path } = resolveSource(options.source, options.baseDirectory);
  const stats = await statSource(path);
  const verify = (sha256: string): void => {
    if (expectedSha256 !== undefined) verifySha256(path, sha256, expectedSha256);
  };
  if (stats.isDirectory()) return fetchDirectory(path, options.storeDirectory, verify);
  if (stats.isFile()) return fetchIso(path, options.storeDirectory, verify);
  throw new InputError({
    file: path,
    message: 'the virtio-win image is neither a file nor a directory',
    found: 'a device, socket or named pipe',
    expected: 'an ISO image, or the directory that one was extracted to',
    remedy: 'copy the image to a file',
  });
}

async function fetchDirectory(
  path: string,
  storeDirectory: string,
  verify: (sha256: string) => void,
): Promise<FetchedImage> {
  const listing = await listExtractedImage(await realpath(path), storeDirectory);
  verify(listing.sha256);
  await writeFileAtomically(storedListingPath(storeDirectory, listing.sha256), listing.text);
  const size = listing.files.reduce((sum, file) => sum + file.size, 0);
  return {
    image: { kind: 'directory', sha256: listing.sha256, size, volume_id: null },
    hashed: listing.hashed,
  };
}

async function fetchIso(
  path: string,
  storeDirectory: string,
  verify: (sha256: string) => void,
): Promise<FetchedImage> {
  const subject = await realpath(path);
  const state = fileState(await stat(subject, { bigint: true }));
  const remembered = (await recallHashes(storeDirectory, subject)).get('');
  if (remembered?.state === state) {
    verify(remembered.sha256);
    if (await isImageStored(storeDirectory, remembered.sha256)) {
      return { image: await pinStored(storeDirectory, remembered.sha256), hashed: false };
    }
  }
  // Before a gigabyte is copied: is this an ISO image at all, and is it all there?
  await readVolumeId(path);
  const sha256 = await copyToStore(subject, storeDirectory, verify);
  return { image: await pinStored(storeDirectory, sha256), hashed: true };
}

async function copyToStore(
  subject: string,
  storeDirectory: string,
  verify: (sha256: string) => void,
): Promise<string> {
  const since = Date.now();
  const stats = await stat(subject, { bigint: true });
  const { sha256 } = await storeImage(storeDirectory, subject, async (copy) => {
    await assertUnchanged(subject, stats);
    verify(copy.sha256);
  });
  const remember = hashToRemember(sha256, stats, since);
  if (remember) await rememberHashes(storeDirectory, subject, new Map([['', remember]]));
  return sha256;
}

async function pinStored(storeDirectory: string, sha256: string): Promise<PinnedImage> {
  const path = storedImagePath(storeDirectory, sha256);
  const { size } = await stat(path);
  return { kind: 'iso', sha256, size, volume_id: await readVolumeId(path) };
}

async function statSource(path: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(
      {
        file: path,
        message: 'the virtio-win image cannot be read',
        found: code === 'ENOENT' ? 'nothing of that name' : code,
        expected: 'an ISO image, or the directory that one was extracted to',
        remedy: 'correct the path, or download the image to it',
      },
      { cause: error },
    );
  }
}

function normalizeSha256(expected: string | undefined): string | undefined {
  if (expected === undefined || isSha256(expected.toLowerCase())) return expected?.toLowerCase();
  throw new InputError({
    message: 'the expected SHA-256 of the virtio-win image is not a SHA-256',
    found: JSON.stringify(expected),
    expected: '64 hexadecimal digits',
    remedy: 'correct it, or leave it out',
  });
}

function verifySha256(path: string, found: string, expected: string): void {
  if (found === expected) return;
  throw new InputError({
    file: path,
    message: 'this is not the virtio-win image that was expected',
    found: `SHA-256 ${found}`,
    expected: `SHA-256 ${expected}`,
    remedy:
      'download the image again, or, if you mean to change images, correct the expected SHA-256',
  });
}
