import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { replaceDirectoryAtomically, writeStreamAtomically } from '@aero-guest-tools/atomic-output';
import type { BuildDirectory } from '../build-directory/build-directory';
import { readSource, type MediaSource } from '../files/media-source';
import { MANIFEST_NAME } from '../manifest/manifest';

type Places = Pick<BuildDirectory, 'generated' | 'stagedManifest'>;

/**
 * Where a file of the media is on disk. A file made for the media is there once it has been
 * written.
 */
export function placeOf(
  { path, place }: Pick<MediaSource, 'path' | 'place'>,
  { generated, stagedManifest }: Places,
): string {
  return place ?? (path === MANIFEST_NAME ? stagedManifest : join(generated, path));
}

/** Writes the files made for the media, the manifest last, and removes those of an earlier run. */
export async function writeMadeFiles(
  files: readonly MediaSource[],
  { generated, stagedManifest }: Places,
): Promise<void> {
  const made = files.filter(({ place }) => place === undefined);
  await replaceDirectoryAtomically(generated, async (directory) => {
    for (const file of made) {
      if (file.path === MANIFEST_NAME) continue;
      await mkdir(dirname(join(directory, file.path)), { recursive: true });
      await writeFile(join(directory, file.path), await readSource(file));
    }
  });
  for (const file of made) {
    if (file.path === MANIFEST_NAME) await writeStreamAtomically(stagedManifest, file.open());
  }
}
