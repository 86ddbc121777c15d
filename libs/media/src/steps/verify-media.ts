import { InputError, readProgress } from '@aero-guest-tools/diagnostics';
import { readSmallFile } from '@aero-guest-tools/file-tree';
import { MANIFEST_NAME, parseManifest, type Manifest } from '../manifest/manifest';
import { contentProblems, expectedContents } from '../verification/content-problems';
import { openMedium, type MediumKind } from '../verification/medium';

/** In bytes. A manifest of a hundred thousand files takes twenty million. */
const MAXIMUM_MANIFEST_SIZE = 64 * 1024 * 1024;

export interface VerifyMediaOptions {
  /** An ISO image, a zip archive, or a directory with the contents of the media. */
  readonly medium: string;
  /** A manifest from elsewhere. Default: the one on the media. */
  readonly manifest?: string | undefined;
  /** Reports progress. */
  readonly progress?: ((activity: string) => void) | undefined;
}

/** Media that hold exactly what their manifest says. */
export interface VerifiedMedia {
  readonly kind: MediumKind;
  readonly manifest: Manifest;
  /** Files on the media, the manifest among them. */
  readonly fileCount: number;
  /** Total size of these files, in bytes. */
  readonly size: number;
}

/**
 * Reads media and compares every file with the manifest: missing, changed and extra files are
 * refused. If a manifest from elsewhere is given, the one on the media must be the same, byte for
 * byte. The manifest on the media alone shows that they are intact, not who made them.
 *
 * @throws InputError with everything that differs, or if there is no manifest, or the media are
 *   damaged.
 */
export async function verifyMedia(options: VerifyMediaOptions): Promise<VerifiedMedia> {
  const { manifest: elsewhere } = options;
  const medium = await openMedium(options.medium);
  const bytes =
    elsewhere === undefined
      ? await medium.read(MANIFEST_NAME, MAXIMUM_MANIFEST_SIZE)
      : await readSmallFile(elsewhere, {
          description: 'the manifest',
          maximumSize: MAXIMUM_MANIFEST_SIZE,
        });
  if (bytes === undefined) throw noManifest(options.medium);
  const manifest = parseManifest(bytes, elsewhere ?? `${options.medium}: ${MANIFEST_NAME}`);
  const total = manifest.files.reduce((sum, file) => sum + file.size, bytes.length);
  const contents = await medium.contents(
    options.progress && readProgress(options.progress, 'verifying', total),
  );
  const problems = contentProblems(
    options.medium,
    expectedContents(manifest, bytes),
    contents,
    'get the media again, or build them again',
  );
  if (problems.length > 0) throw new InputError(problems);
  return {
    kind: medium.kind,
    manifest,
    fileCount: contents.size,
    size: [...contents.values()].reduce((sum, file) => sum + file.size, 0),
  };
}

function noManifest(file: string): InputError {
  return new InputError({
    file,
    id: 'media.no-manifest',
    message: 'these are not driver media',
    found: `no ${MANIFEST_NAME}`,
    expected: `media with ${MANIFEST_NAME} at their root`,
    remedy: 'name an image, an archive or a directory that a build has made',
  });
}
