import { InputError, type Problem } from '@aero-guest-tools/diagnostics';
import type { DriverDirectory } from '@aero-guest-tools/driver-layout/find-drivers';
import { readContents, type ReadableFile } from '@aero-guest-tools/file-tree';
import { parseInf, type Inf } from '@aero-guest-tools/inf';
import type { WindowsTarget } from '@aero-guest-tools/windows-target';
import { classifyFile } from './driver-filter';
import { baseNameKey, type DriverPackage, type PackagedInf } from './driver-package';
import type { DriverTree } from './driver-tree';
import type { DriverSpec } from './packaging-spec';

/** INF files are text; those of Windows itself are smaller than one mebibyte. */
const INF_FILE = {
  description: 'the INF file',
  maximumSize: 16 * 1024 * 1024,
  remedy: 'check whether it is an INF file',
};

/**
 * Decides which files of a driver directory are packaged, and reads its INF files. Reads no other
 * file, and refuses INF files of more than 16 MiB.
 *
 * @returns The driver package with the INF files that could be read, and the problems of the
 *   others.
 */
export async function readDriverPackage(
  tree: DriverTree,
  found: DriverDirectory<DriverSpec>,
  windows: WindowsTarget,
): Promise<{ readonly driverPackage: DriverPackage; readonly problems: readonly Problem[] }> {
  const prefix = `${found.directory}/`;
  const infs: PackagedInf[] = [];
  const problems: (readonly Problem[])[] = [];
  const files = [];
  for (const file of tree.files.filter(({ path }) => path.startsWith(prefix))) {
    const path = file.path.slice(prefix.length);
    const decision = classifyFile(path, found.driver.allow);
    files.push({ path, size: file.size, decision });
    if (decision.decision !== 'include' || !baseNameKey(path).endsWith('.inf')) continue;
    try {
      infs.push({ path, inf: await readInf(file, file.path) });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(error.diagnostics);
    }
  }
  return { driverPackage: { ...found, windows, files, infs }, problems: problems.flat() };
}

/** @param path Relative to the driver directory, as diagnostics call it. */
async function readInf(file: ReadableFile, path: string): Promise<Inf> {
  return parseInf(await readContents(file, INF_FILE, path), path);
}
