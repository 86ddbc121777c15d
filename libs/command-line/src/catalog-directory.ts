import { describeFile, type PackagedFile } from '@aero-guest-tools/catalog';
import { listFileTree, readSmallFile } from '@aero-guest-tools/file-tree';
import { parseInf, type Inf } from '@aero-guest-tools/inf';

/**
 * In bytes. The largest drivers for Windows 7, those of graphics cards, have files of some 20 MiB.
 */
const MAXIMUM_FILE_SIZE = 512 * 1024 * 1024;

/** The contents of a directory that a catalog check needs. */
export interface CatalogDirectory {
  /** All files except catalogs, by their paths relative to the directory, in byte order. */
  readonly files: readonly PackagedFile[];
  /** The INF files, by their paths relative to the directory. */
  readonly infs: ReadonlyMap<string, Inf>;
}

/**
 * Reads a driver directory with its catalog, one file at a time.
 *
 * @throws InputError if the directory cannot be read, if a file in it is too large for a driver, or
 *   if an INF file in it is not valid.
 */
export async function readCatalogDirectory(
  directory: string,
  progress: (activity: string) => void,
): Promise<CatalogDirectory> {
  const { files: listed } = await listFileTree(directory);
  const files: PackagedFile[] = [];
  const infs = new Map<string, Inf>();
  for (const { path, absolutePath } of listed) {
    if (/\.cat$/i.test(path)) continue;
    progress(`reading ${path}`);
    const bytes = await readSmallFile(absolutePath, {
      description: 'the file',
      maximumSize: MAXIMUM_FILE_SIZE,
    });
    files.push(describeFile(path, bytes));
    if (/\.inf$/i.test(path)) infs.set(path, parseInf(bytes, absolutePath));
  }
  return { files, infs };
}
