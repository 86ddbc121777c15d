import type { Stats } from 'node:fs';
import { lstat, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '@aero-guest-tools/diagnostics';
import { removeAbandoned } from './abandoned';
import { belongsToUser, isOwn } from './ownership';

/** The directories of a store. */
export const STORE_DIRECTORIES = ['sha256', 'remembered', 'incoming', 'downloads'] as const;

/**
 * Checks a store that a build is about to use, and removes what processes that were killed have left in
 * it. One that is not there is not made.
 *
 * A store holds what the next build takes for genuine, and is written by that user: whoever else
 * can write to it may replace images, or have links in it lead to files of the user. So on POSIX
 * systems its directories have to belong to the user of the process, and nobody else may write to them;
 * an access control list that allows it shows in the mode of the group (acl(5), Correspondence Between
 * ACL Entries and File Permission Bits). Symbolic
 * links are refused in the place of its directories; the store itself may be named by a link of the user.
 * The directories above the store are not looked at.
 *
 * Windows has neither: what may be written there is decided by what directories inherit, and
 * `%LOCALAPPDATA%` is the user's alone. Only links are looked for.
 *
 * @throws InputError with what to do, if others can have written to the store.
 */
export async function checkStore(storeDirectory: string): Promise<void> {
  await requirePrivateStore(storeDirectory);
  await removeAbandoned(storeDirectory, Date.now());
}

/**
 * Makes a store that is not there, for its user alone.
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
  // Afterwards, since somebody else may just have made them.
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
