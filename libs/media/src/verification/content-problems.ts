import type { Problem } from '@aero-guest-tools/diagnostics';
import { compareBytes, sha256Of, describeDigest } from '@aero-guest-tools/file-tree';
import type { MediaContents } from '../contents/media-contents';
import { MANIFEST_NAME, type Manifest } from '../manifest/manifest';

/**
 * The contents of media according to their manifest: the files that it lists, and the manifest
 * itself.
 *
 * @param manifestBytes The text of the manifest, which is on the media too.
 */
export function expectedContents(manifest: Manifest, manifestBytes: Uint8Array): MediaContents {
  return new Map([
    ...manifest.files.map(({ path, size, sha256 }) => [path, { size, sha256 }] as const),
    [MANIFEST_NAME, { size: manifestBytes.length, sha256: sha256Of(manifestBytes) }] as const,
  ]);
}

/**
 * A problem for each file that is missing, extra, or different from what is expected, in byte order
 * of the path.
 *
 * @param file The medium, as the user named it.
 * @param remedy What to do about each.
 */
export function contentProblems(
  file: string,
  expected: MediaContents,
  actual: MediaContents,
  remedy: string,
): readonly Problem[] {
  const paths = new Set([...expected.keys(), ...actual.keys()]);
  return [...paths]
    .toSorted(compareBytes)
    .filter((path) => expected.get(path)?.sha256 !== actual.get(path)?.sha256)
    .map((path) => ({
      file,
      id: 'media.differs-from-manifest',
      message: `${path} is not what the manifest says`,
      found: describeDigest(actual.get(path)),
      expected: describeDigest(expected.get(path)),
      remedy,
    }));
}
