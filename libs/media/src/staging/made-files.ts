import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { replaceDirectoryAtomically, writeFileAtomically } from '@aero-guest-tools/atomic-output';
import type { BuildDirectory } from '../build-directory/build-directory';
import type { MediaSource } from '../files/media-source';
import { MANIFEST_NAME } from '../manifest/manifest';

type Places = Pick<BuildDirectory, 'generated' | 'stagedManifest'>;

/** Where a file of the media is on a disk; what was made for them is there when it is written. */
export function placeOf(
  { path, absolutePath }: Pick<MediaSource, 'path' | 'absolutePath'>,
  { generated, stagedManifest }: Places,
): string {
  return absolutePath ?? (path === MANIFEST_NAME ? stagedManifest : join(generated, path));
}

/** Writes what was made for the media, the manifest last, and removes what an earlier run has made. */
export async function writeMadeFiles(
  files: readonly MediaSource[],
  { generated, stagedManifest }: Places,
): Promise<void> {
  const made = files.flatMap(({ path, contents }) =>
    contents === undefined ? [] : { path, contents },
  );
  await replaceDirectoryAtomically(generated, async (directory) => {
    for (const { path, contents } of made) {
      if (path === MANIFEST_NAME) continue;
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), contents);
    }
  });
  for (const { path, contents } of made) {
    if (path === MANIFEST_NAME) await writeFileAtomically(stagedManifest, contents);
  }
}
