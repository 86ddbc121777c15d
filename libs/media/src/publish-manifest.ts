import { writeFileAtomically } from '@aero-guest-tools/atomic-output';
import { InputError, type Problem } from '@aero-guest-tools/diagnostics';
import type { BuildDirectory } from './build-directory';
import { listIsoContents } from './contents/iso-contents';
import type { MediaContents } from './contents/media-contents';
import { listZipContents } from './contents/zip-contents';
import { contentProblems, expectedContents } from './content-problems';
import type { Manifest } from './manifest';

const REMEDY = 'delete the build directory and build again';

/**
 * Reads ISO and zip back, checks that both hold exactly what the manifest says, and only then puts
 * the manifest beside them under its two names.
 *
 * @param manifestBytes The text of the manifest, which is on the media too.
 * @throws InputError with every file that differs, in both images.
 */
export async function publishManifest(
  directory: Pick<BuildDirectory, 'iso' | 'zip' | 'manifests'>,
  manifest: Manifest,
  manifestBytes: Uint8Array,
): Promise<void> {
  const expected = expectedContents(manifest, manifestBytes);
  const problems = await Promise.all([
    imageProblems(directory.iso, listIsoContents, expected),
    imageProblems(directory.zip, listZipContents, expected),
  ]);
  if (problems.flat().length > 0) throw new InputError(problems.flat());
  for (const path of directory.manifests) await writeFileAtomically(path, manifestBytes);
}

/** What is wrong with an image, which may be anything. */
async function imageProblems(
  file: string,
  listContents: (path: string) => Promise<MediaContents>,
  expected: MediaContents,
): Promise<readonly Problem[]> {
  try {
    return contentProblems(file, expected, await listContents(file), REMEDY);
  } catch (error) {
    if (error instanceof InputError) return error.diagnostics;
    throw error;
  }
}
