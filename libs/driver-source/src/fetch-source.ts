import type { BigIntStats, Stats } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { InputError, readProgress } from '@aero-guest-tools/diagnostics';
import { listDirectory, listFile, type Listing } from './directory-listing';
import { assertUnchanged, fileState } from './file-state';
import { hashFile, hashToRemember, recallHashes, rememberHashes } from './hash-memory';
import { readVolumeId } from './iso-source';
import type { KeptContents } from './kept-contents';
import { writeOwnText } from './own-file';
import { checkStore } from './private-store';
import { lockedIdentity, requirePin, type RemoteAccess } from './remote-access';
import { expectedHash, type SourceIdentity } from './source-identity';
import { resolveLocalSource, resolveSource, type RemoteLocation } from './source-location';
import {
  isStored,
  seemsStored,
  storedListingPath,
  storedPath,
  storeFile,
  type StoredSource,
} from './source-store';
import { parseZipArchive, readZipFile } from './zip-archive';
import { isZipArchive } from './zip-source';

/** Where a source is, and where to keep it. */
export interface Location {
  /** An image, an archive, a directory or a file: a path or a URL, see {@link resolveSource}. */
  readonly source: string;
  /** Absolute directory that a relative {@link Location.source} is relative to. */
  readonly baseDirectory: string;
  /** Absolute; created if it does not exist. See {@link storedPath} for its contents. */
  readonly storeDirectory: string;
  /** How to access remote sources; without it they are refused. */
  readonly remote?: RemoteAccess | undefined;
  /**
   * Keeps what is read to identify a source, for use when it is opened. Default: nothing is kept.
   */
  readonly kept?: KeptContents | undefined;
}

/** Which source to fetch. */
export interface FetchOptions extends Location {
  /** The SHA-256 that the source must have, see {@link SourceIdentity.sha256}. */
  readonly expectedSha256?: string | undefined;
  /** The parts of a directory that count, see {@link listDirectory}. Default: all of it. */
  readonly parts?: readonly string[] | undefined;
}

/** What was fetched. */
export interface FetchedSource {
  readonly identity: SourceIdentity;
  /** Whether contents were read; false if the source is unchanged since the last time. */
  readonly hashed: boolean;
}

/** Checks a computed hash, and throws if it is not the expected one. */
type Verify = (sha256: string) => void;

/**
 * Identifies the source of drivers at a location. An ISO image or a zip archive is copied into the
 * store, where {@link openSource} finds it. Of a directory the store keeps a listing with the hash
 * of every file, which is checked when the directory is read. A source that has not changed since
 * the last time is not read again, unless a hash is expected. Several processes may fetch at once.
 *
 * The identity of a remote image comes from its lock. The image is only requested when it is
 * opened, so a run that needs no files from it needs no network.
 *
 * @throws InputError if the source is missing, of an unknown kind, damaged, changing, or not the
 *   expected one. The store is then unchanged.
 */
export async function fetchSource(options: FetchOptions): Promise<FetchedSource> {
  const location = resolveSource(options.source, options.baseDirectory);
  if (location.kind === 'remote') return fetchLocked(location, options);
  const { path } = location;
  await checkStore(options.storeDirectory);
  const verify = verification(path, options.expectedSha256);
  const stats = await statSource(path, 'an ISO image, a zip archive or a directory');
  if (stats.isDirectory()) {
    const root = await realpath(path);
    return storeListing(await listDirectory(root, options), options.storeDirectory, verify);
  }
  if (stats.isFile()) {
    const isPinned = options.expectedSha256 !== undefined;
    const report = options.remote?.onProgress;
    const onRead = report && readProgress(report, 'reading the source', stats.size);
    return fetchFile(path, options, {
      verify,
      isPinned,
      onRead: onRead && ((bytes) => onRead(location.label, bytes)),
    });
  }
  throw new InputError({
    file: path,
    id: 'source.not-a-file',
    message: 'the source of the drivers is neither a file nor a directory',
    found: 'a device, socket or named pipe',
    expected: 'an ISO image, a zip archive or a directory',
    remedy: 'copy it to a file',
  });
}

/**
 * Identifies the files of a directory, or a single file, which counts as a directory that holds
 * only that file. The files may hold anything.
 *
 * @throws InputError if there is nothing, if it changes while it is read, or is not as expected.
 */
export async function fetchFiles(options: Omit<FetchOptions, 'parts'>): Promise<FetchedSource> {
  const { storeDirectory } = options;
  const path = resolveLocalSource(options.source, options.baseDirectory);
  await checkStore(storeDirectory);
  const verify = verification(path, options.expectedSha256);
  const stats = await statSource(path, 'a file or a directory');
  const listing = stats.isDirectory()
    ? await listDirectory(await realpath(path), { ...options, parts: [] })
    : await listFile(path, options);
  return storeListing(listing, storeDirectory, verify);
}

function fetchLocked(
  location: RemoteLocation,
  { remote, expectedSha256 }: FetchOptions,
): FetchedSource {
  const { lock } = requirePin(location, remote);
  verification(location.label, expectedSha256)(lock.sha256);
  return { identity: lockedIdentity(lock), hashed: false };
}

