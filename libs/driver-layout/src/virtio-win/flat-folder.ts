import { posix } from 'node:path';
import { foldCase } from '../entries/names';

/** The archive that releases are made from has some sixty files in a folder. */
const MAXIMUM_FILES = 1000;

/**
 * The files of one driver in a folder that holds several. A file belongs to the INF file that
 * shares the longest prefix with it: `netkvmco.dll` to `netkvm.inf`. A file that shares none, such
 * as a co-installer of Microsoft, may belong to any driver, and goes with each.
 *
 * @param paths Of the entries in the folder.
 * @param inf The name of the driver's INF file.
 * @returns Undefined if the INF file is missing, or if the folder has more files than any folder of
 *   drivers.
 */
export function filesOfDriver(
  paths: readonly string[],
  inf: string,
): readonly string[] | undefined {
  if (paths.length > MAXIMUM_FILES) return undefined;
  const stems = new Set(
    paths
      .map((path) => nameOf(path))
      .filter((name) => name.endsWith('.inf'))
      .map((name) => name.slice(0, -'.inf'.length)),
  );
  const own = foldCase(inf).slice(0, -'.inf'.length);
  if (!stems.has(own)) return undefined;
  return paths.filter((path) => {
    const owner = longestBeginning(nameOf(path), stems);
    return owner === undefined || owner === own;
  });
}

function longestBeginning(name: string, stems: ReadonlySet<string>): string | undefined {
  for (let length = name.length; length > 0; length -= 1) {
    const beginning = name.slice(0, length);
    if (stems.has(beginning)) return beginning;
  }
  return undefined;
}

function nameOf(path: string): string {
  return foldCase(posix.basename(path));
}
