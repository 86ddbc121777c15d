import { fetchDrivers } from '@aero-guest-tools/media/steps/fetch-virtio-win';

/**
 * Usage: fetch-image.js IMAGE STORE BUILD-DIRECTORY. The task fetch-virtio-win as a process: hashes an
 * image, checks it and keeps it in a store.
 */
async function main([source = '', store = '', build = '']: readonly string[]): Promise<void> {
  await fetchDrivers({
    source,
    baseDirectory: process.cwd(),
    storeDirectory: store,
    layout: 'virtio-win',
    buildDirectory: build,
  });
}

void main(process.argv.slice(2));
