import type { SourceEntry } from '@aero-guest-tools/driver-source';
import { driverNames } from './driver-names';
import { searchDriver } from './search-driver';
import { sourceFolders } from './source-folders';

/** Whether a source holds a driver where a virtio-win image, or another tree of its drivers, has it. */
export function hasUpstreamLayout(entries: readonly SourceEntry[]): boolean {
  const folders = sourceFolders(entries);
  return [...driverNames(entries)].some((name) => searchDriver(folders, name).found.length > 0);
}
