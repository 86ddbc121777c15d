import { randomUUID } from 'node:crypto';
import { link, lstat, lutimes, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { noRoomError } from '@aero-guest-tools/http-file/no-room';
import { ForeignFileError, readOwnText } from './own-file';
import { hasEnded, thisOwner, type StoreOwner } from './store-owner';

/** All in milliseconds. */
export interface ClaimTimes {
  /** How often the owner of a claim touches it. */
  readonly heartbeat: number;
  /** A claim untouched for this long has lost its owner. */
  readonly staleAfter: number;
  /** How often waiting processes look again. */
  readonly poll: number;
}

const TIMES: ClaimTimes = { heartbeat: 1000, staleAfter: 10_000, poll: 100 };

/** A claim that this process holds. */
export interface Claim {
  /**
   * Whether it was taken from an owner that has been silent for a while but may be alive. That
   * owner may continue with its work.
   */
  readonly wasTakenOver: boolean;
  /** Whether another process is known to have taken it since, as of the last heartbeat. */
  isLost(): boolean;
  /** Checks whether it is still held. */
  isHeld(): Promise<boolean>;
}

/**
 * Runs a task that one process at a time should run, on this machine or on others that share the
 * store. The first process to create the file `path` has the claim; the others wait until it is
 * gone.
 *
 * A claim outlives an owner that was killed. It counts as lost if its owner is a process of this
 * machine that has ended, or if nobody has touched it for a while, by the clock of the waiting
 * process. That may be wrong for an owner that was suspended, so running the task twice must do no
 * harm: a claim saves work, it does not keep files intact. The task can ask whether its claim was
 * lost.
 *
 * @param onWait Called again and again while another process has the claim, with that process.
 */
export async function withClaim<T>(
  path: string,
  onWait: (owner: string) => void,
  task: (claim: Claim) => Promise<T>,
  times = TIMES,
): Promise<T> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const { text, wasTakenOver } = await take(path, onWait, times);
  let wasLost = false;
  const isHeld = async (): Promise<boolean> => {
    wasLost ||= (await look(path))?.text !== text;
    return !wasLost;
  };
  const heartbeat = setInterval(() => {
    void isHeld()
      .then((held) => (held ? touch(path) : undefined))
      .catch(() => {});
  }, times.heartbeat);
  try {
    return await task({ wasTakenOver, isLost: () => wasLost, isHeld });
  } finally {
    clearInterval(heartbeat);
    if (await isHeld()) await rm(path, { force: true });
  }
}

/** Touches a claim, or a link that has replaced it, but not the link's target. */
async function touch(path: string): Promise<void> {
  const now = new Date();
  await lutimes(path, now, now);
}

/** @returns The unique text of the claim, and whether its last owner may be alive. */
async function take(
  path: string,
  onWait: (owner: string) => void,
  { staleAfter, poll }: ClaimTimes,
): Promise<{ text: string; wasTakenOver: boolean }> {
  const text = JSON.stringify({ ...thisOwner(), id: randomUUID() });
  let wasTakenOver = false;
  let last: string | undefined;
  let unchangedSince = performance.now();
  for (;;) {
    if (await write(path, text)) return { text, wasTakenOver };
    const seen = await look(path);
    if (!seen) continue;
    if (last !== seen.state) {
      last = seen.state;
      unchangedSince = performance.now();
    }
    const owner = parseOwner(seen.text);
    const ended = owner !== undefined && hasEnded(owner);
    if (ended || performance.now() - unchangedSince > staleAfter) {
      await removeStale(path, seen.text);
      wasTakenOver ||= !ended;
    } else {
      onWait(owner ? `process ${String(owner.pid)} on ${owner.host}` : 'another process');
      await setTimeout(poll);
    }
  }
}

/** @returns Whether the claim was written; false if there is one already. */
async function write(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // On a full disk, the file exists but is empty.
    await rm(path, { force: true });
    throw noRoomError(path, error);
  }
}

/** The text of a claim, and when it was touched. A link or pipe in its place has no text. */
async function look(path: string): Promise<{ text: string; state: string } | undefined> {
  try {
    const { mtimeMs } = await lstat(path);
    const text = await readOwnText(path).catch((error: unknown) => {
      if (error instanceof ForeignFileError) return '';
      throw error;
    });
    return { text, state: `${text} ${String(mtimeMs)}` };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The owner of a claim; undefined if there is no claim, or it names no owner. */
export async function claimOwner(path: string): Promise<StoreOwner | undefined> {
  const seen = await look(path);
  return seen && parseOwner(seen.text);
}

/** @returns Undefined for a claim that is still being written. */
function parseOwner(text: string): StoreOwner | undefined {
  try {
    const { pid, host, machine } = JSON.parse(text) as Record<keyof StoreOwner, unknown>;
    if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return undefined;
    if (typeof host !== 'string' || typeof machine !== 'string') return undefined;
    return { pid, host, machine };
  } catch {
    return undefined;
  }
}

/** Another process may have removed it too and taken the claim since; that claim is put back. */
async function removeStale(path: string, text: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
    if ((await look(aside))?.text !== text) await link(aside, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  } finally {
    await rm(aside, { force: true });
  }
}
