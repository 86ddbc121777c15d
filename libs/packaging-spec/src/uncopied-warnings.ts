import { formatList, warningDiagnostic, type Diagnostic } from '@aero-guest-tools/diagnostics';
import { uncopiedFiles, WINDOWS_7, type UncopiedFile } from '@aero-guest-tools/inf';
import { isPackaged, type DriverPackage, type PackagedInf } from './driver-package';
import { copiesOf, infsInUse } from './inf-facts';

/** A file that is not packaged, and where the INF file names it. */
type Absent = Pick<UncopiedFile, 'file' | 'line'>;

/**
 * What the INF files name besides the files that Windows copies from the package, as far as it is not
 * packaged: files that Windows has to have by itself, and files that are only listed. At most two warnings
 * for an INF file. (Packager rules, 3. INF checks.)
 */
export function uncopiedWarnings(driverPackage: DriverPackage): readonly Diagnostic[] {
  return infsInUse(driverPackage).flatMap((inf) => {
    const uncopied = uncopiedFiles(inf.inf, driverPackage.architecture).filter(
      (file) => !isPackaged(driverPackage, file),
    );
    return [
      ...filesOfWindows(driverPackage, inf, [
        ...copiesOf(driverPackage, inf).filter(
          (file) => file.mayComeWithWindows && !isPackaged(driverPackage, file),
        ),
        ...uncopied.filter(({ directive }) => directive === 'ServiceBinary'),
      ]),
      ...leftovers(
        driverPackage,
        inf,
        uncopied.filter(({ directive }) => directive !== 'ServiceBinary'),
      ),
    ];
  });
}

function filesOfWindows(
  { directory }: DriverPackage,
  { path }: PackagedInf,
  files: readonly Absent[],
): readonly Diagnostic[] {
  const [first] = files;
  if (!first) return [];
  return [
    warningDiagnostic({
      file: `${directory}/${path}`,
      position: { line: first.line, column: 1 },
      message: 'the INF file needs files that the driver does not bring',
      found: listed(files),
      expected: 'files that come with Windows',
      remedy: 'if they do not, package them and add them to CopyFiles',
    }),
  ];
}

function leftovers(
  { directory, architecture }: DriverPackage,
  { path }: PackagedInf,
  files: readonly Absent[],
): readonly Diagnostic[] {
  const [first] = files;
  if (!first) return [];
  return [
    warningDiagnostic({
      file: `${directory}/${path}`,
      position: { line: first.line, column: 1 },
      message: 'the INF file lists files that are not packaged',
      found: listed(files),
      expected: `every listed file, although ${WINDOWS_7.name} ${architecture} copies none of these`,
      remedy: 'remove them from the INF file if you maintain it',
    }),
  ];
}

function listed(files: readonly Absent[]): string {
  return formatList([...new Set(files.map(({ file }) => file))]);
}
