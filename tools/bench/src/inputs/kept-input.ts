import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes an input of the benchmarks, a file or a directory, unless it is there from an earlier run and
 * was made in the same way.
 *
 * @param key All that the input depends on.
 */
export function keptInput(path: string, key: unknown, make: () => void): void {
  const stamp = `${path}.key.json`;
  const wanted = JSON.stringify(key);
  if (readIfPresent(stamp) === wanted) return;
  rmSync(stamp, { force: true });
  rmSync(path, { recursive: true, force: true });
  mkdirSync(dirname(path), { recursive: true });
  make();
  writeFileSync(stamp, wanted);
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
