import { ARCHITECTURES, type Architecture } from '@aero-guest-tools/windows-target';
import { ARCHITECTURE_FOLDERS } from '../folder-names/architecture-folders';
import type { Entry } from '../entries/entry';
import { firstFolder, foldersIn } from '../entries/folders';
import { foldCase } from '../entries/names';
import { joinPath } from '../entries/source-folders';
import type { DriverFolders } from './driver-folders';

/**
 * The drivers below a folder in the packager's layout: `<architecture>/<driver>/**`. (Packager
 * rules, 2. Driver input tree, and 8. Where drivers come from.) A driver keeps the name of its
 * folder; the packager resolves aliases later.
 *
 * @param root '' is the root of the source.
 */
export function packagerDrivers(entries: readonly Entry[], root: string): readonly DriverFolders[] {
  const drivers = new Map<
    string,
    { name: string; folders: Partial<Record<Architecture, string>> }
  >();
  for (const architecture of ARCHITECTURES) {
    const folder = firstFolder(
      entries,
      ARCHITECTURE_FOLDERS[architecture].map((name) => joinPath(root, name)),
    );
    if (folder === undefined) continue;
    for (const name of foldersIn(entries, folder)) {
      const driver = drivers.get(foldCase(name)) ?? { name, folders: {} };
      driver.folders[architecture] ??= `${folder}/${name}`;
      drivers.set(foldCase(name), driver);
    }
  }
  return [...drivers.values()].map(({ name, folders }) => ({
    name,
    place: joinPath(root, `<architecture>/${name}`),
    folders,
  }));
}
