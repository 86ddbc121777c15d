import {
  compareBytes,
  fileOnDisk,
  listFileTree,
  readContents,
  type ReadableFile,
} from '@aero-guest-tools/file-tree';

/** A tree of drivers, stored anywhere. Each list is in byte order of the path. */
export interface DriverTree {
  /** What errors put before the paths in the tree. */
  readonly root: string;
  readonly files: readonly ReadableFile[];
  /** Relative to the root, without the root itself. */
  readonly directories: readonly string[];
}

/**
 * Files are checked in memory. The largest drivers for Windows 7, those of graphics cards, have
 * files of some 100 MB.
 */
const DRIVER_FILE = {
  description: 'the file of the driver',
  maximumSize: 1024 * 1024 * 1024,
  remedy: 'check whether it belongs to a driver',
};

/**
 * Reads a file of a driver into memory.
 *
 * @param place What a diagnostic calls it. Default: its path.
 * @throws InputError if it has more than 1 GiB, and as `open` of the file.
 */
export function readDriverFile(file: ReadableFile, place?: string): Promise<Uint8Array> {
  return readContents(file, DRIVER_FILE, place);
}

/**
 * The tree of drivers below a directory.
 *
 * @throws InputError if the directory cannot be read, or holds something that is refused anywhere.
 */
export async function driverTreeOfDirectory(directory: string): Promise<DriverTree> {
  const { root, files, directories } = await listFileTree(directory);
  return {
    root,
    files: files.map((file) =>
      fileOnDisk(file, 'restore it, and run again when no program writes to it'),
    ),
    directories,
  };
}

/**
 * The tree of files that are stored anywhere. The paths imply the directories.
 *
 * @param root What errors put before the paths in the tree.
 */
export function driverTreeOf(root: string, files: readonly ReadableFile[]): DriverTree {
  const directories = new Set(files.flatMap(({ path }) => parentsOf(path)));
  return {
    root,
    files: files.toSorted((a, b) => compareBytes(a.path, b.path)),
    directories: [...directories].toSorted(compareBytes),
  };
}

/** The directories that a path implies, outermost first. */
function parentsOf(path: string): string[] {
  const components = path.split('/').slice(0, -1);
  return components.map((_, index) => components.slice(0, index + 1).join('/'));
}

/**
 * The files of a tree, grouped by the top two directories of their paths (`x86/viostor`), in the
 * order of the tree.
 */
export function filesByDriverDirectory(
  tree: Pick<DriverTree, 'files'>,
): ReadonlyMap<string, readonly ReadableFile[]> {
  const byDirectory = new Map<string, ReadableFile[]>();
  for (const file of tree.files) {
    const directory = /^[^/]+\/[^/]+(?=\/)/.exec(file.path)?.[0];
    if (directory === undefined) continue;
    const others = byDirectory.get(directory);
    if (others) others.push(file);
    else byDirectory.set(directory, [file]);
  }
  return byDirectory;
}
