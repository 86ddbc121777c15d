import { extractDrivers } from '@aero-guest-tools/media/steps/extract-drivers';

/**
 * Usage: extract-drivers.js IMAGE STORE BUILD-DIRECTORY SPEC. The task extract-drivers as a process,
 * of an image that fetch-image has put into the store.
 */
async function main([
  source = '',
  store = '',
  build = '',
  spec = '',
]: readonly string[]): Promise<void> {
  await extractDrivers({
    source,
    baseDirectory: process.cwd(),
    storeDirectory: store,
    layout: 'virtio-win',
    buildDirectory: build,
    spec,
  });
}

void main(process.argv.slice(2));
