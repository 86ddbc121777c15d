import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { changedWhileRead, InputError } from '@aero-guest-tools/diagnostics';

/** In milliseconds. The coarsest times of a file system in use are those of FAT, 2 seconds. */
const TIME_GRANULARITY = 2000n;

/**
 * What a change to the contents of a file changes, as text: size, time of modification, time of
 * status change, inode and device. The status change time is there because a program can set the
 * other one back, and many that copy do.
 */
export function fileState({ size, mtimeNs, ctimeNs, ino, dev }: BigIntStats): string {
  return [size, mtimeNs, ctimeNs, ino, dev].map(String).join(' ');
}

/**
 * Whether a file whose contents are read from `now` on (milliseconds since 1970) can be known again
 * by its state: one that was written a moment ago may change once more without its times changing.
 */
export function isSettled({ mtimeNs, ctimeNs }: BigIntStats, now: number): boolean {
  const latest = mtimeNs > ctimeNs ? mtimeNs : ctimeNs;
  return latest / 1_000_000n + TIME_GRANULARITY < BigInt(now);
}

/**
 * Checks that a file is still in the state that it was in before its contents were read.
 *
 * @throws InputError if it is not, or is gone.
 */
export async function assertUnchanged(path: string, before: BigIntStats): Promise<void> {
  const after = await stat(path, { bigint: true }).catch(() => undefined);
  if (after && fileState(after) === fileState(before)) return;
  throw new InputError(changedWhileRead(path, {}));
}
