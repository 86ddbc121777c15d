import { writeFileAtomically } from '@aero-guest-tools/atomic-output';
import { InputError, type Problem } from '@aero-guest-tools/diagnostics';
import { compareBytes } from '@aero-guest-tools/file-tree';
import type { BuildDirectory } from './build-directory';
import { listIsoContents } from './contents/iso-contents';
import type { MediaContents } from './contents/media-contents';
import { listZipContents } from './contents/zip-contents';
import { sha256Of, type Digest } from './digest';
import { MANIFEST_NAME, type Manifest } from './manifest';

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
  const expected = contentsOf(manifest, manifestBytes);
  const problems = await Promise.all([
    imageProblems(directory.iso, listIsoContents, expected),
    imageProblems(directory.zip, listZipContents, expected),
  ]);
  if (problems.flat().length > 0) throw new InputError(problems.flat());
  for (const path of directory.manifests) await writeFileAtomically(path, manifestBytes);
}

function contentsOf(manifest: Manifest, manifestBytes: Uint8Array): MediaContents {
  return new Map([
    ...manifest.files.map(({ path, size, sha256 }) => [path, { size, sha256 }] as const),
    [MANIFEST_NAME, { size: manifestBytes.length, sha256: sha256Of(manifestBytes) }] as const,
  ]);
}

/** What is wrong with an image, which may be anything. */
async function imageProblems(
  file: string,
  listContents: (path: string) => Promise<MediaContents>,
  expected: MediaContents,
): Promise<readonly Problem[]> {
  try {
    return differences(file, expected, await listContents(file));
  } catch (error) {
    if (error instanceof InputError) return error.diagnostics;
    throw error;
  }
}

function differences(
  file: string,
  expected: MediaContents,
  actual: MediaContents,
): readonly Problem[] {
  const paths = new Set([...expected.keys(), ...actual.keys()]);
  return [...paths]
    .toSorted(compareBytes)
    .filter((path) => expected.get(path)?.sha256 !== actual.get(path)?.sha256)
    .map((path) => ({
      file,
      message: `${path} is not what the manifest says`,
      found: describeContent(actual.get(path)),
      expected: describeContent(expected.get(path)),
      remedy: 'delete the build directory and build again',
    }));
}

function describeContent(content: Digest | undefined): string {
  return content === undefined
    ? 'no such file'
    : `${String(content.size)} bytes, sha256 ${content.sha256}`;
}
