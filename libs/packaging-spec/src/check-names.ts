import type { Problem } from '@aero-guest-tools/diagnostics';
import { fileReferences, type InfLine } from '@aero-guest-tools/inf';
import type { DriverPackage, PackagedInf } from './driver-package';
import { firstProblems } from './first-problems';

/**
 * Valid service names. Genuine drivers also use spaces: the INF files of AMD's display drivers
 * install "AMD External Events Utility". Windows allows no longer names ("CreateService",
 * lpServiceName).
 */
const SERVICE_NAME = /^[A-Za-z0-9_.-](?:[A-Za-z0-9_. -]{0,254}[A-Za-z0-9_.-])?$/;

/**
 * Characters of a file name that a batch file interprets, some of them even between quotation
 * marks.
 */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const RESERVED_IN_FILE_NAMES = /["%!^&|<>\u0000-\u001f\u007f]/;

/**
 * The names of services that the INF files install, and of files that Windows reads for them, must
 * have no meaning in a batch file beyond a name. The guest's scripts read them from the media and
 * run as administrator, so a quotation mark in a name could run a command. An AddService counts in
 * any section, since a script does not know which section Windows would process.
 */
export function checkNames(driverPackage: DriverPackage): readonly Problem[] {
  return driverPackage.infs.flatMap((inf) => [
    ...serviceNameProblems(driverPackage, inf),
    ...fileNameProblems(driverPackage, inf),
  ]);
}

function serviceNameProblems(
  { directory }: DriverPackage,
  { path, inf }: PackagedInf,
): readonly Problem[] {
  const addServices = [...inf.sections.values()].flatMap(
    ({ linesByKey }): readonly InfLine[] => linesByKey.get('addservice') ?? [],
  );
  const file = `${directory}/${path}`;
  const odd = addServices.filter(
    // `AddService = , 2` installs no service: it makes a null driver.
    ({ values: [name = ''] }) => name !== '' && !SERVICE_NAME.test(name),
  );
  return firstProblems(file, odd, ({ values: [name = ''], line }) => ({
    file,
    position: { line, column: 1 },
    id: 'inf.service-name',
    message: 'the INF file installs a service with a name that no real driver has',
    found: shown(name),
    expected: 'at most 256 letters, digits, "_", "-", "." and spaces between them',
    remedy: 'rename the service, or define the %string% that its name is taken from',
  }));
}

function fileNameProblems(
  { driver, directory, architecture, windows }: DriverPackage,
  { path, inf }: PackagedInf,
): readonly Problem[] {
  const file = `${directory}/${path}`;
  const onMedia = `${driver.name}/${path}`;
  const expected = `a name without any of " % ! ^ & | < > and control characters`;
  const remedy = 'rename the file: the scripts of the guest could not read its name safely';
  const ofInf: readonly Problem[] = RESERVED_IN_FILE_NAMES.test(onMedia)
    ? [
        {
          file,
          id: 'inf.file-name',
          message: 'the INF file has a name that no real driver has',
          found: shown(onMedia),
          expected,
          remedy,
        },
      ]
    : [];
  const odd = new Map(
    fileReferences(inf, architecture, windows)
      .filter((reference) => RESERVED_IN_FILE_NAMES.test(reference.file))
      .toReversed()
      .map((reference) => [reference.file, reference]),
  );
  const ofFiles = firstProblems(file, [...odd.values()].toReversed(), (reference) => ({
    file,
    position: { line: reference.line, column: 1 },
    id: 'inf.referenced-file-name',
    message: 'the INF file refers to a file with a name that no real driver has',
    found: `${shown(reference.file)} (${reference.directive})`,
    expected,
    remedy,
  }));
  return [...ofInf, ...ofFiles];
}

/** Shortens a name for display, since names can have any length. */
function shown(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}...` : name);
}
