import { constants } from 'node:fs';
import { chmod, copyFile, lstat, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  replaceDirectoryAtomically,
  writeStreamAtomically,
  type WrittenFile,
} from '@aero-guest-tools/atomic-output';
import { noRoomError } from '@aero-guest-tools/http-file/no-room';
import { fileState } from './file-state';
import {
  hashFile,
  hashOpenFile,
  recallHashes,
  rememberHashes,
  type HashedFile,
  type RememberedHash,
} from './hash-memory';
import { ForeignFileError, openOwnFile, writeOwnFile } from './own-file';
import { makeStore } from './private-store';
import { openSourceFile } from './source-file';
import { temporaryName } from './store-owner';

/** A file that the store keeps: its kind is also the extension of its name there. */
export interface StoredFile {
  readonly kind: 'iso' | 'zip' | 'file';
  /** Lower-case hexadecimal, of its bytes. */
  readonly sha256: string;
}

/** An image or archive that the store keeps. */
export interface StoredSource extends StoredFile {
  readonly kind: 'iso' | 'zip';
}

/**
 * The store keeps every image and archive once a machine, under the SHA-256 of its contents:
 *
 *     <store>/sha256/<hex>.iso           an ISO image
 *     <store>/sha256/<hex>.zip           a zip archive
 *     <store>/sha256/<hex>.file          a file of an image that is on a server
 *     <store>/sha256/<hex>.listing.json  the canonical listing of a directory
 *     <store>/remembered/<hex>.json      hashes of files seen before, by their state
 *     <store>/incoming/                  what is being copied
 *     <store>/downloads/                 what is being downloaded, see {@link downloadPath}
 *
 * Everything in it can be deleted at any time; it is made again when it is needed. It belongs to one
 * user, see `checkStore`.
 */
export function storedPath(storeDirectory: string, { kind, sha256 }: StoredFile): string {
  return join(storeDirectory, 'sha256', `${sha256}.${kind}`);
}

/** The canonical listing of a directory in the store. */
export function storedListingPath(storeDirectory: string, sha256: string): string {
  return join(storeDirectory, 'sha256', `${sha256}.listing.json`);
}

/**
 * Whether the store holds a file of which the hash is pinned, by a lock or an option: all of it is read,
 * and nothing that is remembered counts.
 */
export async function isStored(storeDirectory: string, file: StoredFile): Promise<boolean> {
  return (await storedHash(storeDirectory, file, undefined))?.sha256 === file.sha256;
}

/**
 * The same, of a file of which no hash is expected but the one that it was stored under. It is only read again if it was touched since
 * it was stored.
 */
export async function seemsStored(storeDirectory: string, file: StoredFile): Promise<boolean> {
  const memory = await recallHashes(storeDirectory, storedPath(storeDirectory, file));
  const found = await storedHash(storeDirectory, file, memory.get(''));
  if (found?.sha256 !== file.sha256) return false;
  if (found.hashed) await rememberStored(storeDirectory, file);
  return true;
}

/** The hash that a file in the store has; undefined if there is none that this user has stored. */
async function storedHash(
  storeDirectory: string,
  file: StoredFile,
  remembered: RememberedHash | undefined,
): Promise<HashedFile | undefined> {
  const path = storedPath(storeDirectory, file);
  try {
    const handle = await openOwnFile(path);
    try {
      return await hashOpenFile(path, handle, remembered);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isAbsent || error instanceof ForeignFileError) return undefined;
    throw error;
  }
}

/**
 * Copies an image or archive into the store, in one pass that also hashes it. Where the file system can, the
 * copy shares its blocks with the original until one of the two is changed. Two processes may store
 * the same file at once; a run that fails or is ended by a signal leaves nothing behind, and what a
 * killed one leaves has its name, see {@link temporaryName}.
 *
 * @param from Its path, or all of it.
 * @param verify Called with the size and hash of the copy before it appears; if it throws, it never
 *   does.
 * @param onRead Told how many bytes were read each time.
 */
export async function storeFile(
  storeDirectory: string,
  from: string | Uint8Array,
  kind: StoredSource['kind'],
  verify: (copy: WrittenFile) => Promise<void>,
  onRead?: (bytes: number) => void,
): Promise<WrittenFile> {
  await makeStore(storeDirectory);
  // The name is not known before the end, so the file is copied into a directory of its own.
  const incoming = join(storeDirectory, 'incoming', temporaryName());
  try {
    return await replaceDirectoryAtomically(incoming, async (directory) => {
      const copy = join(directory, 'copy');
      const written = await copyAndHash(from, copy, onRead);
      await verify(written);
      await storeFinished(storeDirectory, copy, { kind, sha256: written.sha256 });
      return written;
    });
  } catch (error) {
    throw noRoomError(storeDirectory, error);
  } finally {
    await rm(incoming, { recursive: true, force: true });
  }
}

async function copyAndHash(
  from: string | Uint8Array,
  to: string,
  onRead?: (bytes: number) => void,
): Promise<WrittenFile> {
  if (typeof from !== 'string') return writeStreamAtomically(to, [from]);
  if (!(await cloneFile(from, to))) {
    const file = await openSourceFile(from);
    const stream = file.createReadStream({ start: 0, highWaterMark: 1 << 20 });
    return writeStreamAtomically(to, followed(stream, onRead));
  }
  // What is hashed is the clone: the original may change meanwhile, the clone does not.
  const { size, sha256 } = await hashFile(to, undefined, { onRead });
  return { size, sha256 };
}

async function* followed(
  stream: AsyncIterable<Uint8Array>,
  onRead?: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    onRead?.(chunk.length);
    yield chunk;
  }
}

/** Clones a file where the file system can (Btrfs, XFS, APFS, ReFS). */
async function cloneFile(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to, constants.COPYFILE_FICLONE_FORCE);
    return true;
  } catch {
    // Whatever the reason is, if it matters then copying meets it too, and reports it.
    await rm(to, { force: true });
    return false;
  }
}

/**
 * Where a download is made before it is stored. Of one that broke, `<key>.partial` stays for the next
 * run to go on with; `<key>.claim` stands there while a process is at it.
 *
 * @param key The SHA-256 of the image; before that is known, of its URL.
 */
export function downloadPath(
  storeDirectory: string,
  key: string,
  what: 'partial' | 'claim',
): string {
  return join(storeDirectory, 'downloads', `${key}.${what}`);
}

/** Stores a file that was made on the same file system and verified. */
export async function storeFinished(
  storeDirectory: string,
  path: string,
  file: StoredFile,
): Promise<void> {
  await chmod(path, 0o600);
  await rename(path, storedPath(storeDirectory, file));
  await rememberStored(storeDirectory, file);
}

/**
 * Stores a file of which the hash is known, as it comes.
 *
 * @param verify Called with the size and hash of what came before it appears; if it throws, it never
 *   does.
 */
export async function storeStream(
  storeDirectory: string,
  file: StoredFile,
  chunks: AsyncIterable<Uint8Array>,
  verify: (written: WrittenFile) => void,
): Promise<void> {
  await writeOwnFile(storeDirectory, storedPath(storeDirectory, file), chunks, verify);
}

/** Nobody but the store writes its files, so a stored one can be known again at once. */
async function rememberStored(storeDirectory: string, file: StoredFile): Promise<void> {
  const path = storedPath(storeDirectory, file);
  const state = fileState(await lstat(path, { bigint: true }));
  await rememberHashes(storeDirectory, path, new Map([['', { state, sha256: file.sha256 }]]));
}
