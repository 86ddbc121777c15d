import { join } from 'node:path';
import type { DriverSource } from './driver-source';
import type { ListedFile } from './directory-listing';
import { verifiedContents } from './verified-contents';

/**
 * The files of a directory. Each is checked against the listing while it is read, so that
 * what comes out is what its identity says.
 *
 * @param root Absolute path.
 * @param files The listing that the identity is of.
 */
export function directorySource(
  root: string,
  named: Pick<DriverSource, 'identity' | 'label'>,
  files: readonly ListedFile[],
): DriverSource {
  const filesByPath = new Map(files.map((file) => [file.path, file]));
  return {
    ...named,
    entries: files.map(({ path, size }) => ({ path, kind: 'file', size })),
    open: (path) => {
      const file = filesByPath.get(path);
      if (!file) throw new RangeError(`${path} is not an entry of ${root}`);
      return verifiedContents(join(root, path), file.sha256);
    },
    prepare: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
