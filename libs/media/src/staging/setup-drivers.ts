import {
  errorDiagnostic,
  formatList,
  throwIfErrors,
  warningDiagnostic,
  type Diagnostic,
} from '@aero-guest-tools/diagnostics';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import { REPORTED_ARCHITECTURES } from '@aero-guest-tools/windows-target';
import { SETUP_DRIVERS_DIRECTORY } from '../checks/setup-media-path';

/** A device setup class, with both names that `[Version]` of an INF file can give it. */
interface SetupClass {
  readonly name: string;
  readonly guid: string;
}

// "System-Defined Device Setup Classes Available to Vendors" (Windows driver documentation).

/** Classes of controllers of the disks that Windows is installed on. */
const STORAGE_CLASSES: readonly SetupClass[] = [
  { name: 'scsiadapter', guid: '{4d36e97b-e325-11ce-bfc1-08002be10318}' },
  { name: 'hdc', guid: '{4d36e96a-e325-11ce-bfc1-08002be10318}' },
];

const NETWORK_CLASSES: readonly SetupClass[] = [
  { name: 'net', guid: '{4d36e972-e325-11ce-bfc1-08002be10318}' },
];

/** The drivers that Windows Setup is given: boot storage and network drivers. */
export function setupDrivers(drivers: readonly DriverReport[]): readonly DriverReport[] {
  return drivers.filter((driver) => isBootStorage(driver) || isOfClass(driver, NETWORK_CLASSES));
}

/**
 * Checks whether Windows Setup can be given the drivers.
 *
 * Setup takes every INF file below the folder and "attempts to install these discovered drivers
 * into the driverstore" (KB2686316), whatever architecture the folder or the driver is for. If the
 * INF file of a package has models for its own architecture only, other architectures find nothing
 * to choose ("INF Manufacturer Section"). If the INF file is the same for two architectures, Setup
 * of each finds the files of the other. No document says what Setup does with a package of another
 * architecture; it is known to stop at boot-critical drivers that it cannot install. So the former
 * is a warning, the latter an error.
 *
 * @param drivers As validate-spec has found them.
 * @returns The warnings.
 * @throws InputError if there is no driver to give, or Setup could take one of another architecture
 *   for its own.
 */
export function setupDriverWarnings(drivers: readonly DriverReport[]): readonly Diagnostic[] {
  const forSetup = setupDrivers(drivers);
  if (forSetup.length === 0) return throwIfErrors([nothingForSetup(drivers)]);
  const architecturesOf = (some: readonly DriverReport[]): readonly string[] =>
    REPORTED_ARCHITECTURES.filter((one) => some.some(({ architecture }) => architecture === one));
  const architectures = architecturesOf(forSetup);
  const withoutStorage = architecturesOf(drivers).filter(
    (one) => !forSetup.some((driver) => driver.architecture === one && isBootStorage(driver)),
  );
  const shared = sharedInfFiles(forSetup);
  return throwIfErrors([
    ...shared.map((paths) => sharedInfFile(paths)),
    ...withoutStorage.map((architecture) => noStorage(architecture)),
    ...notAccepted(forSetup),
    ...(architectures.length > 1 && shared.length === 0 ? [severalOf(architectures)] : []),
  ]);
}

/** Whether media have drivers where Windows Setup looks for them. */
export function hasSetupDrivers(files: readonly { readonly path: string }[]): boolean {
  return files.some(({ path }) => path.startsWith(`${SETUP_DRIVERS_DIRECTORY}/`));
}

function isBootStorage(driver: DriverReport): boolean {
  return driver.bootDisk !== undefined || isOfClass(driver, STORAGE_CLASSES);
}

function isOfClass({ infFiles }: DriverReport, classes: readonly SetupClass[]): boolean {
  return infFiles.some((inf) =>
    classes.some(
      ({ name, guid }) =>
        inf.class?.toLowerCase() === name || inf.classGuid?.toLowerCase() === guid,
    ),
  );
}

