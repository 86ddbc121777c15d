import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { sampleVirtioWinFiles, writeSampleVirtioWin } from '@aero-guest-tools/sample-virtio-win';
import { driverTree, shuffled, type TreeFile } from './driver-tree';

// What each cell of the matrix runs first, by the Node.js of its platform: it writes what the programs read.

async function main(): Promise<void> {
  const { work, seed } = parseArgs({
    options: { work: { type: 'string' }, seed: { type: 'string' } },
  }).values;
  if (work === undefined) throw new Error('--work is missing');
  await writeSampleVirtioWin(join(work, 'virtio-win.iso'));
  writeTree(join(work, 'virtio-win-w11'), windows11Tree(), Number(seed));
  writeTree(join(work, 'drivers'), driverTree(), Number(seed));
}

/**
 * What somebody extracts of an image for Windows 11: storage and network of the sample, whose INFs are for
 * Windows 7 and newer, in the folders of Windows 11.
 */
function windows11Tree(): readonly TreeFile[] {
  return sampleVirtioWinFiles().flatMap(({ path, contents }) =>
    /^(?:viostor|NetKVM)\/w7\/amd64\//.test(path)
      ? [{ path: path.replace('/w7/', '/w11/'), contents }]
      : [],
  );
}

/** Files are made in an order that the seed decides. */
function writeTree(directory: string, files: readonly TreeFile[], seed: number): void {
  for (const { path, contents } of shuffled(files, seed)) {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, contents);
  }
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? String(error.stack) : String(error)}\n`);
  process.exitCode = 1;
});
