import { foldCase, type Architecture } from '@aero-guest-tools/driver-pack';
import type { SourceEntry } from '@aero-guest-tools/driver-source';
import { WINDOWS_7, type TargetOs } from '@aero-guest-tools/inf';
import { isInf } from './driver-names';
import { ARCHITECTURE_FOLDERS, WINDOWS_7_FOLDERS } from './upstream-layout';

/** A folder of upstream that holds one driver for one Windows on one architecture. */
export interface WindowsFolder {
  /** As the folder of the driver is spelled. */
  readonly driver: string;
  /** As upstream calls the Windows: `w7`, `2k12R2`. */
  readonly windows: string;
  /** `undefined` for one that no media are made for: ARM64. */
  readonly architecture: Architecture | undefined;
  /** In the source, components joined by `/`. */
  readonly directory: string;
}

/** VER_SUITE_SINGLEUSERTS, and product types, as `TargetOs` has them. */
const WORKSTATION = { productType: 1, suiteMask: 0x100 } as const;
const SERVER = { productType: 3, suiteMask: 0x10 } as const;

/**
 * The folders that upstream has for each Windows, oldest first, and what `[Manufacturer]` of an INF is asked for
 * there (virtio-win/virtio-win-pkg-scripts; Microsoft, "Operating System Version").
 */
const TARGETS: readonly (readonly [folder: string, os: TargetOs])[] = [
  ['xp', target('Windows XP', 5.1, 2600, WORKSTATION)],
  ['2k3', target('Windows Server 2003', 5.2, 3790, SERVER)],
  ['2k8', target('Windows Server 2008', 6.0, 6003, SERVER)],
  ...WINDOWS_7_FOLDERS.map((folder): readonly [string, TargetOs] => [folder, WINDOWS_7]),
  ['2k8R2', target('Windows Server 2008 R2', 6.1, 7601, SERVER)],
  ['w8', target('Windows 8', 6.2, 9200, WORKSTATION)],
  ['2k12', target('Windows Server 2012', 6.2, 9200, SERVER)],
  ['w8.1', target('Windows 8.1', 6.3, 9600, WORKSTATION)],
  ['2k12R2', target('Windows Server 2012 R2', 6.3, 9600, SERVER)],
  ['w10', target('Windows 10', 10.0, 19_045, WORKSTATION)],
  ['2k16', target('Windows Server 2016', 10.0, 14_393, SERVER)],
  ['2k19', target('Windows Server 2019', 10.0, 17_763, SERVER)],
  ['2k22', target('Windows Server 2022', 10.0, 20_348, SERVER)],
  ['w11', target('Windows 11', 10.0, 22_631, WORKSTATION)],
  ['2k25', target('Windows Server 2025', 10.0, 26_100, SERVER)],
];

function target(
  name: string,
  version: number,
  buildNumber: number,
  kind: Pick<TargetOs, 'productType' | 'suiteMask'>,
): TargetOs {
  const majorVersion = Math.trunc(version);
  const minorVersion = Math.round((version - majorVersion) * 10);
  return { name, majorVersion, minorVersion, buildNumber, ...kind };
}

/** The Windows that a folder is for; undefined if it is that of none. */
export function windowsOfFolder(folder: string): TargetOs | undefined {
  return TARGETS.find(([name]) => foldCase(name) === foldCase(folder))?.[1];
}

/** Where a folder stands among those of upstream, oldest Windows first. */
export function windowsOrder(folder: string): number {
  return TARGETS.findIndex(([name]) => foldCase(name) === foldCase(folder));
}

/**
 * Every folder `<driver>/<Windows>/<architecture>` of a source that holds an INF file, wherever it stands; each driver
 * for one Windows and architecture once, where it is first in byte order of the directory's depth and path.
 */
export function windowsFolders(entries: readonly SourceEntry[]): readonly WindowsFolder[] {
  const found = new Map<string, WindowsFolder>();
  const directories = new Set(
    entries
      .filter(({ path }) => isInf(path))
      .map(({ path }) => path.slice(0, Math.max(path.lastIndexOf('/'), 0))),
  );
  for (const directory of [...directories].toSorted(byDepth)) {
    const [driver, windows, last] = directory.split('/').slice(-3);
    if (driver === undefined || windows === undefined || last === undefined) continue;
    if (windowsOfFolder(windows) === undefined) continue;
    const architecture = architectureOfFolder(last);
    if (architecture === undefined && foldCase(last) !== 'arm64') continue;
    const key = [driver, windows, architecture ?? 'arm64'].map((name) => foldCase(name)).join('/');
    if (!found.has(key)) found.set(key, { driver, windows, architecture, directory });
  }
  return [...found.values()];
}

function architectureOfFolder(name: string): Architecture | undefined {
  return (['x86', 'amd64'] as const).find((architecture) =>
    ARCHITECTURE_FOLDERS[architecture].includes(foldCase(name)),
  );
}

function byDepth(a: string, b: string): number {
  const depth = (path: string): number => path.split('/').length;
  return depth(a) - depth(b) || Buffer.compare(Buffer.from(a), Buffer.from(b));
}
