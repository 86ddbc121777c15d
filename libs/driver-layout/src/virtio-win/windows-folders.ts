import {
  DEFAULT_WINDOWS_TARGET,
  SERVER,
  WINDOWS_TARGETS,
  windowsTarget,
  WORKSTATION,
  type WindowsTarget,
} from '@aero-guest-tools/windows-target';
import type { Entry } from '../entries/entry';
import { FOLDER_NAMES, type WindowsFolders } from '../folder-names/folder-names';
import { foldCase } from '../entries/names';
import { parentFolder } from '../entries/source-folders';
import { isInf } from './driver-names';
import { ARCHITECTURE_FOLDERS } from './upstream-layout';

/** The properties of a Windows that select a models section in `[Manufacturer]` of an INF file. */
export type FolderWindows = Pick<
  WindowsTarget,
  'name' | 'majorVersion' | 'minorVersion' | 'buildNumber' | 'productType' | 'suiteMask'
>;

/** An upstream folder that holds one driver for one Windows on one architecture. */
export interface WindowsFolder {
  /** The name of the driver's folder, as spelled. */
  readonly driver: string;
  /** The upstream name of the Windows: `w7`, `2k12R2`. */
  readonly windows: string;
  /** `undefined` for ARM64, whose drivers are not described. */
  readonly architecture: 'x86' | 'amd64' | undefined;
  /** Path in the source, components joined by `/`. */
  readonly directory: string;
}

const WINDOWS_FOLDERS: ReadonlyMap<string, WindowsFolders> = new Map(
  FOLDER_NAMES.virtio_win.windows.map((row) => [row.windows, row]),
);

/**
 * Versions that upstream has drivers for, but that no media are made for; `suiteMask` is as in
 * `WINDOWS_TARGETS`.
 */
const OLDER: readonly (readonly [folder: string, os: FolderWindows])[] = [
  ['xp', older('Windows XP', [5, 1, 2600], WORKSTATION)],
  ['2k3', older('Windows Server 2003', [5, 2, 3790], SERVER)],
  ['2k8', older('Windows Server 2008', [6, 0, 6003], SERVER)],
];

/**
 * The upstream folders of each Windows, oldest first, with the properties that select a models
 * section in `[Manufacturer]` of an INF file (virtio-win/virtio-win-pkg-scripts; Microsoft,
 * "Operating System Version"). For versions that media are made for, these are the values of
 * `WINDOWS_TARGETS`.
 */
const TARGETS: readonly (readonly [folder: string, os: FolderWindows])[] = [
  ...OLDER,
  ...WINDOWS_TARGETS.toSorted(byAge).flatMap((target) =>
    foldersOfWindows(target).map((folder): readonly [string, FolderWindows] => [folder, target]),
  ),
];

function older(
  name: string,
  [majorVersion, minorVersion, buildNumber]: readonly [number, number, number],
  productType: number,
): FolderWindows {
  const suiteMask = DEFAULT_WINDOWS_TARGET.suiteMask;
  return { name, majorVersion, minorVersion, buildNumber, productType, suiteMask };
}

/** Orders by version and first build; the client before the server of the same build. */
function byAge(a: WindowsTarget, b: WindowsTarget): number {
  return (
    a.majorVersion - b.majorVersion ||
    a.minorVersion - b.minorVersion ||
    (a.builds[0] ?? 0) - (b.builds[0] ?? 0) ||
    a.productType - b.productType
  );
}

/** The names that upstream has used for the folder of a Windows; the first that exists counts. */
export function foldersOfWindows({ id }: WindowsTarget): readonly string[] {
  return WINDOWS_FOLDERS.get(id)?.folders ?? [];
}

/**
 * The folders to search for drivers for a Windows: its own, then those of each older Windows whose
 * drivers it uses if it has none of its own.
 */
export function searchedFolders(target: WindowsTarget): readonly (readonly string[])[] {
  const fallBackOn = WINDOWS_FOLDERS.get(target.id)?.fall_back_on ?? [];
  return [target, ...fallBackOn.map((id) => windowsTarget(id))].map((one) => foldersOfWindows(one));
}

/** The Windows that a folder is for; undefined if it is for none. */
export function windowsOfFolder(folder: string): FolderWindows | undefined {
  return TARGETS.find(([name]) => foldCase(name) === foldCase(folder))?.[1];
}

/** The rank of a folder among those of upstream, oldest Windows first. */
export function windowsOrder(folder: string): number {
  return TARGETS.findIndex(([name]) => foldCase(name) === foldCase(folder));
}

/**
 * Every folder `<driver>/<Windows>/<architecture>` of a source that holds an INF file, at any
 * depth. Each driver is listed once for a Windows and architecture: the directory of least depth,
 * then the first in byte order of the path.
 */
export function windowsFolders(entries: readonly Entry[]): readonly WindowsFolder[] {
  const found = new Map<string, WindowsFolder>();
  const directories = new Set(
    entries.filter(({ path }) => isInf(path)).map(({ path }) => parentFolder(path)),
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

function architectureOfFolder(name: string): WindowsFolder['architecture'] {
  return (['x86', 'amd64'] as const).find((architecture) =>
    ARCHITECTURE_FOLDERS[architecture].includes(foldCase(name)),
  );
}

function byDepth(a: string, b: string): number {
  const depth = (path: string): number => path.split('/').length;
  return depth(a) - depth(b) || Buffer.compare(Buffer.from(a), Buffer.from(b));
}
