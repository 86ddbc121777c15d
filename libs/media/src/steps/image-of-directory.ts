import { basename } from 'node:path';
import { fillFileAtomically } from '@aero-guest-tools/atomic-output';
import {
  InputError,
  privateKeyProblem,
  readProgress,
  type Diagnostic,
  type Problem,
  type ReadListener,
} from '@aero-guest-tools/diagnostics';
import {
  isHiddenName,
  listFileTree,
  openTreeFile,
  type FileTree,
  type OpenTreeFile,
  type TreeFile,
} from '@aero-guest-tools/file-tree';
import { recordImage, volumeIdentifierWarnings } from '@aero-guest-tools/iso9660/write';
import { isPrivateKeyFile } from '@aero-guest-tools/packaging-spec/driver-filter';
import { checkedPaths } from '../checks/checked-paths';
import { privateKeySearch } from '../checks/private-key';

export interface ImageOfDirectoryOptions {
  /** A staged tree, whose files go on the image unchanged. */
  readonly directory: string;
  /** The image to write. */
  readonly image: string;
  readonly volumeId: string;
  /** Seconds since 1970-01-01 00:00:00 UTC. */
  readonly sourceDateEpoch: number;
  /** Reports progress. */
  readonly progress?: ((activity: string) => void) | undefined;
}

/** An image that was made of a directory. */
export interface ImageOfDirectory {
  /** In bytes. */
  readonly size: number;
  /** As recorded on the image. */
  readonly volumeId: string;
  /** How many files are on the image. */
  readonly fileCount: number;
  readonly warnings: readonly Diagnostic[];
}

/**
 * Makes an ISO 9660 image of a staged tree, in one pass over its files. Skips hidden files and
 * those that operating systems leave behind. Refuses private keys, symbolic links and paths that
 * cannot be on the media. Keys in files that are not hidden are also found by their contents.
 * (Packager rules, 4. What is included, and 5. Paths.)
 *
 * @throws InputError with everything that is refused, if there is no file, or if one changes while
 *   it is read; no image is left then.
 */
export async function makeImageOfDirectory({
  directory,
  image,
  progress,
  ...options
}: ImageOfDirectoryOptions): Promise<ImageOfDirectory> {
  const files = stagedFiles(await listFileTree(directory));
  const warnings = [...volumeIdentifierWarnings(options.volumeId), ...checkedPaths(files)];
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const onRead = progress && readProgress(progress, 'writing the ISO', total);
  const keys: Problem[] = [];
  const { sizeInBytes, volumeId } = await fillFileAtomically(image, async (output) => {
    const recorded = await recordImage(
      files,
      (file) =>
        openSearched(file, (kind) => keys.push(privateKeyProblem(file.absolutePath, kind)), onRead),
      options,
      output,
    );
    if (keys.length > 0) throw new InputError(keys);
    return recorded;
  });
  return { size: sizeInBytes, volumeId, fileCount: files.length, warnings };
}

/**
 * Opens a file that is searched for a private key while it is recorded: reading ten thousand small
 * files takes longer than anything else, so each is read once.
 *
 * @param found Receives the kind of key in it, when it is closed.
 * @param onRead Called for each piece that is read.
 */
function openSearched(
  file: TreeFile,
  found: (kind: string) => void,
  onRead?: ReadListener,
): OpenTreeFile {
  const opened = openTreeFile(file);
  onRead?.(file.path, 0);
  const search = privateKeySearch(file.size);
  return {
    read: (target) => {
      const bytesRead = opened.read(target);
      onRead?.(file.path, bytesRead);
      search.update(bytesRead === target.length ? target : target.subarray(0, bytesRead));
      return bytesRead;
    },
    close: () => {
      opened.close();
      const kind = search.end();
      if (kind !== undefined) found(kind);
    },
  };
}

function stagedFiles({ root, files }: FileTree): readonly TreeFile[] {
  const keys = files.filter(({ path }) => isPrivateKeyFile(path));
  if (keys.length > 0) {
    throw new InputError(
      keys.map((file) => privateKeyProblem(file.absolutePath, JSON.stringify(basename(file.path)))),
    );
  }
  const shown = files.filter(
    ({ path }) => !path.split('/').some((component) => isHiddenName(component)),
  );
  if (shown.length === 0) {
    throw new InputError({
      file: root,
      id: 'media.no-files',
      message: 'the directory contains no files for the image',
      found: files.length === 0 ? 'no file' : 'only hidden files, which are skipped',
      expected: 'at least one file',
      remedy: 'name the staged tree',
    });
  }
  return shown;
}
