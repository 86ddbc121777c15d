// A separate entry point, `@aero-guest-tools/driver-layout/find-drivers`.
import {
  errorDiagnostic,
  formatList,
  warningDiagnostic,
  type Diagnostic,
} from '@aero-guest-tools/diagnostics';
import type { Architecture } from '@aero-guest-tools/windows-target';
import { driverDirectoryNames, nameKey } from '../folder-names/driver-name';
import {
  findArchitectureDirectories,
  type ArchitectureDirectory,
} from './architecture-directories';
import { directoriesByName, directoriesNamed, type Directories } from './child-directories';
import type { ExpectedDriver, ExpectedDrivers } from './expected-drivers';
import { missingOptionalDrivers } from './missing-optional-drivers';
import { unlistedDirectories } from './unlisted-directories';

/** The directory of a driver of the spec, for one architecture. */
export interface DriverDirectory<Driver extends ExpectedDriver = ExpectedDriver> {
  readonly driver: Driver;
  readonly architecture: Architecture;
  /** Relative to the root of the tree, as found. */
  readonly directory: string;
}

/** The search for a driver in the directory of one architecture, with its result. */
interface Search<Driver extends ExpectedDriver = ExpectedDriver> {
  readonly driver: Driver;
  readonly parent: ArchitectureDirectory;
  /** The names of the directories that the driver could be in. */
  readonly matches: readonly string[];
}

/**
 * Finds the drivers of a spec in a tree, ignoring the case of directory names. (Packager rules, 2.
 * Driver input tree.) The files that diagnostics name are relative to the tree's root.
 */
export function findDrivers<Driver extends ExpectedDriver>(
  tree: Directories,
  spec: ExpectedDrivers<Driver>,
): {
  /** In the order of the spec, x86 before amd64 before arm64. */
  readonly directories: readonly DriverDirectory<Driver>[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const { found, diagnostics } = findArchitectureDirectories(tree, spec.target.architectures);
  const parents = found.map((parent) => ({ parent, byName: directoriesByName(parent.children) }));
  const searches = spec.drivers.map((driver) =>
    parents.map(({ parent, byName }): Search<Driver> => {
      const names = driverDirectoryNames(driver.name);
      return { driver, parent, matches: names.flatMap((name) => byName.get(nameKey(name)) ?? []) };
    }),
  );
  return {
    directories: searches
      .flat()
      .flatMap(({ driver, parent, matches: [name] }) =>
        name === undefined
          ? []
          : { driver, architecture: parent.architecture, directory: `${parent.path}/${name}` },
      ),
    diagnostics: [
      ...diagnostics,
      ...searches.flatMap((driverSearches) => [
        ...driverSearches.flatMap((item) => matchDiagnostics(item)),
        ...absenceDiagnostics(driverSearches, spec),
      ]),
      ...missingOptionalDrivers(
        searches
          .filter((driverSearches) => !hasToBeThere(driverSearches, spec))
          .flat()
          .filter(({ matches }) => matches.length === 0)
          .map(({ driver: { name }, parent }) => ({ name, parent })),
      ),
      ...unlistedDirectories(spec, found),
    ],
  };
}

/** The diagnostics about the directories that were found for a driver. */
function matchDiagnostics({ driver, parent, matches }: Search): readonly Diagnostic[] {
  const [first, second] = matches;
  if (first === undefined) return [];
  if (second !== undefined) {
    return [
      errorDiagnostic({
        file: parent.path,
        id: 'drivers.found-twice',
        message: `the driver "${driver.name}" is there several times`,
        found: formatList(matches),
        expected: `only "${driver.name}"`,
        remedy: 'remove all but one, or merge them',
      }),
    ];
  }
  if (directoriesNamed(matches, driver.name).length > 0) return [];
  return [
    warningDiagnostic({
      file: `${parent.path}/${first}`,
      id: 'drivers.other-name',
      message: `"${first}" is used as the driver "${driver.name}"`,
      remedy: `rename it to "${driver.name}"`,
    }),
  ];
}

/**
 * Whether a driver must exist for every architecture: it is required, or it exists for another one.
 */
function hasToBeThere(
  searches: readonly Search[],
  { requireOptionalDriversOnAllArches }: ExpectedDrivers,
): boolean {
  const isPresent = searches.some(({ matches }) => matches.length > 0);
  return (
    searches.some(({ driver }) => driver.required) ||
    (isPresent && requireOptionalDriversOnAllArches)
  );
}

/** The diagnostics about the architectures that a driver is missing for, if it must exist. */
function absenceDiagnostics(
  searches: readonly Search[],
  spec: ExpectedDrivers,
): readonly Diagnostic[] {
  if (!hasToBeThere(searches, spec)) return [];
  return searches
    .filter(({ matches }) => matches.length === 0)
    .map(({ driver, parent: { architecture, path, children } }) => {
      const tried = driverDirectoryNames(driver.name).map((name) => `${path}/${name}`);
      const kind = driver.required ? 'required' : 'optional';
      const absence = {
        file: path,
        message: `the ${kind} driver "${driver.name}" is missing for ${architecture}`,
        found: `the directories ${formatList(children)}`,
        expected: tried.map((name) => `"${name}"`).join(' or '),
      };
      return driver.required
        ? errorDiagnostic({
            ...absence,
            id: 'drivers.required-missing',
            remedy: 'add the driver, or package with another spec',
          })
        : errorDiagnostic({
            ...absence,
            id: 'drivers.missing-on-architecture',
            remedy: 'add the driver, or remove it from the other architecture too',
          });
    });
}
