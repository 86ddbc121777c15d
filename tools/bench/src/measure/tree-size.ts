import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The bytes of a file, or of all files below a directory. */
export function treeSize(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.size;
  return readdirSync(path).reduce((sum, name) => sum + treeSize(join(path, name)), 0);
}
