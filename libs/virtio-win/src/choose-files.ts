import {
  entriesBelow,
  foldersIn,
  isNotice,
  isVersionMarker,
  sortedPaths,
} from '@aero-guest-tools/driver-pack';
import type { ChosenFiles, SourceEntry } from '@aero-guest-tools/driver-source';
import { searchDriver } from './search-driver';

/** Components of `<driver>/<Windows version>/<architecture>`. */
const SEARCHED_DEPTH = 3;

/**
 * Chooses the files of a virtio-win image with which {@link selectDrivers} finds the same as with all
 * of them, whatever drivers are asked for: everything that it may take, and one file of each other
 * folder that it may come by, since it tells what is there in place of a driver that is missing.
 */
export function chooseFiles(entries: readonly SourceEntry[]): ChosenFiles {
  const folders = foldersIn(entries, '').flatMap((name) =>
    searchDriver(entries, name).found.map(({ directory }) => directory),
  );
  const notices = entries.filter(
    ({ path }) => !path.includes('/') && (isNotice(path) || isVersionMarker(path)),
  );
  const needed = [...folders.flatMap((folder) => entriesBelow(entries, folder)), ...notices];
  const files = new Set(sortedPaths(needed));
  const seen = new Set<string>();
  const otherFiles = sortedPaths(entries).filter((path) => {
    const folder = path.split('/').slice(0, -1).slice(0, SEARCHED_DEPTH).join('/');
    const isFirst = folder !== '' && !seen.has(folder);
    seen.add(folder);
    return isFirst && !files.has(path);
  });
  return { files: [...files], otherFiles };
}
