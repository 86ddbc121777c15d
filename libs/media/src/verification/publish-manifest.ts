import { writeFileAtomically } from '@aero-guest-tools/atomic-output';
import { InputError, type Problem } from '@aero-guest-tools/diagnostics';
import type { BuildDirectory } from '../build-directory/build-directory';
import { listIsoContents } from '../contents/iso-contents';
import type { MediaContents } from '../contents/media-contents';
import { listZipContents } from '../contents/zip-contents';
import { sha256Of, type Digest, type DigestedFile } from '../files/digest';
import { digestOfFile } from '../files/digest-of-file';
import type { Manifest } from '../manifest/manifest';
import { contentProblems, expectedContents } from './content-problems';

const REMEDY = 'delete the build directory and build again';

/** What wrote ISO and zip: the tasks, and the SHA-256 that each has left. */
export interface WrittenImages {
  readonly iso: WrittenImage;
  readonly zip: WrittenImage;
}

export interface WrittenImage {
  readonly task: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * Reads ISO and zip back, each once, checks that both hold exactly what the manifest says, and only then puts
 * the manifest beside them under its two names.
 *
 * @param manifestBytes The text of the manifest, which is on the media too.
 * @param written What both have to be, byte for byte, if something may have come between.
 * @returns ISO, zip and manifest as they are.
 * @throws InputError with every file that differs, in both images.
 */
export async function publishManifest(
  directory: Pick<BuildDirectory, 'iso' | 'zip' | 'manifests'>,
  manifest: Manifest,
  manifestBytes: Uint8Array,
  written?: WrittenImages,
): Promise<readonly DigestedFile[]> {
  const expected = expectedContents(manifest, manifestBytes);
  const images = await Promise.all([
    readBack(directory.iso, listIsoContents, expected, written?.iso),
    readBack(directory.zip, listZipContents, expected, written?.zip),
  ]);
  const problems = images.flatMap((image) => image.problems);
  if (problems.length > 0) throw new InputError(problems);
  for (const path of directory.manifests) await writeFileAtomically(path, manifestBytes);
  const [path] = directory.manifests;
  const ofManifest = { path, size: manifestBytes.length, sha256: sha256Of(manifestBytes) };
  return [...images.flatMap(({ file }) => file ?? []), ofManifest];
}

/** An image that was read back; what is wrong with it, which may be anything. */
async function readBack(
  path: string,
  listContents: (path: string, passed: (image: Digest) => void) => Promise<MediaContents>,
  expected: MediaContents,
  written: WrittenImage | undefined,
): Promise<{ readonly file?: DigestedFile; readonly problems: readonly Problem[] }> {
  let found: Digest | undefined;
  let problems: readonly Problem[];
  try {
    const contents = await listContents(path, (image) => {
      found = image;
    });
    problems = contentProblems(path, expected, contents, REMEDY);
  } catch (error) {
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
