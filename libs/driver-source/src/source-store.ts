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

/** A file that the store keeps. Its kind is also its extension there. */
export interface StoredFile {
  readonly kind: 'iso' | 'zip' | 'file';
  /** SHA-256 of its bytes, in lower-case hexadecimal. */
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
 * Whether the store holds a file whose hash a lock or an option pins. Reads the whole file;
 * remembered hashes do not count.
 */
export async function isStored(storeDirectory: string, file: StoredFile): Promise<boolean> {
  return (await storedHash(storeDirectory, file, undefined))?.sha256 === file.sha256;
}

/**
 * Like {@link isStored}, for a file with no expected hash except the one that it was stored under.
 * It is read again only if it was touched since it was stored.
 */
export async function seemsStored(storeDirectory: string, file: StoredFile): Promise<boolean> {
  const memory = await recallHashes(storeDirectory, storedPath(storeDirectory, file));
  const found = await storedHash(storeDirectory, file, memory.get(''));
  if (found?.sha256 !== file.sha256) return false;
  if (found.hashed) await rememberStored(storeDirectory, file);
  return true;
}

/** The hash of a file in the store; undefined if this user has stored no such file. */
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
 * Copies an image or archive into the store, in one pass that also hashes it. If the file system
 * supports it, the copy shares its blocks with the original until one of the two changes. Two
 * processes may store the same file at once. A run that fails or is ended by a signal leaves
 * nothing behind; the leftovers of a killed process have its name, see {@link temporaryName}.
 *
 * @param from Its path, or its whole contents.
 * @param verify Called with the size and hash of the copy before it appears; if it throws, it never
 *   does.
 * @param onRead Called after each read with the number of bytes.
 */
export async function storeFile(
  storeDirectory: string,
  from: string | Uint8Array,
  kind: StoredSource['kind'],
  verify: (copy: WrittenFile) => Promise<void>,
  onRead?: (bytes: number) => void,
): Promise<WrittenFile> {
  await makeStore(storeDirectory);
  // The final name is not known before the end, so the file is copied into a directory of its own.
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
  // The clone is hashed, since the original may change meanwhile.
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
    // If the reason matters, copying fails for it too, and reports it.
    await rm(to, { force: true });
    return false;
  }
}

/**
 * Where a file is downloaded before it is stored. If the download breaks, `<key>.partial` remains
 * for the next run to resume; `<key>.claim` exists while a process is downloading.
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

/** Stores a verified file that was made on the same file system. */
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
 * Stores a stream whose hash is known.
 *
 * @param verify Called with the size and hash of the received bytes before the file appears; if it
 *   throws, it never does.
 */
export async function storeStream(
  storeDirectory: string,
  file: StoredFile,
  chunks: AsyncIterable<Uint8Array>,
  verify: (written: WrittenFile) => void,
): Promise<void> {
  await writeOwnFile(storeDirectory, storedPath(storeDirectory, file), chunks, verify);
}

/** Only the store writes its files, so the state of a stored file identifies it at once. */
async function rememberStored(storeDirectory: string, file: StoredFile): Promise<void> {
  const path = storedPath(storeDirectory, file);
  const state = fileState(await lstat(path, { bigint: true }));
  await rememberHashes(storeDirectory, path, new Map([['', { state, sha256: file.sha256 }]]));
}
