import { createHash } from 'node:crypto';
import { InputError } from '@aero-guest-tools/diagnostics';
import {
  createFileReadStream,
  listImage,
  openFileSource,
  openIso9660Image,
  SECTOR_SIZE,
  type Iso9660Entry,
  type Iso9660Image,
} from '@aero-guest-tools/iso9660/read';
import { downloadImage, type RemoteImage } from './download-image';
import type { SourceEntry } from './driver-source';
import { sourceEntries } from './iso-source';
import type { RemoteAccess } from './remote-access';
import { publicUrl, type LockedContents, type SourceLock } from './source-lock';
import { storedPath } from './source-store';

/** Paths of files in an image, in byte order. */
export interface ChosenFiles {
  /** Those that a build may need. */
  readonly files: readonly string[];
  /** Those that are needed to tell which folders there are, see {@link LockedContents.otherFiles}. */
  readonly otherFiles: readonly string[];
}

/** A lock, as it is made of an image. */
export interface MadeLock {
  readonly lock: SourceLock;
  /** Why the lock does not list files, as a sentence without a full stop; undefined if it does. */
  readonly unlisted: string | undefined;
}

/**
 * Makes a lock for a remote image, which is downloaded for it, and stays in the store.
 *
 * @param choose Chooses among the entries of the image.
 * @throws HttpError if the server does not give it. InputError if it is not the one that is known, or
 *   not an ISO image; or if nothing is known of it, and it comes from another machine by `http:`, so
 *   that anybody on the way could have it pinned to other bytes.
 */
export async function lockImage(
  image: RemoteImage,
  storeDirectory: string,
  access: RemoteAccess,
  choose: (entries: readonly SourceEntry[]) => ChosenFiles,
): Promise<MadeLock> {
  const { url, label } = image.location;
  if (url.protocol === 'http:' && image.sha256 === undefined && !isLoopback(url.hostname)) {
    throw new InputError({
      file: label,
      message: 'an image of unknown hash is not pinned by what comes over http:',
      found: 'http:',
      expected: 'an https: URL, or the SHA-256 that the image must have',
      remedy: 'name the https: URL, or give the option sha256 as its publisher tells it',
    });
  }
  const { sha256, size, volume_id } = await downloadImage(image, storeDirectory, access);
  const source = await openFileSource(storedPath(storeDirectory, { kind: 'iso', sha256 }));
  try {
    const { contents, unlisted } = await lockedContents(await openIso9660Image(source), choose);
    const lock = { source: publicUrl(url), sha256, size, volumeId: volume_id ?? '', contents };
    return { lock, unlisted };
  } finally {
    await source.close();
  }
}

async function lockedContents(
  image: Iso9660Image,
  choose: (entries: readonly SourceEntry[]) => ChosenFiles,
): Promise<{ contents: LockedContents | undefined; unlisted: string | undefined }> {
  const entries = new Map<string, Iso9660Entry>();
  for await (const entry of listImage(image)) entries.set(entry.path, entry);
  const special = [...entries.values()].find(({ kind }) => kind !== 'file' && kind !== 'directory');
  if (special) {
    return { contents: undefined, unlisted: `${special.path} is neither a file nor a directory` };
  }
  const { files: paths, otherFiles } = choose(sourceEntries(entries.values()));
  const chosen = paths.flatMap((path) => entries.get(path) ?? []);
  const odd = chosen.find((entry) => !liesInOnePiece(image, entry));
  if (odd) {
    return { contents: undefined, unlisted: `the contents of ${odd.path} do not lie in one piece` };
  }
  const files = [];
  for (const entry of chosen) {
    const { path, size, extents } = entry;
    const [extent] = extents;
    const hash = createHash('sha256');
    for await (const chunk of createFileReadStream(image, entry)) hash.update(chunk as Uint8Array);
    files.push({ path, extent: extent?.sector ?? 0, size, sha256: hash.digest('hex') });
  }
  const others = otherFiles.map((path) => ({ path, size: entries.get(path)?.size ?? 0 }));
  return { contents: { files, otherFiles: others }, unlisted: undefined };
}

function liesInOnePiece(
  { logicalBlockSize }: Iso9660Image,
  { extents, unreadable }: Iso9660Entry,
): boolean {
  return extents.length <= 1 && unreadable === undefined && logicalBlockSize === SECTOR_SIZE;
}

/** RFC 6761, 6.3, and the addresses of RFC 6890. */
function isLoopback(hostname: string): boolean {
  return /^(?:(?:.*\.)?localhost|127\.[0-9.]+|\[::1\])$/.test(hostname);
}
