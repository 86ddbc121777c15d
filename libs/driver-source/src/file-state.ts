import type { BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { changedWhileRead, InputError } from '@aero-guest-tools/diagnostics';

/** In milliseconds. FAT has the coarsest times of the file systems in use: 2 seconds. */
const TIME_GRANULARITY = 2000n;

/**
 * The attributes that change with the contents of a file, as text: size, modification time, status
 * change time, inode and device. The status change time is included because a program can set the
 * modification time back, as many that copy files do.
 */
export function fileState({ size, mtimeNs, ctimeNs, ino, dev }: BigIntStats): string {
  return [size, mtimeNs, ctimeNs, ino, dev].map(String).join(' ');
}

/**
 * Whether the state of a file identifies its contents, if they are read from `now` on (milliseconds
 * since 1970). A file that was written a moment ago may change again without its times changing.
 */
export function isSettled({ mtimeNs, ctimeNs }: BigIntStats, now: number): boolean {
  const latest = mtimeNs > ctimeNs ? mtimeNs : ctimeNs;
  return latest / 1_000_000n + TIME_GRANULARITY < BigInt(now);
}

/**
 * Checks that a file is still in the state that it had before its contents were read.
 *
 * @throws InputError if it is not, or no longer exists.
 */
export async function assertUnchanged(path: string, before: BigIntStats): Promise<void> {
  const after = await stat(path, { bigint: true }).catch(() => undefined);
  if (after && fileState(after) === fileState(before)) return;
  throw new InputError(changedWhileRead(path, {}));
}
