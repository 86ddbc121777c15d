import { posix } from 'node:path';
import type { Manifest } from '@aero-guest-tools/media';
import {
  driverPackManifestPath,
  parseDriverPackManifest,
  type DriverPackManifest,
} from './driver-pack-manifest';
import type { Licence } from './media-description';

/** What came with the drivers besides their files. */
export interface DriverPackParts {
  readonly driverPack: DriverPackManifest | undefined;
  readonly licences: readonly Licence[];
}

/**
 * In bytes: how much of one licence is read at most. The longest of the GNU licences has 35 KiB.
 */
export const MAXIMUM_LICENCE_SIZE = 256 * 1024;

/**
 * Reads the source of the drivers, and their licences.
 *
 * @param read Returns the bytes of a file of the media by its path; undefined if it was not taken
 *   from the source.
 * @throws InputError if `driver-pack-manifest.json` is not one.
 */
export async function readDriverPackParts(
  manifest: Manifest,
  read: (path: string) => Promise<Uint8Array | undefined>,
): Promise<DriverPackParts> {
  const path = driverPackManifestPath(manifest);
  const bytes = path === undefined ? undefined : await read(path);
  if (path === undefined || bytes === undefined) return { driverPack: undefined, licences: [] };
  const driverPack = parseDriverPackManifest(bytes, path);
  const directory = path.slice(0, path.lastIndexOf('/') + 1);
  // The names of notices are those in the source, which may have them in a folder.
  const notices = new Set(driverPack.notices.map((notice) => posix.basename(notice)));
  const licences: Licence[] = [];
  for (const file of manifest.files) {
    const name = file.path.startsWith(directory) ? file.path.slice(directory.length) : '';
    if (!notices.has(name) || file.size > MAXIMUM_LICENCE_SIZE) continue;
    const contents = await read(file.path);
    if (contents) licences.push({ path: file.path, contents });
  }
  return { driverPack, licences };
}
