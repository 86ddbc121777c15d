import { foldersIn } from '@aero-guest-tools/driver-pack';
import type { SourceEntry } from '@aero-guest-tools/driver-source';
import { searchDriver } from './search-driver';

/** Whether a source holds a driver where a virtio-win image has it. */
export function hasUpstreamLayout(entries: readonly SourceEntry[]): boolean {
  return foldersIn(entries, '').some((folder) => searchDriver(entries, folder).found.length > 0);
}
