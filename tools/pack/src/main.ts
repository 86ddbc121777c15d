import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { CHECKOUT } from './checkout';
import { packMedia } from './pack-media';
import { packNx } from './pack-nx';

// Makes the packages in dist/packages, and of each the tarball that `npm publish` would send.

async function main(): Promise<void> {
  for (const pack of [packMedia, packNx]) {
    const { directory } = await pack();
    const destination = join(CHECKOUT, 'dist/packages');
    const { status } = spawnSync('npm', ['pack', '--pack-destination', destination], {
      cwd: directory,
      shell: process.platform === 'win32',
      stdio: ['ignore', 'inherit', 'ignore'],
    });
    if (status !== 0) throw new Error(`npm pack failed in ${directory}`);
  }
}

void main();
