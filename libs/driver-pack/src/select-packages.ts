import { formatList, InputError, type Problem } from '@aero-guest-tools/diagnostics';
import {
  ARCHITECTURE_FOLDERS,
  driverDirectoryNames,
  entriesBelow,
  equalNames,
  joinPath,
  parentFolder,
  recogniseLayout,
  type DriverFolders,
  type DriverRequest,
  type DriverSearch,
  type PackagesTree,
} from '@aero-guest-tools/driver-layout';
import type { DriverSource, SourceEntry } from '@aero-guest-tools/driver-source';
import { compareBytes } from '@aero-guest-tools/file-tree';
import { ARCHITECTURES, type Architecture } from '@aero-guest-tools/windows-target';
import { completeSelection } from './complete-selection';
import { DRIVER_PACK_MANIFEST } from './driver-pack-manifest';
import type { Selection } from './selection';

/** The directory of the notices, version markers and provenance of driver packages. */
const NOTICES_DIRECTORY = 'licenses/driver-pack';

/** What to select. */
export interface PackageRequests {
  readonly drivers: readonly DriverRequest[];
  /** Architectures of the guests; drivers for others are left out. */
  readonly architectures: readonly Architecture[];
  /** Whether to take drivers that nobody asked for too, so that a spec can refuse them. */
  readonly takeUnlisted: boolean;
}

/** What was selected. */
export interface SelectedPackages {
  readonly selection: Selection;
  /** The folder of the source that holds the certificates, if there are any: `certs` at its base. */
  readonly certificatesFolder: string;
}

/**
 * Selects drivers in a tree whose layout it recognises: the output of CI, or the layout of the
 * packager. (Packager rules, 8. Where drivers come from.)
 *
 * @throws InputError, with all problems together: an unknown layout; a driver that is in two
 *   places; and what {@link completeSelection} refuses.
 */
export function selectPackages(
  source: Pick<DriverSource, 'label' | 'entries' | 'problems' | 'remarks'>,
  requests: PackageRequests,
): SelectedPackages {
  const { entries, label } = source;
  const architectures = ARCHITECTURES.filter((one) => requests.architectures.includes(one));
  const tree = recogniseLayout(entries);
  if (!tree) throw unknownLayout(source);
  assertDistinct(label, tree);
  const requested = requests.drivers.map((request) => ({
    request,
    drivers: foldersOf(request, tree),
  }));
  const listed = new Set(requested.flatMap(({ drivers }) => drivers.map(({ place }) => place)));
  const unlisted = requests.takeUnlisted
    ? tree.drivers.filter(({ place }) => !listed.has(place))
    : [];
  const searches = [
    ...requested.map(({ request, drivers }) => searchFor(request, drivers, tree, architectures)),
    ...unlisted.map((driver) => ({
      request: undefined,
      found: selected(driver, architectures),
      missing: [],
    })),
  ];
  const selection = completeSelection(source, {
    layout: tree.layout,
    searches,
    noticesFolder: noticesFolder(entries, tree),
    noticesDirectory: NOTICES_DIRECTORY,
    concerned: notFiles(entries, tree),
    // The whole tree decides the layout.
    lookedFor: [''],
    remedy: 'build the driver, or make it optional in the packaging spec',
  });
  return { selection, certificatesFolder: joinPath(tree.base, 'certs') };
}

/**
 * The folder whose notices travel with the drivers: the base. If the source is itself driver media,
 * it is the folder of the provenance, where the earlier build put the notices, since the README.md
 * at the base of media belongs to the guest tools.
 */
function noticesFolder(entries: readonly SourceEntry[], { base }: PackagesTree): string {
  const licenses = joinPath(base, 'licenses');
  const provenance = entries.find(({ path }) => {
    const folder = parentFolder(path);
    return (
      equalNames(path, joinPath(folder, DRIVER_PACK_MANIFEST)) &&
      equalNames(parentFolder(folder), licenses)
    );
  });
  return provenance === undefined ? base : parentFolder(provenance.path);
}

