import {
  ARCHITECTURES,
  firstFolder,
  foldersIn,
  type DriverSearch,
  type MissingDriver,
  type SelectedDriver,
} from '@aero-guest-tools/driver-pack';
import type { SourceEntry } from '@aero-guest-tools/driver-source';
import { ARCHITECTURE_FOLDERS, upstreamFolder, WINDOWS_7_FOLDERS } from './upstream-layout';

/** Where a driver is, and where it is not. */
export type FoundDriver = Pick<DriverSearch, 'found' | 'missing'>;

/**
 * Looks for a Windows 7 driver: its upstream folder, in it the first folder of Windows 7, in that
 * the first folder of each architecture. The choice of one is not taken back for want of the next,
 * so the files of all architectures are of one build.
 */
export function searchDriver(entries: readonly SourceEntry[], name: string): FoundDriver {
  const upstream = upstreamFolder(name);
  const folder = firstFolder(entries, [upstream]);
  if (folder === undefined) {
    return nothing(name, {
      reason: `there is no folder ${upstream}`,
      tried: [upstream],
      present: foldersIn(entries, ''),
    });
  }

  const systems = WINDOWS_7_FOLDERS.map((system) => `${folder}/${system}`);
  const system = firstFolder(entries, systems);
  if (system === undefined) {
    return nothing(name, {
      reason: `there is no Windows 7 folder in ${folder}`,
      tried: systems,
      present: foldersIn(entries, folder),
    });
  }

  const found: SelectedDriver[] = [];
  const missing: MissingDriver[] = [];
  for (const architecture of ARCHITECTURES) {
    const tried = ARCHITECTURE_FOLDERS[architecture].map((alias) => `${system}/${alias}`);
    const directory = firstFolder(entries, tried);
    if (directory === undefined) {
      const reason = `there is no ${architecture} folder in ${system}`;
      const present = foldersIn(entries, system);
      missing.push({ name, architectures: [architecture], reason, tried, present });
    } else {
      found.push({ name, architecture, directory });
    }
  }
  return { found, missing };
}

function nothing(
  name: string,
  why: Pick<MissingDriver, 'reason' | 'tried' | 'present'>,
): FoundDriver {
  return { found: [], missing: [{ name, architectures: ARCHITECTURES, ...why }] };
}
