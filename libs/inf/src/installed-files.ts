import { fileReferences } from './file-references';
import type { Architecture, Inf } from './inf';

/** What names files that are no part of the package that the catalog signs. */
const OF_OTHERS: ReadonlySet<string> = new Set(['CatalogFile', 'CopyINF']);

/** Any version of the co-installer will do where an INF names none. */
const ANY_WDF_CO_INSTALLER = 'wdfcoinstaller*.dll';

/**
 * Those of the files of a driver package that an INF installs or copies: the ones that its catalog has to list
 * besides the INF itself. Each is the file where `[SourceDisksFiles]` says that it is, or else any of its name. An
 * INF that `CopyINF` names has a catalog of its own.
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
  const exact = new Set<string>();
  const names = new Set<string>();
  for (const { directive, file, path } of fileReferences(inf, architecture)) {
    if (OF_OTHERS.has(directive)) continue;
    const target = `${directory}${(path ?? file).toLowerCase()}`;
    if (known.has(target)) exact.add(target);
    else names.add(file.toLowerCase());
  }
  const isNamed = (name: string): boolean =>
    names.has(name) || (names.has(ANY_WDF_CO_INSTALLER) && /^wdfcoinstaller.*\.dll$/.test(name));
  return paths.filter((path) => {
    const key = path.toLowerCase();
    return exact.has(key) || isNamed(key.slice(key.lastIndexOf('/') + 1));
  });
}
