import type { BigIntStats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { digestOfHandle, sha256Of, type Digest } from '@aero-guest-tools/file-tree';
import { assertUnchanged, fileState, isSettled } from './file-state';
import { readOwnText, writeOwnText } from './own-file';
import type { KeptContents } from './kept-contents';
import { openSourceFile } from './source-file';

/** The SHA-256 of a file in a certain state. */
export interface RememberedHash {
  /** As {@link fileState} gives it. */
  readonly state: string;
  readonly sha256: string;
}

/** Hashes by path. For a directory, the paths are relative to it. */
export type HashMemory = ReadonlyMap<string, RememberedHash>;

/**
 * What the store remembers of a file or directory, so that unchanged files are not read again. Only
 * speed depends on it: a record that cannot be read counts as forgotten.
 *
 * @param subject The absolute path of the file or directory.
 */
export async function recallHashes(storeDirectory: string, subject: string): Promise<HashMemory> {
  try {
    const entries: unknown = JSON.parse(await readOwnText(memoryPath(storeDirectory, subject)));
    return new Map(Array.isArray(entries) ? entries.filter((entry) => isMemoryEntry(entry)) : []);
  } catch {
    return new Map();
  }
}

/** Replaces what the store remembers of a file or directory. */
export async function rememberHashes(
  storeDirectory: string,
  subject: string,
  memory: HashMemory,
): Promise<void> {
  await writeOwnText(
    storeDirectory,
    memoryPath(storeDirectory, subject),
    JSON.stringify([...memory]),
  );
}

/**
 * The SHA-256 to remember for a file that was read with these stats, starting at `since`
 * (milliseconds since 1970).
 */
export function hashToRemember(
  sha256: string,
  stats: BigIntStats,
  since: number,
): RememberedHash | undefined {
  return isSettled(stats, since) ? { state: fileState(stats), sha256 } : undefined;
}

/** The result of {@link hashFile}. */
export interface HashedFile extends Digest {
  /** Whether the contents had to be read. */
  readonly hashed: boolean;
  /** What to remember of the file; undefined if its state does not identify its contents. */
  readonly remember: RememberedHash | undefined;
}

/** What else to do with the bytes that are read. */
export interface Reading {
  /** Keeps the contents, if there is room. */
  readonly kept?: KeptContents | undefined;
  /** Called after each read with the number of bytes. */
  readonly onRead?: ((bytes: number) => void) | undefined;
}

/**
 * The SHA-256 of a file. Reads the file only if its state is not the remembered one.
 *
 * @throws InputError if the file is not a regular file, or changes while it is read; or the error
 *   of the file system.
 */
export async function hashFile(
  path: string,
  remembered: RememberedHash | undefined,
  reading: Reading = {},
): Promise<HashedFile> {
  const file = await openSourceFile(path);
  try {
    return await hashOpenFile(path, file, remembered, reading);
  } finally {
    await file.close();
  }
}

/** Like {@link hashFile}, for a file that is open for reading; it stays open. */
export async function hashOpenFile(
  path: string,
  file: FileHandle,
  remembered: RememberedHash | undefined,
  reading: Reading = {},
): Promise<HashedFile> {
  const stats = await file.stat({ bigint: true });
  const size = Number(stats.size);
  if (remembered?.state === fileState(stats)) {
    return { size, sha256: remembered.sha256, hashed: false, remember: remembered };
  }
  const since = Date.now();
  const sha256 = await readHash(file, size, reading);
  await assertUnchanged(path, stats);
  return { size, sha256, hashed: true, remember: hashToRemember(sha256, stats, since) };
}

/** A file that fits is read into memory, so that it can be kept. */
async function readHash(
  file: FileHandle,
  size: number,
  { kept, onRead }: Reading,
): Promise<string> {
  if (kept === undefined || size > kept.room()) return (await digestOfHandle(file, onRead)).sha256;
  const contents = await file.readFile();
  onRead?.(contents.length);
  const sha256 = sha256Of(contents);
  kept.keep(sha256, contents);
  return sha256;
}

function memoryPath(storeDirectory: string, subject: string): string {
  const key = sha256Of(Buffer.from(subject));
  return join(storeDirectory, 'remembered', `${key}.json`);
}

function isMemoryEntry(entry: unknown): entry is [string, RememberedHash] {
  if (!Array.isArray(entry)) return false;
  const [path, hash] = entry as unknown[];
  if (typeof path !== 'string' || typeof hash !== 'object' || hash === null) return false;
  const { state, sha256 } = hash as Record<string, unknown>;
  return typeof state === 'string' && typeof sha256 === 'string';
}
