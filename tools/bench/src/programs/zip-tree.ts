import { createReadStream } from 'node:fs';
import { writeStreamAtomically } from '@aero-guest-tools/atomic-output';
import { listFileTree } from '@aero-guest-tools/file-tree';
import { writeZip } from '@aero-guest-tools/zip';

/** Usage: zip-tree.js DIRECTORY ZIP. Writes a zip archive of a directory: the zip writer, as a process. */
async function main([directory = '', zip = '']: readonly string[]): Promise<void> {
  const { files } = await listFileTree(directory);
  const entries = files.map(({ path, absolutePath, size }) => ({
    path,
    size,
    open: () => createReadStream(absolutePath, { highWaterMark: 256 * 1024 }),
  }));
  await writeStreamAtomically(zip, writeZip(entries, { sourceDateEpoch: 0 }));
}

void main(process.argv.slice(2));