async function storeListing(
  listing: Listing,
  storeDirectory: string,
  verify: Verify,
): Promise<FetchedSource> {
  verify(listing.sha256);
  await writeOwnText(
    storeDirectory,
    storedListingPath(storeDirectory, listing.sha256),
    listing.text,
  );
  const size = listing.files.reduce((sum, file) => sum + file.size, 0);
  return {
    identity: { kind: 'directory', sha256: listing.sha256, size, volume_id: null },
    hashed: listing.hashed,
  };
}

/** Options for fetching a file. */
interface FileFetch {
  readonly verify: Verify;
  /** Whether its SHA-256 is known beforehand. */
  readonly isPinned: boolean;
  /** Called after each read with the number of bytes. */
  readonly onRead: ((bytes: number) => void) | undefined;
}

async function fetchFile(
  path: string,
  { storeDirectory, kept }: FetchOptions,
  { verify, isPinned, onRead }: FileFetch,
): Promise<FetchedSource> {
  const subject = await realpath(path);
  const known = isPinned
    ? await hashFile(subject, undefined, { onRead })
    : await rememberedHash(storeDirectory, subject);
  if (known) {
    verify(known.sha256);
    // The kind of the file stored under the hash is known, without reading the source.
    for (const kind of ['iso', 'zip'] as const) {
      const stored = { kind, sha256: known.sha256 };
      if (await (isPinned ? isStored : seemsStored)(storeDirectory, stored)) {
        return { identity: await identify(storeDirectory, stored), hashed: isPinned };
      }
    }
  }
  const kind = (await isZipArchive(path)) ? 'zip' : 'iso';
  const before = { since: Date.now(), stats: await stat(subject, { bigint: true }) };
  // Check that it is complete and of the right kind before copying a gigabyte.
  const archive = kind === 'zip' ? await readZipFile(path, path) : undefined;
  if (archive) parseZipArchive(archive, path);
  else await readVolumeId(path);
  const source = { ...before, subject, archive };
  const sha256 = await copyToStore(source, kind, storeDirectory, { verify, onRead });
  if (archive) kept?.keep(sha256, archive);
  return { identity: await identify(storeDirectory, { kind, sha256 }), hashed: true };
}

/** The remembered hash of a file, if the file is still in the same state. */
async function rememberedHash(
  storeDirectory: string,
  subject: string,
): Promise<{ readonly sha256: string } | undefined> {
  const state = fileState(await stat(subject, { bigint: true }));
  const remembered = (await recallHashes(storeDirectory, subject)).get('');
  return remembered?.state === state ? remembered : undefined;
}

/** A file, with its state before it was read. */
interface FileToStore {
  /** Its absolute path. */
  readonly subject: string;
  readonly stats: BigIntStats;
  /** When reading began, in milliseconds since 1970. */
  readonly since: number;
  /** Its whole contents, if they are in memory. */
  readonly archive: Uint8Array | undefined;
}

async function copyToStore(
  { subject, stats, since, archive }: FileToStore,
  kind: StoredSource['kind'],
  storeDirectory: string,
  { verify, onRead }: Pick<FileFetch, 'verify' | 'onRead'>,
): Promise<string> {
  const verifyCopy = async (copy: { readonly sha256: string }): Promise<void> => {
    await assertUnchanged(subject, stats);
    verify(copy.sha256);
  };
  const { sha256 } = await storeFile(storeDirectory, archive ?? subject, kind, verifyCopy, onRead);
  const remember = hashToRemember(sha256, stats, since);
  if (remember) await rememberHashes(storeDirectory, subject, new Map([['', remember]]));
  return sha256;
}

async function identify(storeDirectory: string, stored: StoredSource): Promise<SourceIdentity> {
  const path = storedPath(storeDirectory, stored);
  const { size } = await stat(path);
  return { ...stored, size, volume_id: stored.kind === 'iso' ? await readVolumeId(path) : null };
}

async function statSource(path: string, expected: string): Promise<Stats> {
  try {
    return await stat(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(
      {
        file: path,
        id: 'source.unreadable',
        message: 'the source of the drivers cannot be read',
        found: code === 'ENOENT' ? 'nothing of that name' : code,
        expected,
        remedy: 'correct the path, or build or download the drivers to it',
      },
      { cause: error },
    );
  }
}

function verification(path: string, expectedSha256: string | undefined): Verify {
  const expected = expectedHash(expectedSha256);
  return (sha256) => {
    if (expected !== undefined) verifySha256(path, sha256, expected);
  };
}

function verifySha256(path: string, found: string, expected: string): void {
  if (found === expected) return;
  throw new InputError({
    file: path,
    id: 'source.other-hash',
    message: 'this is not the source that was expected',
    found: `SHA-256 ${found}`,
    expected: `SHA-256 ${expected}`,
    remedy: 'download it again, or, if you mean to change it, correct the expected SHA-256',
  });
}
