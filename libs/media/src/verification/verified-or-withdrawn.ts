import { rm } from 'node:fs/promises';
import type { BuildDirectory } from '../build-directory/build-directory';
import { digestFileOf } from '../build-directory/digest-file';

/**
 * Verifies ISO, zip and manifest. If that fails, removes all of them and the images that make-iso
 * and make-zip have left: nobody receives wrong media, and no manifest is left beside images that
 * it does not describe.
 *
 * @param verify Throws what is wrong with them; this function rethrows it.
 */
export async function verifiedOrWithdrawn<Result>(
  directory: Pick<BuildDirectory, 'madeIso' | 'madeZip' | 'iso' | 'zip' | 'manifests'>,
  verify: () => Promise<Result>,
): Promise<Result> {
  try {
    return await verify();
  } catch (error) {
    const { madeIso, madeZip, iso, zip, manifests } = directory;
    const made = [madeIso, madeZip];
    const outputs = [...manifests, iso, zip, ...made, ...made.map(digestFileOf)];
    // If a file cannot be removed, because it is mounted for example, the error is reported anyway.
    await Promise.allSettled(outputs.map((path) => rm(path, { recursive: true, force: true })));
    throw error;
  }
}
