import { basename } from 'node:path';
import { storedNames, systemsOf, type Catalog, type PackagedFile } from '@aero-guest-tools/catalog';
import {
  bootStartServices,
  catalogFiles,
  installedFiles,
  models,
  type Architecture,
  type Inf,
} from '@aero-guest-tools/inf';
import { catalogSystem, type WindowsTarget } from '@aero-guest-tools/windows-target';

/** In the order of reports. */
const ARCHITECTURES: readonly Architecture[] = ['x86', 'amd64', 'arm64'];

/** Inf2Cat's system names for an architecture: `7X86`, `_v63_X64`. */
const SYSTEMS: Readonly<Record<Architecture, RegExp>> = {
  x86: /x86$/i,
  amd64: /x64$/i,
  arm64: /arm64$/i,
};

/** A driver on one architecture, for the check of its catalog. */
export interface CatalogTarget {
  readonly architecture: Architecture;
  /** The files that the catalog must list; absent if only the catalog is known. */
  readonly files?: readonly PackagedFile[];
  readonly isBootCritical: boolean;
}

/** The targets of a catalog without its files. At least one. */
export function targetsOfCatalog(
  catalog: Catalog,
  windows: WindowsTarget,
): readonly CatalogTarget[] {
  const named = architecturesOfWindows(windows).filter((item) => isNamed(catalog, item));
  return (named.length > 0 ? named : (['amd64'] as const)).map((architecture) => ({
    architecture,
    isBootCritical: false,
  }));
}

/**
 * The targets of a catalog beside the files of a driver: the architectures that it names, and those
 * of the drivers that it lists, if an INF file that names the catalog binds devices there. Each is
 * a separate target, with the INF files that name the catalog there and the files that they
 * install; if no INF file names it, with the files that it lists by name. Executables for other
 * architectures may be in the same directory.
 *
 * @param infs By their paths.
 * @returns At least one.
 */
export function targetsOfFiles(
  catalog: Catalog,
  files: readonly PackagedFile[],
  infs: ReadonlyMap<string, Inf>,
  windows: WindowsTarget,
): readonly CatalogTarget[] {
  return architecturesOf(catalog, files, infs, windows).map((architecture) => {
    const ofTarget = [...infs].filter(([, inf]) => namesCatalog(inf, catalog, architecture));
    return {
      architecture,
      files:
        ofTarget.length > 0
          ? filesOfInfs(files, ofTarget, architecture, windows)
          : filesByName(catalog, files, architecture),
      isBootCritical: ofTarget.some(
        ([, inf]) => bootStartServices(inf, architecture, windows).length > 0,
      ),
    };
  });
}

/** Whether a catalog lists a file, by its digests. */
export function isMember({ members }: Catalog, { digests }: PackagedFile): boolean {
  const known = new Set(members.map(({ digest }) => digest));
  return Object.values(digests ?? {}).some((digest) => known.has(digest));
}

function architecturesOf(
  catalog: Catalog,
  files: readonly PackagedFile[],
  infs: ReadonlyMap<string, Inf>,
  windows: WindowsTarget,
): readonly Architecture[] {
  const architectures = architecturesOfWindows(windows);
  const listed = files.filter((file) => isMember(catalog, file));
  const bound = (architecture: Architecture): boolean =>
    Array.from(infs.values()).some(
      (inf) =>
        namesCatalog(inf, catalog, architecture) && models(inf, architecture, windows).length > 0,
    );
  const drivers = listed.filter(({ isKernelMode }) => isKernelMode);
  const candidates: readonly ((architecture: Architecture) => boolean)[] = [
    (architecture) => isNamed(catalog, architecture) || isFor(architecture, drivers),
    (architecture) => isFor(architecture, listed),
    bound,
    (architecture) => isFor(architecture, files),
  ];
  const hasInf = architectures.some((item) => bound(item));
  const found = candidates
    .map((isCandidate) => architectures.filter((item) => isCandidate(item)))
    .map((items) => (hasInf ? items.filter((item) => bound(item)) : items))
    .find((items) => items.length > 0);
  return found ?? ['amd64'];
}

function isFor(architecture: Architecture, files: readonly PackagedFile[]): boolean {
  return files.some((file) => file.architecture === architecture);
}

function isNamed(catalog: Catalog, architecture: Architecture): boolean {
  return systemsOf(catalog).some(
    (system) =>
      SYSTEMS[architecture].test(system) || catalogSystem(system)?.architecture === architecture,
  );
}

function architecturesOfWindows({ architectures }: WindowsTarget): readonly Architecture[] {
  return ARCHITECTURES.filter((architecture) => architectures.includes(architecture));
}

function namesCatalog(inf: Inf, catalog: Catalog, architecture: Architecture): boolean {
  const name = basename(catalog.file).toLowerCase();
  return catalogFiles(inf, architecture).some((file) => file.toLowerCase() === name);
}

function filesOfInfs(
  files: readonly PackagedFile[],
  infs: readonly (readonly [path: string, inf: Inf])[],
  architecture: Architecture,
  windows: WindowsTarget,
): readonly PackagedFile[] {
  const paths = files.map(({ path }) => path);
  const installed = new Set(
    infs.flatMap(([path, inf]) => [
      path,
      ...installedFiles(inf, path, paths, architecture, windows),
    ]),
  );
  return files.filter(({ path }) => installed.has(path));
}

function filesByName(
  catalog: Catalog,
  files: readonly PackagedFile[],
  architecture: Architecture,
): readonly PackagedFile[] {
  const names = new Set(catalog.members.flatMap(({ file }) => (file ? storedNames(file) : [])));
  return files
    .filter(({ path }) => names.has(basename(path).toLowerCase()))
    .filter(
      (file) => (file.architecture ?? architecture) === architecture || isMember(catalog, file),
    );
}