/** Everything in the tree of the drivers that is not a file. */
function notFiles(entries: readonly SourceEntry[], { root }: PackagesTree): readonly SourceEntry[] {
  return (root === '' ? entries : entriesBelow(entries, root)).filter(
    ({ kind }) => kind !== 'file',
  );
}

/**
 * The folders of a driver: those that have its name, or the name `aero-gpu` that `aerogpu` also has
 * in the packager's layout. If there are none, the folder with the upstream name.
 */
function foldersOf(
  { name, upstreamFolder }: DriverRequest,
  { drivers }: PackagesTree,
): readonly DriverFolders[] {
  const named = drivers.filter((driver) => means(name, driver.name));
  if (named.length > 0 || upstreamFolder === undefined) return named;
  return drivers
    .filter((driver) => equalNames(driver.name, upstreamFolder))
    .map((driver) => ({ ...driver, name }));
}

function means(name: string, folder: string): boolean {
  return driverDirectoryNames(name).some((directory) => equalNames(directory, folder));
}

function searchFor(
  request: DriverRequest,
  drivers: readonly DriverFolders[],
  tree: PackagesTree,
  architectures: readonly Architecture[],
): DriverSearch {
  const missing = architectures.filter((architecture) =>
    drivers.every(({ folders }) => folders[architecture] === undefined),
  );
  return {
    request,
    found: drivers.flatMap((driver) =>
      selected(
        equalNames(driver.name, request.name) ? { ...driver, name: request.name } : driver,
        architectures,
      ),
    ),
    missing:
      missing.length === 0
        ? []
        : [
            {
              name: request.name,
              architectures: missing,
              reason:
                drivers.length === 0
                  ? 'there is no folder for it'
                  : `there is no ${missing.join(' and no ')} folder for it`,
              tried: missing.flatMap((architecture) => triedFolders(request, architecture, tree)),
              present: tree.drivers
                .flatMap(({ folders }) => Object.values(folders))
                .toSorted(compareBytes),
            },
          ],
  };
}

function selected(
  { name, folders }: DriverFolders,
  architectures: readonly Architecture[],
): DriverSearch['found'] {
  return architectures.flatMap((architecture) => {
    const directory = folders[architecture];
    return directory === undefined ? [] : [{ name, architecture, directory }];
  });
}

function triedFolders(
  { name, upstreamFolder }: DriverRequest,
  architecture: Architecture,
  { layout, root }: PackagesTree,
): readonly string[] {
  const names = upstreamFolder === undefined ? [name] : [name, upstreamFolder];
  return names.flatMap((driver) =>
    ARCHITECTURE_FOLDERS[architecture].map((folder) =>
      joinPath(root, layout === 'packager' ? `${folder}/${driver}` : `**/${driver}/${folder}`),
    ),
  );
}

/** Refuses two CI folders that mean the same driver, since their files would be mixed. */
function assertDistinct(label: string, { drivers }: PackagesTree): void {
  const problems = drivers.flatMap(({ name }, index): readonly Problem[] => {
    const same = drivers.filter((driver) => equalNames(driver.name, name));
    if (
      same.length === 1 ||
      drivers.findIndex((driver) => equalNames(driver.name, name)) !== index
    ) {
      return [];
    }
    return [
      {
        file: label,
        id: 'source.driver-twice',
        message: `several folders hold the driver ${name}`,
        found: formatList(same.map(({ place }) => place).toSorted(compareBytes)),
        expected: 'one folder per driver',
        remedy: 'remove all but one of them',
      },
    ];
  });
  if (problems.length > 0) throw new InputError(problems);
}

function unknownLayout({ label, entries }: Pick<DriverSource, 'label' | 'entries'>): InputError {
  const folders = [...new Set(entries.map(({ path }) => parentFolder(path)))].toSorted(
    compareBytes,
  );
  return new InputError({
    file: label,
    id: 'source.no-driver-packages',
    message: 'there are no driver packages in it',
    found: `the folders ${formatList(folders.filter((folder) => folder !== ''))}`,
    expected: 'packages/<driver>/{x86,x64}/ as CI writes them, or {x86,amd64}/<driver>/',
    remedy: 'build the drivers, or name the directory or the archive that holds them',
  });
}
