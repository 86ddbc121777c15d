import { rm } from 'node:fs/promises';
import type { BuildDirectory } from '../build-directory/build-directory';
import { digestFileOf } from '../build-directory/digest-file';

/**
 * Verifies ISO, zip and manifest, and removes all of them if that fails, with what make-iso and make-zip have left:
 * media that are not what they should be are handed over to nobody, and no manifest stands beside images that it
 * does not describe.
 *
 * @param verify Throws what is wrong with them, which this throws on.
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
    // What cannot be removed, because it is mounted for example, is told of by the error anyway.
    await Promise.allSettled(outputs.map((path) => rm(path, { recursive: true, force: true })));
    throw error;
  }
}