/** INF files with equal contents in drivers of different architectures: the paths of each. */
function sharedInfFiles(drivers: readonly DriverReport[]): readonly (readonly string[])[] {
  const places = new Map<string, Map<string, string>>();
  for (const driver of drivers) {
    for (const { path } of driver.infFiles) {
      const sha256 = driver.files.find((file) => file.path === path)?.sha256;
      if (sha256 === undefined) continue;
      const byArchitecture = places.get(sha256) ?? new Map<string, string>();
      byArchitecture.set(driver.architecture, `${driver.directory}/${path}`);
      places.set(sha256, byArchitecture);
    }
  }
  return [...places.values()]
    .filter(({ size }) => size > 1)
    .map((byArchitecture) => [...byArchitecture.values()]);
}

/**
 * Setup from an installation medium has no updates (docs/catalogs.md, "What Windows 7 accepts"),
 * and test signing is off in it ("The TESTSIGNING boot configuration option" has to be set).
 * Drivers that need either are not loaded in it.
 */
function notAccepted(drivers: readonly DriverReport[]): readonly Diagnostic[] {
  const needing = (need: SetupNeed): readonly string[] =>
    drivers.filter((driver) => needOf(driver) === need).map(({ directory }) => directory);
  const [updates, testSigning] = [needing('updates'), needing('test-signing')];
  return [
    ...(updates.length > 0
      ? [
          warningDiagnostic({
            id: 'setup.needs-updates',
            message: 'Windows Setup has no updates, and does not accept a driver that needs them',
            found: formatList(updates),
            expected: 'drivers that are accepted without updates',
            remedy: 'use such drivers, or add the updates to the installation media',
          }),
        ]
      : []),
    ...(testSigning.length > 0
      ? [
          warningDiagnostic({
            id: 'setup.needs-test-signing',
            message: 'Windows Setup runs without test signing, and does not accept such a driver',
            found: formatList(testSigning),
            expected: 'drivers that are accepted without test signing',
            remedy: 'install Windows to a disk that it has a driver for, and then run setup.cmd',
          }),
        ]
      : []),
  ];
}

/** What a driver needs to be accepted that Setup does not have. */
type SetupNeed = 'updates' | 'test-signing';

function needOf({ signing }: DriverReport): SetupNeed | undefined {
  if (signing === undefined) return undefined;
  const { verdict } = signing;
  if ('withUpdates' in verdict) {
    const { withoutUpdates, withUpdates } = verdict;
    if (withUpdates === 'test-signing') return 'test-signing';
    return withoutUpdates === withUpdates ? undefined : 'updates';
  }
  const { secureBootOff, secureBootOn } = verdict;
  return [secureBootOff, secureBootOn].includes('test-signing') ? 'test-signing' : undefined;
}

function nothingForSetup(drivers: readonly DriverReport[]): Diagnostic {
  return errorDiagnostic({
    id: 'setup.no-driver',
    message: 'there is no driver that Windows Setup needs',
    found: formatList([...new Set(drivers.map(({ name }) => name))]),
    expected: 'a driver of the class SCSIAdapter, HDC or Net',
    remedy: 'package a storage or network driver, or leave the option out',
  });
}

function sharedInfFile(paths: readonly string[]): Diagnostic {
  return errorDiagnostic({
    file: paths[0],
    id: 'setup.shared-inf-file',
    message: 'Windows Setup could install the driver of the wrong architecture',
    found: `the same INF file in ${formatList(paths)}`,
    expected:
      'a different INF file for each architecture, because Setup searches the folders of all',
    remedy: 'build media of one architecture, which the target of the packaging spec names',
    action: 'choose-architecture',
  });
}

function noStorage(architecture: string): Diagnostic {
  return warningDiagnostic({
    file: `${SETUP_DRIVERS_DIRECTORY}/${architecture}`,
    id: 'setup.no-storage-driver',
    message: `there is no storage driver for Windows Setup on ${architecture}`,
    expected:
      'a driver of the class SCSIAdapter or HDC: Setup shows no disk behind a device that it has no driver for',
  });
}

function severalOf(architectures: readonly string[]): Diagnostic {
  return warningDiagnostic({
    file: SETUP_DRIVERS_DIRECTORY,
    id: 'setup.several-architectures',
    message: 'Windows Setup searches the folders of all architectures',
    found: `drivers for ${architectures.join(' and ')}`,
    expected:
      'drivers for one architecture: Microsoft does not document what Setup does with others',
    remedy: 'if Setup stops at a boot-critical driver, build media of one architecture',
  });
}
