import { rm } from 'node:fs/promises';
import type { BuildDirectory } from '../build-directory/build-directory';

/**
 * Removes the manifest under both of its names, before ISO or zip change or a cache brings them back: a build
 * that is interrupted then leaves no manifest beside images that it does not describe, or that are cut off.
 * `package` puts the new one there.
 */
export async function withdrawManifest({
  manifests,
}: Pick<BuildDirectory, 'manifests'>): Promise<void> {
  for (const path of manifests) await rm(path, { force: true });
}
