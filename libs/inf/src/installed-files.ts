import { posix } from 'node:path';
import { compressedNames } from './compressed-name';
import { copyFilesReferences } from './file-references';
import type { Architecture, Inf } from './inf';
import { everProcessedSections, installations, processedSections } from './installations';
import { WINDOWS_7, type TargetOs } from './target-os';

/**
 * The files of a driver package that an INF file copies: its catalog must list them, besides the
 * INF file itself. Each is the file at the place that `[SourceDisksFiles]` gives, or else any file
 * of its name; if it is stored compressed, it is the compressed file. An INF file that `CopyINF`
 * names has a catalog of its own. For an INF file that is for another Windows, these are the files
 * that it copies there.
 *
 * Source of the rule: "Catalog Files and Digital Signatures".
 *
 * @param infPath The INF file, relative to the driver package, components joined by `/`.
 * @param paths The files, likewise.
 */
export function installedFiles(
  inf: Inf,
  infPath: string,
  paths: readonly string[],
  architecture: Architecture,
  os: TargetOs = WINDOWS_7,
): readonly string[] {
  const directory = infPath.slice(0, infPath.lastIndexOf('/') + 1).toLowerCase();
  const known = new Set(paths.map((path) => path.toLowerCase()));
  const knownNames = new Set(Array.from(known, (path) => posix.basename(path)));
  const exact = new Set<string>();
  const names = new Set<string>();
  const sections =
    installations(inf, architecture, os).length > 0
      ? processedSections(inf, architecture, os)
      : everProcessedSections(inf, [architecture]);
  for (const { file, path } of copyFilesReferences(inf, architecture, sections)) {
    if (file === '') continue;
    const target = `${directory}${(path ?? file).toLowerCase()}`;
    const places = [target, ...compressedNames(target)];
    const place = places.find((item) => known.has(item));
    if (place !== undefined) exact.add(place);
    else
      names.add(
        places.map((item) => posix.basename(item)).find((name) => knownNames.has(name)) ?? '',
      );
  }
  return paths.filter((path) => {
    const key = path.toLowerCase();
    return exact.has(key) || names.has(posix.basename(key));
  });
}
