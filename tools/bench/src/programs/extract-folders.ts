import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { driverPackFiles } from '@aero-guest-tools/driver-pack';
import { fetchSource, openSource } from '@aero-guest-tools/driver-source';
import { fileWriter } from '@aero-guest-tools/media/file-writer';

/**
 * Usage: extract-folders.js IMAGE STORE DIRECTORY FOLDER... Takes folders out of an image, whole, as
 * the task extract-drivers takes drivers.
 */
async function main([
  source = '',
  storeDirectory = '',
  directory = '',
  ...folders
]: readonly string[]): Promise<void> {
  const location = { source, baseDirectory: process.cwd(), storeDirectory };
  const { identity } = await fetchSource(location);
  const image = await openSource({ ...location, identity });
  const files = image.entries
    .filter(({ path }) => folders.some((folder) => path.startsWith(`${folder}/`)))
    .map(({ path, size }) => ({ path, source: path, size }));
  const nothingElse = { drivers: [], missing: [], notices: [], versionMarkers: [] };
  const selection = { ...nothingElse, noticesDirectory: 'licenses', files };
  mkdirSync(directory, { recursive: true });
  const write = fileWriter(resolve(directory));
  for (const file of driverPackFiles(image, selection)) {
    await write(file.path, file.open(), undefined);
  }
}

void main(process.argv.slice(2));
