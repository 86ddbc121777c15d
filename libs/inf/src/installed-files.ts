import { compressedNames } from './compressed-names';
import { fileReferences } from './file-references';
import type { Architecture, Inf } from './inf';

/** What names files that are no part of the package that the catalog signs. */
const OF_OTHERS: ReadonlySet<string> = new Set(['CatalogFile', 'CopyINF']);

/** Any version of the co-installer will do where an INF names none. */
const ANY_WDF_CO_INSTALLER = 'wdfcoinstaller*.dll';

/**
 * Those of the files of a driver package that an INF installs or copies: the ones that its catalog has to list
 * besides the INF itself. Each is the file where `[SourceDisksFiles]` says that it is, or else any of its name; where
 * there is none, the one that is stored compressed. An INF that `CopyINF` names has a catalog of its own.
 *
 * Source of the rule: "Catalog Files and Digital Signatures".
 *
 * @param infPath The INF, relative to the driver package, components joined by `/`.
 * @param paths The files, likewise.
 */
export function installedFiles(
  inf: Inf,
  infPath: string,
  paths: readonly string[],
  architecture?: Architecture,
): readonly string[] {
  const directory = infPath.slice(0, infPath.lastIndexOf('/') + 1).toLowerCase();
  const known = new Set(paths.map((path) => path.toLowerCase()));
  const baseNames = new Set(Array.from(known, (path) => path.slice(path.lastIndexOf('/') + 1)));
  const exact = new Set<string>();
  const names = new Set<string>();
  for (const { directive, file, path } of fileReferences(inf, architecture)) {
    if (OF_OTHERS.has(directive)) continue;
    const stored = (name: string): readonly string[] => [name, ...compressedNames(name)];
    const targets = stored(`${directory}${(path ?? file).toLowerCase()}`);
    const target = targets.find((name) => known.has(name));
    const name = file.toLowerCase();
    const isPlainElsewhere = target !== targets[0] && baseNames.has(name);
    if (target !== undefined && !isPlainElsewhere) exact.add(target);
    else names.add(stored(name).find((item) => baseNames.has(item)) ?? name);
  }
  const isNamed = (name: string): boolean =>
    names.has(name) || (names.has(ANY_WDF_CO_INSTALLER) && /^wdfcoinstaller.*\.dll$/.test(name));
  return paths.filter((path) => {
    const key = path.toLowerCase();
    return exact.has(key) || isNamed(key.slice(key.lastIndexOf('/') + 1));
  });
}
