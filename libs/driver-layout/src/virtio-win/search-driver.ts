import { compareBytes, isHiddenName } from '@aero-guest-tools/file-tree';
import type { Architecture, GuestTarget } from '@aero-guest-tools/windows-target';
import type { DriverSearch, MissingDriver, SelectedDriver } from '../search/driver-search';
import { joinPath, type SourceFolders } from '../entries/source-folders';
import { filesOfDriver } from './flat-folder';
import {
  ARCHITECTURE_FOLDERS,
  ARCHITECTURE_ROOTS,
  DRIVER_ROOTS,
  infName,
  upstreamFolder,
  type RequestedDriver,
} from './upstream-layout';
import { searchedFolders } from './windows-folders';

/** Where a driver was found, and where it is missing. */
export interface FoundDriver extends Pick<DriverSearch, 'found' | 'missing' | 'elsewhere'> {
  /** Every folder and file that was looked for, whether it exists or not. */
  readonly lookedFor: readonly string[];
  /** Folders of the driver, for any Windows; their entries must be files. */
  readonly folders: readonly string[];
}

/** The only folder at the root, if it wraps everything; otherwise ''. */
export function wrappingFolder(source: SourceFolders): string {
  const folders = source.foldersIn('').filter((name) => !isHiddenName(name));
  if (folders.length === 1) return folders[0] ?? '';
  const releases = folders.filter((name) => /^virtio-win/i.test(name));
  return releases.length === 1 ? (releases[0] ?? '') : '';
}

/**
 * Searches a driver for a Windows: its upstream folder, in it the first folder of the Windows, in
 * that the first folder of each architecture. The search does not go back if the next folder is
 * missing, so the files of all architectures are from one build. But an architecture that is
 * missing is searched in the folders that the Windows falls back on. The layout of an image is
 * searched first, then the other trees in which people have the drivers.
 */
export function searchDriver(
  source: SourceFolders,
  driver: RequestedDriver,
  target: GuestTarget,
): FoundDriver {
  const { name } = driver;
  const search: Search = { source, driver, ...inByteOrder(target), lookedFor: [] };
  const { lookedFor } = search;
  const folders: string[] = [];
  const wrapper = wrappingFolder(source);
  const bases = wrapper === '' ? [''] : ['', wrapper];
  const upstream = upstreamFolder(driver);
  let missing: readonly MissingDriver[] | undefined;
  for (const root of bases.flatMap((base) => DRIVER_ROOTS.map((place) => joinPath(base, place)))) {
    const wanted = joinPath(root, upstream);
    lookedFor.push(wanted);
    const folder = source.find(wanted);
    if (folder === undefined) continue;
    folders.push(folder);
    const result = searchFolder(search, folder);
    if (result.found.length > 0) return { ...result, lookedFor, folders };
    missing ??= result.missing;
  }
  for (const root of bases.flatMap((base) =>
    ARCHITECTURE_ROOTS.map((other) => joinPath(base, other)),
  )) {
    const result = searchArchitectures(search, root);
    if (result.found.length === 0) continue;
    folders.push(...result.found.map(({ directory }) => directory));
    return { ...result, lookedFor, folders };
  }
  return {
    found: [],
    missing: missing ?? [
      {
        name,
        architectures: search.architectures,
        reason: `there is no folder ${upstream}`,
        tried: [upstream],
        present: source.foldersIn(''),
      },
    ],
    elsewhere: source.holding(infName(driver)).map((folder) => joinPath(folder, infName(driver))),
    lookedFor,
    folders,
  };
}

/** What to search for, and where it was searched. */
interface Search extends GuestTarget {
  readonly source: SourceFolders;
  readonly driver: RequestedDriver;
  readonly lookedFor: string[];
}

function inByteOrder({ windows, architectures }: GuestTarget): GuestTarget {
  return { windows, architectures: architectures.toSorted(compareBytes) };
}

