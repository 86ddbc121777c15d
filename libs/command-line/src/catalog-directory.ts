import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { describeFile, type Catalog, type PackagedFile } from '@aero-guest-tools/catalog';
import { listFileTree } from '@aero-guest-tools/file-tree';
import {
  bootStartServices,
  catalogFiles,
  installedFiles,
  parseInf,
  type Architecture,
  type Inf,
} from '@aero-guest-tools/inf';

/** A directory as far as a catalog is concerned. */
export interface CatalogDirectory {
  /** As the executables say, else the catalog. */
  readonly architecture: Architecture;
  /** All files but catalogs, by their paths relative to the directory, in byte order. */
  readonly files: readonly PackagedFile[];
  /** The paths of those that the catalog has to list. */
  readonly installed: ReadonlySet<string>;
  readonly isBootCritical: boolean;
}

/**
 * Reads a driver directory beside its catalog. The catalog has to list the INF files that name it and what
 * they install; where none names it, the files that it lists by name.
 *
 * @throws InputError if the directory cannot be read, or an INF in it is no INF.
 */
export async function readCatalogDirectory(
  directory: string,
  catalog: Catalog,
  progress: (activity: string) => void,
): Promise<CatalogDirectory> {
  const { files: listed } = await listFileTree(directory);
  const files: PackagedFile[] = [];
  const infs = new Map<string, Inf>();
  for (const { path, absolutePath } of listed) {
    if (/\.cat$/i.test(path)) continue;
    progress(`reading ${path}`);
    const bytes = await readFile(absolutePath);
    files.push(describeFile(path, bytes));
    if (!/\.inf$/i.test(path)) continue;
    const inf = parseInf(bytes, absolutePath);
    if (namesCatalog(inf, catalog)) infs.set(path, inf);
  }
  const architecture =
    files.find((file) => file.architecture !== undefined)?.architecture ?? architectureOf(catalog);
  const ofInfs = [...infs.values()];
  const paths = files.map(({ path }) => path);
  const names = new Set(catalog.members.map(({ file = '' }) => file.toLowerCase()));
  const installed =
    infs.size === 0
      ? paths.filter((path) => names.has(basename(path).toLowerCase()))
      : [...infs].flatMap(([path, inf]) => [
          path,
          ...installedFiles(inf, path, paths, architecture),
        ]);
  return {
    architecture,
    files,
    installed: new Set(installed),
    isBootCritical: ofInfs.some((inf) => bootStartServices(inf, architecture).length > 0),
  };
}

/** What a catalog is for where nothing else tells: `OS` as Inf2Cat writes it. */
export function architectureOf({ attributes }: Catalog): Architecture {
  const system = attributes.find(({ name }) => name === 'OS')?.value ?? '';
  return /x86/i.test(system) && !/x64/i.test(system) ? 'x86' : 'amd64';
}

function namesCatalog(inf: Inf, catalog: Catalog): boolean {
  const name = basename(catalog.file).toLowerCase();
  return catalogFiles(inf).some((file) => file.toLowerCase() === name);
}
