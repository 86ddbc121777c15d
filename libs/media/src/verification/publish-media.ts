import { lstat, rm } from 'node:fs/promises';
import { fillFileAtomically } from '@aero-guest-tools/atomic-output';
import type { DigestedFile } from '@aero-guest-tools/file-tree';
import type { BuildDirectory } from '../build-directory/build-directory';
import { readDigestFile } from '../build-directory/digest-file';
import type { Manifest } from '../manifest/manifest';
import { writeManifests } from './publish-manifest';
import { verifyImages } from './verify-images';
import { withdrawManifest } from './withdraw-manifest';

/**
 * Gives ISO, zip and manifest their public names, if both images hold exactly what the manifest
 * says and are, byte for byte, what make-iso and make-zip have written. Each image is read once,
 * and what is verified is copied at the same time. So nobody can change it in between, and Nx,
 * which restores outputs in place, never writes into a published file. An older manifest is
 * withdrawn before the first name changes, so that an interrupted build leaves no manifest beside
 * images that it does not describe.
 *
 * @param manifestBytes The text of the manifest, which is on the media too.
 * @returns ISO, zip and manifest as they were published.
 * @throws InputError with every file that differs, in both images; what was published before then
 *   stays as it was.
 */
export async function publishMedia(
  directory: Pick<BuildDirectory, 'madeIso' | 'madeZip' | 'iso' | 'zip' | 'manifests'>,
  manifest: Manifest,
  manifestBytes: Uint8Array,
): Promise<readonly DigestedFile[]> {
  const { madeIso, madeZip, iso, zip } = directory;
  const ofTask = async (path: string, task: string) => ({
    path,
    written: { task, sha256: await readDigestFile(path, task) },
  });
  const made = { iso: await ofTask(madeIso, 'make-iso'), zip: await ofTask(madeZip, 'make-zip') };
  const images = await fillFileAtomically(iso, (isoCopy) =>
    fillFileAtomically(zip, async (zipCopy) => {
      const verified = await verifyImages(
        {
          iso: { ...made.iso, copy: (bytes, at) => isoCopy.write(bytes, at) },
          zip: { ...made.zip, copy: (bytes, at) => zipCopy.write(bytes, at) },
        },
        manifest,
        manifestBytes,
      );
      await withdrawManifest(directory);
      for (const path of [iso, zip]) await removeDirectory(path);
      return verified;
    }),
  );
  const publicNames = new Map([
    [madeIso, iso],
    [madeZip, zip],
  ]);
  const published = images.map((file) => ({
    ...file,
    path: publicNames.get(file.path) ?? file.path,
  }));
  return [...published, await writeManifests(directory, manifestBytes)];
}

/** A file can be renamed over another file, but not over a directory. */
async function removeDirectory(path: string): Promise<void> {
  const status = await lstat(path).catch(() => undefined);
  if (status?.isDirectory() === true) await rm(path, { recursive: true });
}
