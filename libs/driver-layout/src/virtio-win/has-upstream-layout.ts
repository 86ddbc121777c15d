import { guestTarget, WINDOWS_TARGETS } from '@aero-guest-tools/windows-target';
import type { Entry } from '../entries/entry';
import { foldCase } from '../entries/names';
import { sourceFolders } from '../entries/source-folders';
import { driverNames } from './driver-names';
import { searchDriver } from './search-driver';
import { foldersOfWindows } from './windows-folders';

/**
 * Whether a source holds a driver, for any Windows, where a virtio-win image or another tree of its
 * drivers has it.
 */
export function hasUpstreamLayout(entries: readonly Entry[]): boolean {
  const folders = sourceFolders(entries);
  const names = driverNames(entries);
  const targets = WINDOWS_TARGETS.filter((target) =>
    foldersOfWindows(target).some((folder) => names.has(foldCase(folder))),
  ).map((windows) => guestTarget(windows, windows.architectures));
  return [...names].some((name) =>
    targets.some((target) => searchDriver(folders, { name }, target).found.length > 0),
  );
}
