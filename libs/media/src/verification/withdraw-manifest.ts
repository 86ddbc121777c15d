import { rm } from 'node:fs/promises';
import type { BuildDirectory } from '../build-directory/build-directory';

/**
 * Removes the manifest under both of its names before ISO or zip change. An interrupted build then
 * leaves no manifest beside images that it does not describe.
 */
export async function withdrawManifest({
  manifests,
}: Pick<BuildDirectory, 'manifests'>): Promise<void> {
  for (const path of manifests) await rm(path, { recursive: true, force: true });
}
