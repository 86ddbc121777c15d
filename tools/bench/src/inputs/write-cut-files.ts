import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { contentsOf, type CutFile } from './cut-file';

/** Writes files below a directory. */
export function writeCutFiles(root: string, files: readonly CutFile[], data: Buffer): void {
  let directory = '';
  for (const file of files) {
    const path = join(root, file.path);
    if (dirname(path) !== directory) {
      directory = dirname(path);
      mkdirSync(directory, { recursive: true });
    }
    writeFileSync(path, contentsOf(file, data));
  }
}
