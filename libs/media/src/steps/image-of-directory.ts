import { basename, dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InputError, type Diagnostic } from '@aero-guest-tools/diagnostics';
import { listFileTree, type FileTree } from '@aero-guest-tools/file-tree';
import { volumeIdentifier } from '@aero-guest-tools/iso9660/write';
import { isHiddenName, isPrivateKeyFile } from '@aero-guest-tools/packaging-spec/driver-filter';
import { mediaFileFromDisk, type MediaFile } from '../media-file';
import { checkPaths } from '../transforms/check-paths';
import { hashContents } from '../transforms/hash-contents';
import { isoImage } from '../transforms/iso-image';
import { verifyContents } from '../transforms/verify-contents';
import { writeOutput, type Output } from '../transforms/write-output';

export interface ImageOfDirectoryOptions {
  /** A staged tree: its files go on the image as they are. */
  readonly directory: string;
  /** The image to write. */
  readonly image: string;
  readonly volumeId: string;
  /** Seconds since 1970-01-01 00:00:00 UTC. */
  readonly sourceDateEpoch: number;
}

/** An image that was made of a directory. */
export interface ImageOfDirectory extends Output {
  /** As it stands on the image. */
  readonly volumeId: string;
  /** How many files are on the image. */
  readonly fileCount: number;
  readonly warnings: readonly Diagnostic[];
}

/**
 * Makes an ISO 9660 image of a staged tree. Hidden files and those that operating systems leave
 * behind are skipped; private keys, symbolic links and paths that cannot be on the media are refused.
 * (Packager rules, 4. What is included, and 5. Paths.)
 *
 * @throws InputError with everything that is refused, or if there is no file; no image is left then.
 */
export async function makeImageOfDirectory(
  options: ImageOfDirectoryOptions,
): Promise<ImageOfDirectory> {
  const files = stagedFiles(await listFileTree(options.directory));
  const volumeId = volumeIdentifier(options.volumeId);
  const warnings: Diagnostic[] = [];
  const outputs: Output[] = [];
  await pipeline(
    Readable.from(files),
    checkPaths((warning) => warnings.push(warning)),
    hashContents(),
    verifyContents(),
    isoImage(basename(options.image), { volumeId, sourceDateEpoch: options.sourceDateEpoch }),
    writeOutput(dirname(options.image), (output) => outputs.push(output)),
  );
  const [output] = outputs;
  if (output === undefined) throw new Error('the image was not written');
  return { ...output, volumeId, fileCount: files.length, warnings };
}

function stagedFiles({ root, files }: FileTree): MediaFile[] {
  const keys = files.filter(({ path }) => isPrivateKeyFile(path));
  if (keys.length > 0) {
    throw new InputError(
      keys.map(({ absolutePath }) => ({
        file: absolutePath,
        message: 'private keys must not be on the media, nor near it',
        found: JSON.stringify(basename(absolutePath)),
        remedy: 'move it out of the directory',
      })),
    );
  }
  const shown = files.filter(
    ({ path }) => !path.split('/').some((component) => isHiddenName(component)),
  );
  if (shown.length === 0) {
    throw new InputError({
      file: root,
      message: 'the directory holds no file for the image',
      found: files.length === 0 ? 'no file' : 'only hidden files, which are skipped',
      expected: 'at least one file',
      remedy: 'name the staged tree',
    });
  }
  return shown.map(({ path, absolutePath, size }) => mediaFileFromDisk(path, absolutePath, size));
}
