import { availableParallelism } from 'node:os';
import { writeStreamAtomically } from '@aero-guest-tools/atomic-output';
import { listFileTree, openTreeFile, type TreeFile } from '@aero-guest-tools/file-tree';
import { writeZip } from '@aero-guest-tools/zip';

/** Usage: zip-tree.js DIRECTORY ZIP. Writes a zip archive of a directory: the zip writer, as a process. */
async function main([directory = '', zip = '']: readonly string[]): Promise<void> {
  const { files } = await listFileTree(directory);
  const piece = new Uint8Array(256 * 1024);
  const entries = files.map((file) => ({
    path: file.path,
    size: file.size,
    open: () => contents(file, piece),
  }));
  const workers = availableParallelism();
  await writeStreamAtomically(zip, writeZip(entries, { sourceDateEpoch: 0, workers }));
}

/** The contents of a file, piece by piece in the same memory: files are read one after the other. */
async function* contents(file: TreeFile, piece: Uint8Array): AsyncGenerator<Uint8Array> {
  const open = openTreeFile(file);
  try {
    for (;;) {
      const length = open.read(piece);
      if (length > 0) yield piece.subarray(0, length);
      if (length < piece.length) return;
    }
  } finally {
    open.close();
  }
}

void main(process.argv.slice(2));
