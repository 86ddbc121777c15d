import {
  ARCHITECTURES,
  type Architecture,
  type DriverSearch,
  type MissingDriver,
  type SelectedDriver,
} from '@aero-guest-tools/driver-pack';
import { filesOfDriver } from './flat-folder';
import { joinPath, type SourceFolders } from './source-folders';
import {
  ARCHITECTURE_FOLDERS,
  ARCHITECTURE_ROOTS,
  DRIVER_ROOTS,
  infName,
  upstreamFolder,
  WINDOWS_7_FOLDERS,
} from './upstream-layout';

/** Where a driver is, and where it is not. */
export interface FoundDriver extends Pick<DriverSearch, 'found' | 'missing' | 'elsewhere'> {
  /** Every folder and file that was looked for, there or not. */
  readonly lookedFor: readonly string[];
  /** Folders of the driver, for any Windows: what stands there has to be files. */
  readonly folders: readonly string[];
}

/** The folder around everything, if there is one; '' else. */
export function wrappingFolder(source: SourceFolders): string {
  const folders = source.foldersIn('').filter((name) => !isHidden(name));
  if (folders.length === 1) return folders[0] ?? '';
  const releases = folders.filter((name) => /^virtio-win/i.test(name));
  return releases.length === 1 ? (releases[0] ?? '') : '';
}

/** What is hidden, or added by macOS to archives, is no driver and wraps none. */
function isHidden(name: string): boolean {
  return name.startsWith('.') || name.toLowerCase() === '__macosx';
}

/**
 * Looks for a Windows 7 driver: its upstream folder, in it the first folder of Windows 7, in that
 * the first folder of each architecture. The choice of one is not taken back for want of the next,
 * so the files of all architectures are of one build. Where an image would have the driver, it is
 * looked for first; then in the other trees that people have.
 */
export function searchDriver(source: SourceFolders, name: string): FoundDriver {
  const lookedFor: string[] = [];
  const folders: string[] = [];
  const wrapper = wrappingFolder(source);
  const bases = wrapper === '' ? [''] : ['', wrapper];
  const upstream = upstreamFolder(name);
  let missing: readonly MissingDriver[] | undefined;
  for (const root of bases.flatMap((base) => DRIVER_ROOTS.map((place) => joinPath(base, place)))) {
    const wanted = joinPath(root, upstream);
    lookedFor.push(wanted);
    const folder = source.find(wanted);
    if (folder === undefined) continue;
    folders.push(folder);
    const result = searchFolder(source, name, folder, lookedFor);
    if (result.found.length > 0) return { ...result, lookedFor, folders };
    missing ??= result.missing;
  }
  for (const root of bases.flatMap((base) =>
    ARCHITECTURE_ROOTS.map((other) => joinPath(base, other)),
  )) {
    const result = searchArchitectures(source, name, root, lookedFor);
    if (result.found.length === 0) continue;
    folders.push(...result.found.map(({ directory }) => directory));
    return { ...result, lookedFor, folders };
  }
  return {
    found: [],
    missing: missing ?? [
      {
        name,
        architectures: ARCHITECTURES,
        reason: `there is no folder ${upstream}`,
        tried: [upstream],
        present: source.foldersIn(''),
      },
    ],
    elsewhere: source.holding(infName(name)).map((folder) => joinPath(folder, infName(name))),
    lookedFor,
    folders,
  };
}

/** In `<driver>/<Windows version>/<architecture>`. */
function searchFolder(
  source: SourceFolders,
  name: string,
  folder: string,
  lookedFor: string[],
): Pick<DriverSearch, 'found' | 'missing'> {
  const systems = WINDOWS_7_FOLDERS.map((system) => `${folder}/${system}`);
  lookedFor.push(...systems);
  const system = firstFolder(source, systems);
  if (system === undefined) {
    const reason = `there is no Windows 7 folder in ${folder}`;
    const present = source.foldersIn(folder);
    return {
      found: [],
      missing: [{ name, architectures: ARCHITECTURES, reason, tried: systems, present }],
    };
  }
  return searchEach((architecture) => {
    const tried = ARCHITECTURE_FOLDERS[architecture].map((alias) => `${system}/${alias}`);
    lookedFor.push(...tried);
    const directory = firstFolder(source, tried);
    if (directory !== undefined) return { name, architecture, directory };
    const reason = `there is no ${architecture} folder in ${system}`;
    return {
      name,
      architectures: [architecture],
      reason,
      tried,
      present: source.foldersIn(system),
    };
  });
}

/** In `<architecture>/<Windows version>` or `<Windows version>/<architecture>`, both of one kind. */
function searchArchitectures(
  source: SourceFolders,
  name: string,
  root: string,
  lookedFor: string[],
): Pick<DriverSearch, 'found' | 'missing'> {
  lookedFor.push(...(root === '' ? [] : [root]));
  if (source.find(root) === undefined) return { found: [], missing: [] };
  const kinds = WINDOWS_7_FOLDERS.flatMap((system) => [
    (architecture: string) => joinPath(root, `${architecture}/${system}`),
    (architecture: string) => joinPath(root, `${system}/${architecture}`),
  ]);
  for (const kind of kinds) {
    const result = searchEach((architecture) => {
      const places = ARCHITECTURE_FOLDERS[architecture].map((alias) => kind(alias));
      const tried = places.flatMap((place) => [
        joinPath(place, upstreamFolder(name)),
        joinPath(place, infName(name)),
      ]);
      lookedFor.push(...tried);
      for (const place of places) {
        const own = source.find(joinPath(place, upstreamFolder(name)));
        if (own !== undefined) return { name, architecture, directory: own };
        const files = filesOfDriver(source.entriesIn(place), infName(name));
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
  search: (architecture: Architecture) => SelectedDriver | MissingDriver,
): Pick<DriverSearch, 'found' | 'missing'> {
  const found: SelectedDriver[] = [];
  const missing: MissingDriver[] = [];
  for (const architecture of ARCHITECTURES) {
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
