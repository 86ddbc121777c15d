import { posix } from 'node:path';
import { nameKey } from '@aero-guest-tools/driver-layout/driver-name';
import type { DriverDirectory } from '@aero-guest-tools/driver-layout/find-drivers';
import type { FileEntry } from '@aero-guest-tools/file-tree';
import {
  compressedNames,
  type FileReference,
  type Inf,
  type UncopiedFile,
} from '@aero-guest-tools/inf';
import type { WindowsTarget } from '@aero-guest-tools/windows-target';
import type { FileDecision } from './driver-filter';
import type { DriverSpec } from './packaging-spec';

/** A file of a driver directory; its path is relative to the directory. */
export interface DriverFile extends FileEntry {
  readonly decision: FileDecision;
}

/** A packaged INF file. */
export interface PackagedInf {
  /** Relative to the driver directory. */
  readonly path: string;
  readonly inf: Inf;
}

/**
 * A driver directory with the contents of its packaged INF files: everything that the checks of a
 * driver need.
 */
export interface DriverPackage extends DriverDirectory<DriverSpec> {
  /** The Windows that it is for. */
  readonly windows: WindowsTarget;
  /** In byte order of the path. */
  readonly files: readonly DriverFile[];
  /** In byte order of the path. */
  readonly infs: readonly PackagedInf[];
}

/**
 * Whether a file that an INF file names goes on the media. It may be under its name in any
 * directory of the driver (which covers relative paths), or stored compressed. Catalogs and INF
 * files are never compressed, since Windows reads them in place.
 */
export function isPackaged(
  driverPackage: DriverPackage,
  { file, directive }: Pick<FileReference | UncopiedFile, 'file' | 'directive'>,
): boolean {
  const names = packagedNames(driverPackage);
  const isRead = directive === 'CatalogFile' || directive === 'CopyINF';
  return (
    names.has(nameKey(file)) ||
    (!isRead && compressedNames(nameKey(file)).some((name) => names.has(name)))
  );
}

/** The base names of the files that go on the media, as {@link baseNameKey} gives them. */
function packagedNames(driverPackage: DriverPackage): ReadonlySet<string> {
  let names = packagedNamesOf.get(driverPackage);
  if (!names) {
    names = new Set(packagedPaths(driverPackage).map((path) => baseNameKey(path)));
    packagedNamesOf.set(driverPackage, names);
  }
  return names;
}

/** Cached, since they are needed for every file that an INF file names. */
const packagedNamesOf = new WeakMap<DriverPackage, ReadonlySet<string>>();

/** The paths of the files that go on the media. */
export function packagedPaths({ files }: DriverPackage): readonly string[] {
  return files.filter(({ decision }) => decision.decision === 'include').map(({ path }) => path);
}

/**
 * The files that exist but do not go on the media, each with its path and the reason, keyed by base
 * name as {@link baseNameKey} gives it.
 */
export function excludedFiles({ files }: DriverPackage): ReadonlyMap<string, string> {
  const excluded = new Map<string, string>();
  for (const { path, decision } of files) {
    if (decision.decision === 'include' || excluded.has(baseNameKey(path))) continue;
    excluded.set(baseNameKey(path), `"${path}": ${decision.reason}`);
  }
  return excluded;
}

/** The last component of a path, as Windows compares it. */
export function baseNameKey(path: string): string {
  return nameKey(posix.basename(path));
}
