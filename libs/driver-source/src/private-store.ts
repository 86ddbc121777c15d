import type { Stats } from 'node:fs';
import { lstat, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@aero-guest-tools/diagnostics';
import { removeAbandoned } from './abandoned';
import { belongsToUser, isOwn } from './ownership';

/** The directories of a store. */
export const STORE_DIRECTORIES = ['sha256', 'remembered', 'incoming', 'downloads'] as const;

/**
 * Checks a store that a build is about to use, and removes what killed processes have left in it.
 * Does not create a missing store.
 *
 * The next build trusts the contents of the store, and the store is written with the rights of its
 * user. Anyone else who can write to it could replace images, or place links in it that lead to
 * files of the user. So on POSIX systems its directories must belong to the user of the process,
 * and nobody else may have write access. An access control list that grants it shows in the group
 * mode bits (acl(5), Correspondence Between ACL Entries and File Permission Bits). Symbolic links
 * are refused in place of its directories; the user may name the store itself by a link. The
 * directories above the store are not checked.
 *
 * Windows has neither: there, write access depends on what directories inherit, and
 * `%LOCALAPPDATA%` belongs to the user alone. Only links are checked.
 *
 * @throws InputError with what to do, if others can have written to the store.
 */
export async function checkStore(storeDirectory: string): Promise<void> {
  await requirePrivateStore(storeDirectory);
  await removeAbandoned(storeDirectory, Date.now());
}

/**
 * Creates a store that does not exist, for its user alone.
 *
 * @throws InputError as {@link checkStore}.
 */
export async function makeStore(storeDirectory: string): Promise<void> {
  await mkdir(storeDirectory, { recursive: true, mode: 0o700 });
  for (const name of STORE_DIRECTORIES) {
    await mkdir(join(storeDirectory, name), { mode: 0o700 }).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
  }
  // Checked after creating it, since another user may just have created the directories.
  await requirePrivateStore(storeDirectory);
}

async function requirePrivateStore(storeDirectory: string): Promise<void> {
  const named = await statusOf(storeDirectory);
  if (!named) return;
  if (named.isSymbolicLink()) {
    if (!belongsToUser(named)) throw foreign(storeDirectory, storeDirectory, named);
    requirePrivate(storeDirectory, storeDirectory, await stat(storeDirectory));
  } else {
    requirePrivate(storeDirectory, storeDirectory, named);
  }
  for (const name of STORE_DIRECTORIES) {
    const path = join(storeDirectory, name);
    const stats = await statusOf(path);
    if (stats) requirePrivate(storeDirectory, path, stats);
  }
}

async function statusOf(path: string): Promise<Stats | undefined> {
  return lstat(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
}

function requirePrivate(store: string, path: string, stats: Stats): void {
  if (!stats.isDirectory()) {
    throw new InputError({
      file: path,
      id: 'store.not-a-directory',
      message: 'this cannot be a directory of the store',
      found: stats.isSymbolicLink() ? 'a symbolic link' : 'something that is not a directory',
      expected: 'a directory',
      remedy: `remove it, or ${OTHER_STORE}`,
    });
  }
  if (!isOwn(stats)) throw foreign(store, path, stats);
}

const OTHER_STORE = 'name another directory with AERO_GUEST_TOOLS_STORE';

function foreign(store: string, path: string, { uid, mode }: Stats): InputError {
  const user = process.geteuid?.() ?? 0;
  const isOthers = uid !== user;
  return new InputError({
    file: path,
    id: 'store.not-private',
    message: 'other users can change the store, which builds take drivers from',
    found: isOthers
      ? `a directory of user ${String(uid)}`
      : `a directory with mode ${(mode & 0o7777).toString(8).padStart(4, '0')}`,
    expected: `a directory of user ${String(user)} that nobody else can write to`,
    remedy: isOthers
      ? OTHER_STORE
      : `remove it, or take write access from others: chmod -R go-w '${store}'; or ${OTHER_STORE}`,
  });
}