/** Searches `<driver>/<Windows version>/<architecture>`. */
function searchFolder(search: Search, folder: string): Pick<DriverSearch, 'found' | 'missing'> {
  const { source, windows, architectures, lookedFor } = search;
  const { name } = search.driver;
  const candidates = searchedFolders(windows).map((systems) =>
    systems.map((system) => `${folder}/${system}`),
  );
  lookedFor.push(...candidates.flat());
  const systems = candidates.flatMap((places) => firstFolder(source, places) ?? []);
  if (systems.length === 0) {
    const reason = `there is no ${windows.name} folder in ${folder}`;
    const present = source.foldersIn(folder);
    return {
      found: [],
      missing: [{ name, architectures, reason, tried: candidates.flat(), present }],
    };
  }
  return searchEach(architectures, (architecture) => {
    const tried = systems.flatMap((system) =>
      ARCHITECTURE_FOLDERS[architecture].map((alias) => `${system}/${alias}`),
    );
    lookedFor.push(...tried);
    const directory = firstFolder(source, tried);
    if (directory !== undefined) return { name, architecture, directory };
    const reason = `there is no ${architecture} folder in ${systems.join(' or ')}`;
    const present = [...new Set(systems.flatMap((system) => source.foldersIn(system)))];
    return { name, architectures: [architecture], reason, tried, present };
  });
}

/**
 * Searches `<architecture>/<Windows version>` or `<Windows version>/<architecture>`, in the same
 * order for all architectures.
 */
function searchArchitectures(
  search: Search,
  root: string,
): Pick<DriverSearch, 'found' | 'missing'> {
  const { source, windows, architectures, lookedFor } = search;
  lookedFor.push(...(root === '' ? [] : [root]));
  const found: SelectedDriver[] = [];
  let missing: readonly MissingDriver[] = [];
  if (source.find(root) === undefined) return { found, missing };
  for (const systems of searchedFolders(windows)) {
    const others = architectures.filter((architecture) =>
      found.every((driver) => driver.architecture !== architecture),
    );
    if (others.length === 0) break;
    const result = searchSystem({ ...search, architectures: others }, root, systems);
    if (result.found.length === 0) continue;
    found.push(...result.found);
    missing = result.missing;
  }
  return { found, missing };
}

/** Searches the folders of one Windows, in the first kind of layout that has the driver at all. */
function searchSystem(
  { source, driver, architectures, lookedFor }: Search,
  root: string,
  systems: readonly string[],
): Pick<DriverSearch, 'found' | 'missing'> {
  const { name } = driver;
  const kinds = systems.flatMap((system) => [
    (architecture: string) => joinPath(root, `${architecture}/${system}`),
    (architecture: string) => joinPath(root, `${system}/${architecture}`),
  ]);
  for (const kind of kinds) {
    const result = searchEach(architectures, (architecture) => {
      const places = ARCHITECTURE_FOLDERS[architecture].map((alias) => kind(alias));
      const tried = places.flatMap((place) => [
        joinPath(place, upstreamFolder(driver)),
        joinPath(place, infName(driver)),
      ]);
      lookedFor.push(...tried);
      for (const place of places) {
        const own = source.find(joinPath(place, upstreamFolder(driver)));
        if (own !== undefined) return { name, architecture, directory: own };
        const files = filesOfDriver(source.entriesIn(place), infName(driver));
        const directory = source.find(place);
        if (files && directory !== undefined) return { name, architecture, directory, files };
      }
      const reason = `it is not in ${places.join(' or ')}`;
      const present = places.flatMap((place) => source.foldersIn(place));
      return { name, architectures: [architecture], reason, tried, present };
    });
    if (result.found.length > 0) return result;
  }
  return { found: [], missing: [] };
}

function searchEach(
  architectures: readonly Architecture[],
  search: (architecture: Architecture) => SelectedDriver | MissingDriver,
): Pick<DriverSearch, 'found' | 'missing'> {
  const found: SelectedDriver[] = [];
  const missing: MissingDriver[] = [];
  for (const architecture of architectures) {
    const result = search(architecture);
    if ('directory' in result) found.push(result);
    else missing.push(result);
  }
  return { found, missing };
}

function firstFolder(source: SourceFolders, candidates: readonly string[]): string | undefined {
  for (const candidate of candidates) {
    const folder = source.find(candidate);
    if (folder !== undefined) return folder;
  }
  return undefined;
}
