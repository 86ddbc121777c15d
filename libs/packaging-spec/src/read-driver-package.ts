import { InputError, tooLarge, type Problem } from '@aero-guest-tools/diagnostics';
import type { DriverDirectory } from '@aero-guest-tools/driver-layout/find-drivers';
import { parseInf, type Inf } from '@aero-guest-tools/inf';
import type { WindowsTarget } from '@aero-guest-tools/windows-target';
import { classifyFile } from './driver-filter';
import { baseNameKey, type DriverPackage, type PackagedInf } from './driver-package';
import type { DriverTree, DriverTreeFile } from './driver-tree';
import type { DriverSpec } from './packaging-spec';

/** INF files are text; those of Windows itself stay below one mebibyte. */
const MAXIMUM_INF_SIZE = 16 * 1024 * 1024;

/**
 * Decides which files of a driver directory are packaged, and reads its INF files. No other file is
 * read, and INF files of more than 16 MiB are refused.
 *
 * @returns The driver package with the INF files that could be read, and what is wrong with the others.
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
      infs.push({ path, inf: await readInf(file) });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(error.diagnostics);
    }
  }
  return { driverPackage: { ...found, windows, files, infs }, problems: problems.flat() };
}

async function readInf({ path, size, read }: DriverTreeFile): Promise<Inf> {
  if (size > MAXIMUM_INF_SIZE) {
    throw new InputError(
      tooLarge(path, {
        what: 'the INF file',
        size,
        limit: MAXIMUM_INF_SIZE,
        remedy: 'check whether it is an INF file',
      }),
    );
  }
  return parseInf(await read(), path);
}
