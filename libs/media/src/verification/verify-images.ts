import { InputError, type Problem } from '@aero-guest-tools/diagnostics';
import { type Digest, type DigestedFile, digestOfFile } from '@aero-guest-tools/file-tree';
import { listIsoContents } from '../contents/iso-contents';
import type { MediaContents } from '../contents/media-contents';
import { listZipContents } from '../contents/zip-contents';
import type { PassFollower } from '../files/file-pass';
import type { Manifest } from '../manifest/manifest';
import { contentProblems, expectedContents } from './content-problems';

const REMEDY = 'delete the build directory and build again';

/** An image to read back. */
export interface ImageToVerify {
  readonly path: string;
  /** The bytes that it must have, if something may have changed it since it was written. */
  readonly written?: WrittenImage;
  /** Receives the bytes as they are verified. */
  readonly copy?: PassFollower['write'];
}

/** The task that wrote an image, and the SHA-256 that it recorded. */
export interface WrittenImage {
  readonly task: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** ISO and zip. */
export interface ImagesToVerify {
  readonly iso: ImageToVerify;
  readonly zip: ImageToVerify;
}

/**
 * Reads ISO and zip back, each once, and checks that both hold exactly what the manifest says.
 *
 * @param manifestBytes The text of the manifest, which is on the media too.
 * @returns Size and SHA-256 of both, as they were read and copied; later changes to the files do
 *   not affect these.
 * @throws InputError with every file that differs, in both images; what `copy` throws.
 */
export async function verifyImages(
  { iso, zip }: ImagesToVerify,
  manifest: Manifest,
  manifestBytes: Uint8Array,
): Promise<readonly DigestedFile[]> {
  const expected = expectedContents(manifest, manifestBytes);
  const images = await Promise.all([
    readBack(iso, listIsoContents, expected),
    readBack(zip, listZipContents, expected),
  ]);
  const problems = images.flatMap((image) => image.problems);
  if (problems.length > 0) throw new InputError(problems);
  return images.flatMap(({ file }) => file ?? []);
}

/** Reads an image back, and collects the problems with it, which may be any error. */
async function readBack(
  { path, written, copy }: ImageToVerify,
  listContents: (path: string, follower: PassFollower) => Promise<MediaContents>,
  expected: MediaContents,
): Promise<{ readonly file?: DigestedFile; readonly problems: readonly Problem[] }> {
  let found: Digest | undefined;
  let problems: readonly Problem[];
  const notCopied: unknown[] = [];
  const follower: PassFollower = {
    ...(copy && {
      write: (bytes, offset) =>
        copy(bytes, offset).catch((error: unknown) => {
          notCopied.push(error);
          throw error;
        }),
    }),
    end: (image) => {
      found = image;
    },
  };
  try {
    problems = contentProblems(path, expected, await listContents(path, follower), REMEDY);
  } catch (error) {
    // A full disk is not a problem of the image.
    if (notCopied.length > 0) throw notCopied[0];
    if (!(error instanceof InputError)) throw error;
    ({ diagnostics: problems } = error);
    // If the image cannot be read to its end, its actual digest is reported instead, where the
    // expected one is known.
    if (written) found = await digestOfFile(path);
  }
  if (written && found && found.sha256 !== written.sha256) {
    problems = [notAsWritten(path, found, written)];
  }
  return { ...(found === undefined ? {} : { file: { path, ...found } }), problems };
}

function notAsWritten(file: string, found: Digest, { task, sha256 }: WrittenImage): Problem {
  return {
    file,
    id: 'state.image-altered',
    message: `this is not the file that ${task} has written`,
    found: `${String(found.size)} bytes, sha256 ${found.sha256}`,
    expected: `sha256 ${sha256}`,
    remedy: `run ${task} again`,
  };
}
