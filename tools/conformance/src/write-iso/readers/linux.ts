import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { run, tryProgram } from '../../foreign-program';
import type { Reader, ShownImage } from '../reader';
import { readMounted } from './mounted';
import { probe } from './probe';
import { readInVirtualMachine, whyNoVirtualMachine } from './virtual-machine';

/** Without `check=strict`, names that differ in case alone are one to isofs where there is no Rock Ridge. */
export const linuxJoliet: Reader = {
  name: 'Linux',
  hierarchy: 'joliet',
  whySkipped,
  isSlow: () => whyNotMountedHere() !== undefined,
  read: (image, work) => readImage(image, work, 'iocharset=utf8,check=strict'),
};

export const linuxPrimary: Reader = {
  name: 'Linux, no Joliet',
  hierarchy: 'primary',
  whySkipped,
  isSlow: () => whyNotMountedHere() !== undefined,
  read: (image, work) => readImage(image, work, 'nojoliet'),
};

function whySkipped(): string | undefined {
  const here = whyNotMountedHere();
  if (here === undefined) return undefined;
  const emulated = whyNoVirtualMachine();
  return emulated === undefined ? undefined : `${here}, and ${emulated}`;
}

/** Why this machine's own kernel cannot be used. */
function whyNotMountedHere(): string | undefined {
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
  if (whyNotMountedHere() !== undefined) {
    const tree = await readInVirtualMachine(image, options, work);
    return { listed: [...tree.files.map(({ path }) => path), ...tree.directories], tree };
  }
  const directory = join(work, 'mounted');
  await mkdir(directory);
  await run('mount', mountArguments(image, directory, options));
  return readMounted(directory, () => run('umount', [directory]));
}
