import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Signals that end a build. Temporary files are removed before the process ends. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The functions that remove temporary files. */
const pending = new Set<() => void>();

const removals = new Map<string, () => void>();

/**
 * Returns a path beside `path`, on the same file system, so that a rename is atomic. If it still
 * exists when a signal ends the process, it is removed.
 *
 * @returns The temporary path, whose name starts with a dot and ends in `.partial`.
 */
export function claimTemporaryPath(path: string): string {
  // Random, since several machines may write to one directory; the name never reaches an output.
  const unique = randomBytes(8).toString('hex');
  const temporary = join(dirname(path), `.${basename(path)}.${unique}.partial`);
  const keep = removedAtSignals(() => {
    // A write in progress may still add to a directory while it is being removed.
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 10 });
  });
  removals.set(temporary, keep);
  return temporary;
}

/** Releases a temporary path after it was renamed or removed. */
export function releaseTemporaryPath(temporary: string): void {
  removals.get(temporary)?.();
  removals.delete(temporary);
}

/**
 * Registers a function to call when a signal ends the process; the last one registered runs first.
 *
 * @returns A function that cancels this.
 */
export function removedAtSignals(remove: () => void): () => void {
  if (pending.size === 0) for (const signal of SIGNALS) process.on(signal, removeAndEnd);
  pending.add(remove);
  return () => {
    pending.delete(remove);
    if (pending.size === 0) for (const signal of SIGNALS) process.off(signal, removeAndEnd);
  };
}

function removeAndEnd(signal: NodeJS.Signals): void {
  for (const remove of [...pending].toReversed()) remove();
  pending.clear();
  for (const name of SIGNALS) process.off(name, removeAndEnd);
  // The parent process learns that the signal ended this one, as it would without this handler.
  process.kill(process.pid, signal);
}
