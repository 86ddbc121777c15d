import type { Stats } from 'node:fs';
import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { compareBytes } from '@aero-guest-tools/file-tree';
import { isTemporaryName } from './abandoned';
import { checkStore, STORE_DIRECTORIES } from './private-store';
import { claimOwner } from './store-claim';
import { hasEnded, ownerOfTemporary } from './store-owner';

/** The kinds of entries in a store: see `storedPath`. */
export type StoreEntryKind =
  | 'image'
  | 'archive'
  | 'file'
  | 'listing'
  | 'memory'
  | 'download'
  | 'claim'
  | 'temporary'
  | 'unknown';

/** Something in a store. */
export interface StoreEntry {
  /** Relative to the store, components joined by `/`. */
  readonly path: string;
  readonly kind: StoreEntryKind;
  /** In bytes; for a directory, of all files in it. */
  readonly size: number;
  /**
   * When it was last written or read, in milliseconds since 1970. File systems record reads at most
   * once a day (`relatime`), or never (`noatime`).
   */
  readonly used: number;
}

/**
 * The entries of a store, in byte order of the path; links are not followed. Leftovers of killed
 * processes are removed first.
 *
 * @throws InputError if others can write to the store, see {@link checkStore}.
 */
export async function listStore(storeDirectory: string): Promise<readonly StoreEntry[]> {
  await checkStore(storeDirectory);
  const entries: StoreEntry[] = [];
  for (const directory of STORE_DIRECTORIES) {
    for (const name of await namesIn(join(storeDirectory, directory))) {
      const path = `${directory}/${name}`;
      const stats = await measure(join(storeDirectory, path));
      if (stats) entries.push({ path, kind: kindOf(directory, name), ...stats });
    }
  }
  return entries.toSorted((a, b) => compareBytes(a.path, b.path));
}

/** What to remove from a store. */
export interface PruneOptions {
  /**
   * Entries not used since then are removed, in milliseconds since 1970; `Infinity` removes all.
   */
  readonly unusedSince: number;
}

/**
 * Removes entries of every kind that were not used for a while, but nothing that a living process
 * is writing or downloading. A build that is reading an image meanwhile may fail; it gets the image
 * again when it runs again.
 *
 * @returns The removed entries, in byte order of the path.
 * @throws InputError as {@link listStore}.
 */
export async function pruneStore(
  storeDirectory: string,
  { unusedSince }: PruneOptions,
): Promise<readonly StoreEntry[]> {
  const entries = await listStore(storeDirectory);
  const claimed = new Set<string>();
  for (const { path, kind } of entries) {
    if (kind !== 'claim') continue;
    const owner = await claimOwner(join(storeDirectory, path));
    if (owner && !hasEnded(owner)) claimed.add(downloadKey(path));
  }
  const removed: StoreEntry[] = [];
  for (const entry of entries) {
    if (entry.used >= unusedSince || isBusy(entry, claimed)) continue;
    await rm(join(storeDirectory, entry.path), { recursive: true, force: true });
    removed.push(entry);
  }
  return removed;
}

/** Whether a process that may be alive is writing the entry. */
function isBusy({ path, kind }: StoreEntry, claimed: ReadonlySet<string>): boolean {
  if (kind === 'download' || kind === 'claim') return claimed.has(downloadKey(path));
  // Those of ended processes were removed before the store was listed.
  return kind === 'temporary' && ownerOfTemporary(path.slice(path.indexOf('/') + 1)) !== undefined;
}

/** The common part of the names of a download and its claim: everything before the first dot. */
function downloadKey(path: string): string {
  return path.replace(/\..*$/s, '');
}

const SUFFIXES: readonly (readonly [suffix: string, kind: StoreEntryKind])[] = [
  ['.iso', 'image'],
  ['.zip', 'archive'],
  ['.file', 'file'],
  ['.listing.json', 'listing'],
];

function kindOf(directory: string, name: string): StoreEntryKind {
  if (directory === 'incoming' || isTemporaryName(name)) return 'temporary';
  if (directory === 'remembered') return 'memory';
  if (directory === 'downloads') return name.includes('.claim') ? 'claim' : 'download';
  return SUFFIXES.find(([suffix]) => name.endsWith(suffix))?.[1] ?? 'unknown';
}

/** Size and last use of a file, or of a directory with its contents. */
async function measure(path: string): Promise<Pick<StoreEntry, 'size' | 'used'> | undefined> {
  const stats = await lstat(path).catch(() => undefined);
  if (!stats) return undefined;
  if (!stats.isDirectory()) return { size: stats.size, used: lastUse(stats) };
  const inside = await Promise.all((await namesIn(path)).map((name) => measure(join(path, name))));
  const measured = inside.filter((found) => found !== undefined);
  return {
    size: measured.reduce((sum, { size }) => sum + size, 0),
    used: Math.max(stats.mtimeMs, ...measured.map(({ used }) => used)),
  };
}

function lastUse({ atimeMs, mtimeMs }: Stats): number {
  return Math.max(atimeMs, mtimeMs);
}

async function namesIn(directory: string): Promise<readonly string[]> {
  return readdir(directory).catch(() => []);
}
