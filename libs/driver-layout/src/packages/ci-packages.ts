import { ARCHITECTURES, type Architecture } from '@aero-guest-tools/windows-target';
import { ARCHITECTURE_FOLDERS, isArchitectureFolder } from '../folder-names/architecture-folders';
import { driverOfPackage } from '../folder-names/driver-name';
import type { Entry } from '../entries/entry';
import { entriesBelow, firstFolder } from '../entries/folders';
import { foldCase } from '../entries/names';
import { joinPath } from '../entries/source-folders';
import type { DriverFolders } from './driver-folders';

/**
 * The drivers below a folder that has the layout of CI output: `<driverRel>/{x86,x64}/**`, where
 * `driverRel` has one component or more. (Packager rules, 8. Where drivers come from.) The
 * outermost folder with the name of an architecture counts; files outside such folders belong to no
 * driver.
 *
 * @param root '' is the root of the source.
 */
export function ciPackages(entries: readonly Entry[], root: string): readonly DriverFolders[] {
  const below = root === '' ? entries : entriesBelow(entries, root);
  const places = new Map<string, string>();
  for (const { path } of below) {
    const relative = root === '' ? path : path.slice(root.length + 1);
    const driverRel = driverRelOf(relative);
    if (driverRel !== undefined && !places.has(foldCase(driverRel))) {
      places.set(foldCase(driverRel), driverRel);
    }
  }
  return [...places.values()].map((driverRel) => {
    const place = joinPath(root, driverRel);
    return {
      name: driverOfPackage(driverRel),
      place,
      folders: architectureFolders(below, place),
    };
  });
}

function driverRelOf(path: string): string | undefined {
  const folders = path.split('/').slice(0, -1);
  const index = folders.findIndex((name) => isArchitectureFolder(name));
  return index > 0 ? folders.slice(0, index).join('/') : undefined;
}

function architectureFolders(entries: readonly Entry[], place: string): DriverFolders['folders'] {
  const folders: Partial<Record<Architecture, string>> = {};
  for (const architecture of ARCHITECTURES) {
    const folder = firstFolder(
      entries,
      ARCHITECTURE_FOLDERS[architecture].map((name) => joinPath(place, name)),
    );
    if (folder !== undefined) folders[architecture] = folder;
  }
  return folders;
}
