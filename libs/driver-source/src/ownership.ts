import type { Stats } from 'node:fs';

/**
 * Whether a file belongs to the user of this process. Windows does not report that, see
 * `checkStore`.
 */
export function belongsToUser({ uid }: Stats): boolean {
  const user = process.geteuid?.();
  return user === undefined || uid === user;
}

/** Whether a file belongs to the user of this process, and nobody else can write to it. */
export function isOwn(stats: Stats): boolean {
  const hasModes = process.geteuid !== undefined;
  return belongsToUser(stats) && (!hasModes || (stats.mode & 0o022) === 0);
}
