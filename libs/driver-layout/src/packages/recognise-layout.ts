import { isHiddenName } from '@aero-guest-tools/file-tree';
import type { Entry } from '../entries/entry';
import { foldersIn } from '../entries/folders';
import { joinPath } from '../entries/source-folders';
import { ciPackages } from './ci-packages';
import type { PackagesTree } from './driver-folders';
import { packagerDrivers } from './packager-layout';

/** Where the packager's layout can be, relative to the base of a source; '' is the base itself. */
const DRIVERS_FOLDERS: readonly string[] = ['', 'drivers'];

/** Where CI puts `packages/` and `certs/`; '' is the base itself. */
const CI_OUTPUT_FOLDERS: readonly string[] = ['', 'out'];

/**
 * Recognises how the drivers of a source are laid out (packager rules, 8. Where drivers come from):
 * in the packager's layout at the base or in its `drivers/`, or as the output of CI in `packages/`,
 * `out/packages/` or anywhere. The base is the root, or the only folder at the root, as in many
 * archives. The first layout that exists counts.
 *
 * @returns `undefined` if there is no folder of any architecture.
 */
export function recogniseLayout(entries: readonly Entry[]): PackagesTree | undefined {
  const shown = entries.filter(({ path }) => !path.split('/').some((name) => isHiddenName(name)));
  const folders = foldersIn(shown, '');
  for (const base of folders.length === 1 ? ['', ...folders] : ['']) {
    for (const folder of DRIVERS_FOLDERS) {
      const root = joinPath(base, folder);
      const drivers = packagerDrivers(shown, root);
      if (drivers.length > 0) return { layout: 'packager', root, base, drivers };
    }
    for (const folder of CI_OUTPUT_FOLDERS) {
      const output = joinPath(base, folder);
      const root = joinPath(output, 'packages');
      const drivers = ciPackages(shown, root);
      if (drivers.length > 0) return { layout: 'ci-packages', root, base: output, drivers };
    }
  }
  const drivers = ciPackages(shown, '');
  if (drivers.length === 0) return undefined;
  const [folder = ''] = folders;
  const base = shown.every(({ path }) => path.startsWith(`${folder}/`)) ? folder : '';
  return { layout: 'ci-packages', root: '', base, drivers };
}
