import type { SourceEntry } from '@aero-guest-tools/driver-source';
import { guestTarget, WINDOWS_TARGETS } from '@aero-guest-tools/windows-target';
import { foldCase } from '@aero-guest-tools/driver-pack';
import { driverNames } from './driver-names';
import { searchDriver } from './search-driver';
import { sourceFolders } from './source-folders';

/** Whether a source holds a driver where a virtio-win image, or another tree of its drivers, has it, for any Windows. */
export function hasUpstreamLayout(entries: readonly SourceEntry[]): boolean {
  const folders = sourceFolders(entries);
  const names = driverNames(entries);
  const targets = WINDOWS_TARGETS.filter((target) =>
    target.folders.some((folder) => names.has(foldCase(folder))),
  ).map((windows) => guestTarget(windows, windows.architectures));
  return [...names].some((name) =>
    targets.some((target) => searchDriver(folders, { name }, target).found.length > 0),
  );
}
