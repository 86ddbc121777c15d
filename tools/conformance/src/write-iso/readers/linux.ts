import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run, tryProgram } from '../../foreign-program';
import type { Reader, ShownImage } from '../reader';
import { readMounted } from './mounted';
import { probe } from './probe';

export const linuxJoliet: Reader = {
  name: 'Linux',
  hierarchy: 'joliet',
  whySkipped,
  read: (image, work) => readImage(image, work, 'iocharset=utf8'),
};

export const linuxPrimary: Reader = {
  name: 'Linux, no Joliet',
  hierarchy: 'primary',
  whySkipped,
  read: (image, work) => readImage(image, work, 'nojoliet'),
};

function whySkipped(): string | undefined {
  if (process.platform !== 'linux') return 'this is not Linux';
  if (process.getuid?.() !== 0) return 'mounting needs root';
  return probe((image, directory) => {
    const mounted = tryProgram('mount', mountArguments(image, directory, 'nojoliet'));
    // Mounting loads the module of the file system, if there is one.
    if (!/\biso9660$/m.test(readFileSync('/proc/filesystems', 'utf8'))) {
      return 'the kernel has no file system iso9660';
    }
    if (!mounted.succeeded) return `mounting is not permitted here: ${mounted.said}`;
    tryProgram('umount', [directory]);
    return undefined;
  });
}

function mountArguments(image: string, directory: string, options: string): string[] {
  return ['-t', 'iso9660', '-o', `loop,ro,${options}`, image, directory];
}

async function readImage(image: string, work: string, options: string): Promise<ShownImage> {
  const directory = join(work, 'mounted');
  await mkdir(directory);
  await run('mount', mountArguments(image, directory, options));
  return readMounted(directory, () => run('umount', [directory]));
}
