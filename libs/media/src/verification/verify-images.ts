import { InputError, type Problem } from '@aero-guest-tools/diagnostics';
import { type Digest, type DigestedFile, digestOfFile } from '@aero-guest-tools/file-tree';
import { listIsoContents } from '../contents/iso-contents';
import type { MediaContents } from '../contents/media-contents';
import { listZipContents } from '../contents/zip-contents';
import type { PassFollower } from '../files/file-pass';
import type { Manifest } from '../manifest/manifest';
import { contentProblems, expectedContents } from './content-problems';

const REMEDY = 'delete the build directory and build again';

/** An image that is read back. */
export interface ImageToVerify {
  readonly path: string;
  /** What it has to be, byte for byte, if something may have come between. */
  readonly written?: WrittenImage;
  /** Is given the bytes as they are verified. */
  readonly copy?: PassFollower['write'];
}

/** What wrote an image: the task, and the SHA-256 that it has left. */
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
 * @returns Size and SHA-256 of both: what was copied is that, whatever becomes of the files.
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

/** An image that was read back; what is wrong with it, which may be anything. */
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
    // A full disk says nothing of the image.
    if (notCopied.length > 0) throw notCopied[0];
    if (!(error instanceof InputError)) throw error;
    ({ diagnostics: problems } = error);
    // An image that cannot be read to its end is told by what it is instead, if that is known.
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
