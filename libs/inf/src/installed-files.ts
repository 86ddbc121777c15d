import { fileReferences } from './file-references';
import type { Architecture, Inf } from './inf';

/** What names files that are no part of the package that the catalog signs. */
const OF_OTHERS: ReadonlySet<string> = new Set(['CatalogFile', 'CopyINF']);

/**
 * Tells by base name, whatever its case, which files an INF installs or copies: those that its catalog has to list
 * besides the INF itself. An INF that `CopyINF` names has a catalog of its own.
 *
 * Source of the rule: "Catalog Files and Digital Signatures".
 */
export function installedFiles(inf: Inf, architecture?: Architecture): (name: string) => boolean {
  const references = fileReferences(inf, architecture).filter(
    ({ directive }) => !OF_OTHERS.has(directive),
  );
  const names = new Set(references.map(({ file }) => file.toLowerCase()));
  // Any version of the co-installer where the INF names none.
  const hasAnyCoInstaller = names.has('wdfcoinstaller*.dll');
  return (name) =>
    names.has(name.toLowerCase()) || (hasAnyCoInstaller && /^wdfcoinstaller.*\.dll$/i.test(name));
}
