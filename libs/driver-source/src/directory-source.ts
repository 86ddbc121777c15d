import { join } from 'node:path';
import { fileInMemory, fileOnDisk, type DigestedFile } from '@aero-guest-tools/file-tree';
import type { DriverSource } from './driver-source';
import type { KeptContents } from './kept-contents';

/**
 * The files of a directory. Each is checked against the listing while it is read, so that the
 * contents always match the identity.
 *
 * @param root Absolute path.
 * @param files The listing that the identity was computed from.
 * @param kept Holds what was read for the identity, as far as there was room.
 */
export function directorySource(
  root: string,
  named: Pick<DriverSource, 'identity' | 'label'>,
  files: readonly DigestedFile[],
  kept?: KeptContents,
): DriverSource {
  const filesByPath = new Map(files.map((file) => [file.path, file]));
  return {
    ...named,
    entries: files.map(({ path, size, sha256 }) => ({ path, kind: 'file', size, sha256 })),
    open: (path) => {
      const file = filesByPath.get(path);
      if (!file) throw new RangeError(`${path} is not an entry of ${root}`);
      const contents = kept?.get(file.sha256);
      if (contents) return fileInMemory(path, contents).open();
      return fileOnDisk({ ...file, absolutePath: join(root, path) }).open();
    },
    prepare: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
