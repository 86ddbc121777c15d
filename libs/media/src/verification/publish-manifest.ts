import { writeFileAtomically } from '@aero-guest-tools/atomic-output';
import { sha256Of, type DigestedFile } from '@aero-guest-tools/file-tree';
import type { BuildDirectory } from '../build-directory/build-directory';
import type { Manifest } from '../manifest/manifest';
import { verifyImages } from './verify-images';

/**
 * Reads ISO and zip back under their public names, each once, and checks that both hold exactly
 * what the manifest says. Only then writes the manifest beside them under its two names. For builds
 * in one process, which no cache comes between.
 *
 * @param manifestBytes The text of the manifest, which is on the media too.
 * @returns ISO, zip and manifest as they are.
 * @throws InputError with every file that differs, in both images.
 */
export async function publishManifest(
  directory: Pick<BuildDirectory, 'iso' | 'zip' | 'manifests'>,
  manifest: Manifest,
  manifestBytes: Uint8Array,
): Promise<readonly DigestedFile[]> {
  const images = { iso: { path: directory.iso }, zip: { path: directory.zip } };
  const outputs = await verifyImages(images, manifest, manifestBytes);
  return [...outputs, await writeManifests(directory, manifestBytes)];
}

/** Writes the manifest beside verified images, under its two names. */
export async function writeManifests(
  { manifests }: Pick<BuildDirectory, 'manifests'>,
  manifestBytes: Uint8Array,
): Promise<DigestedFile> {
  for (const path of manifests) await writeFileAtomically(path, manifestBytes);
  const [path] = manifests;
  return { path, size: manifestBytes.length, sha256: sha256Of(manifestBytes) };
}
