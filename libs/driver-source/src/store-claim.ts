import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** All in milliseconds. */
export interface ClaimTimes {
  /** How often the owner of a claim touches it. */
  readonly heartbeat: number;
  /** A claim that is not touched for so long has lost its owner. */
  readonly staleAfter: number;
  /** How often those who wait look again. */
  readonly poll: number;
}

const TIMES: ClaimTimes = { heartbeat: 1000, staleAfter: 10_000, poll: 100 };

/** Who holds a claim. */
interface Owner {
  readonly pid: number;
  readonly host: string;
}

/**
 * Does something that one process at a time should do, on this machine or on others that share the
 * store: whoever makes the file `path` first has the claim, the others wait until it is gone.
 *
 * A claim outlives an owner that was killed. It counts as lost if the owner is a process of this
 * machine that has ended, or if nobody has touched it for a while, by the clock of whoever waits. That
 * may be wrong for an owner that was suspended, so what is done under a claim has to stand being done
 * twice: a claim saves work, it does not keep files whole.
 *
 * @param onWait Called again and again while another process has the claim, with who that is.
 */
export async function withClaim<T>(
  path: string,
  onWait: (owner: string) => void,
  task: () => Promise<T>,
  times = TIMES,
): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  const claim = await take(path, onWait, times);
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }, times.heartbeat);
  try {
    return await task();
  } finally {
    clearInterval(heartbeat);
    if ((await look(path))?.text === claim) await rm(path, { force: true });
  }
}

/** @returns The text of the claim, which no other has. */
async function take(
  path: string,
  onWait: (owner: string) => void,
  { staleAfter, poll }: ClaimTimes,
): Promise<string> {
  const text = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() });
  let last: string | undefined;
  let unchangedSince = performance.now();
  for (;;) {
    try {
      await writeFile(path, text, { flag: 'wx' });
      return text;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const seen = await look(path);
    if (!seen) continue;
    if (last !== seen.state) {
      last = seen.state;
      unchangedSince = performance.now();
    }
    const owner = parseOwner(seen.text);
    if (hasEnded(owner) || performance.now() - unchangedSince > staleAfter) {
      await removeStale(path, seen.text);
    } else {
      onWait(owner ? `process ${String(owner.pid)} on ${owner.host}` : 'another process');
      await setTimeout(poll);
    }
  }
}

async function look(path: string): Promise<{ text: string; state: string } | undefined> {
  try {
    const text = await readFile(path, 'utf8');
    return { text, state: `${text} ${String((await stat(path)).mtimeMs)}` };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** @returns Undefined for a claim that is just being written. */
function parseOwner(text: string): Owner | undefined {
  try {
    const { pid, host } = JSON.parse(text) as Partial<Owner>;
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host } : undefined;
  } catch {
    return undefined;
  }
}

function hasEnded(owner: Owner | undefined): boolean {
  if (owner?.host !== hostname()) return false;
  try {
    // Signal 0 only asks whether the process is there.
    process.kill(owner.pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Another process may have done the same, and taken the claim since: that one is put back. */
async function removeStale(path: string, text: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
    if ((await readFile(aside, 'utf8')) !== text) await link(aside, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  } finally {
    await rm(aside, { force: true });
  }
}
