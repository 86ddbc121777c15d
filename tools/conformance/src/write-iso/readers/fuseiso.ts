import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isInstalled, run, tryProgram } from '../../foreign-program';
import type { Reader, ShownImage } from '../reader';
import { readMounted } from './mounted';
import { probe } from './probe';

/** It reads the Joliet hierarchy where there is one, and no other. */
export const fuseiso: Reader = {
  name: 'fuseiso',
  hierarchy: 'joliet',
  whySkipped,
  read: readImage,
};

function whySkipped(): string | undefined {
  if (!isInstalled('fuseiso')) return 'fuseiso is not installed (Debian package fuseiso)';
  return probe((image, directory) => {
    const mounted = tryProgram('fuseiso', mountArguments(image, directory));
    if (!mounted.succeeded) return `FUSE is not permitted here: ${mounted.said}`;
    tryProgram('fusermount', ['-u', '-z', directory]);
    return undefined;
  });
}

/** `-n` keeps it from writing a list of what it mounted into the home directory. */
function mountArguments(image: string, directory: string): string[] {
  return ['-n', '-c', 'utf8', image, directory];
}

async function readImage(image: string, work: string): Promise<ShownImage> {
  const directory = join(work, 'mounted');
  await mkdir(directory);
  await run('fuseiso', mountArguments(image, directory));
  return readMounted(directory, () => run('fusermount', ['-u', '-z', directory]));
}
