import { posix } from 'node:path';
import {
  driverNames,
  entriesBelow,
  isInf,
  isNotice,
  isVersionMarker,
  searchDriver,
  sortedPaths,
  sourceFolders,
  wrappingFolder,
} from '@aero-guest-tools/driver-layout';
import type { ChosenFiles, SourceEntry } from '@aero-guest-tools/driver-source';
import { guestTarget, type WindowsTarget } from '@aero-guest-tools/windows-target';

/** Components of the deepest folder that is searched: the RPM's, with a wrapping folder. */
const SEARCHED_DEPTH = 9;

/**
 * Chooses the files of a virtio-win image that {@link selectDrivers} needs to find the same as in
 * the whole image, for drivers of some versions of Windows on any architecture. These are: every
 * file that it may take; every INF file, since they show where drivers are; and one file of each
 * other folder, since an error about a missing driver names the folders that exist instead.
 */
export function chooseFiles(
  entries: readonly SourceEntry[],
  systems: readonly WindowsTarget[],
): ChosenFiles {
  const folders = sourceFolders(entries);
  const targets = systems.map((windows) => guestTarget(windows, windows.architectures));
  const found = [...driverNames(entries)].flatMap((name) =>
    targets.flatMap((target) => searchDriver(folders, { name }, target).found),
  );
  const bases = new Set(['', wrappingFolder(folders)]);
  const notices = [...bases].flatMap((base) =>
    folders.entriesIn(base).filter((path) => {
      const name = posix.basename(path);
      return isNotice(name) || isVersionMarker(name);
    }),
  );
  const needed = found.flatMap(
    ({ directory, files }) => files ?? sortedPaths(entriesBelow(entries, directory)),
  );
  const files = new Set([...needed, ...notices]);
  const paths = sortedPaths(entries);
  const seen = new Set(paths.filter((path) => isInf(path)).map((path) => folderOf(path)));
  const otherFiles = paths.filter((path) => {
    const folder = folderOf(path);
    const isFirst = folder !== '' && !seen.has(folder);
    seen.add(folder);
    return (isInf(path) || isFirst) && !files.has(path);
  });
  return {
    files: paths.filter((path) => files.has(path)),
    otherFiles,
    listedFor: systems.map(({ id }) => id),
  };
}

function folderOf(path: string): string {
  return path.split('/').slice(0, -1).slice(0, SEARCHED_DEPTH).join('/');
}
