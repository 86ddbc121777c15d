import { formatList, warningDiagnostic, type Diagnostic } from '@aero-guest-tools/diagnostics';
import { uncopiedFiles, type UncopiedFile } from '@aero-guest-tools/inf';
import { isPackaged, type DriverPackage, type PackagedInf } from './driver-package';
import { copiesOf, infsInUse } from './inf-facts';

/** A file, and the place where the INF file names it. */
type NamedFile = Pick<UncopiedFile, 'file' | 'line'>;

/**
 * Warns about files that the INF files name but that Windows does not copy from the package: files
 * that Windows must already have, files that are only listed and not packaged, and packaged service
 * binaries that nothing copies. At most three warnings for an INF file. (Packager rules, 3. INF
 * checks.)
 */
export function uncopiedWarnings(driverPackage: DriverPackage): readonly Diagnostic[] {
  return infsInUse(driverPackage).flatMap((inf) => {
    const all = uncopiedFiles(inf.inf, driverPackage.architecture, driverPackage.windows);
    const absent = all.filter((file) => !isPackaged(driverPackage, file));
    return [
      ...filesOfWindows(driverPackage, inf, [
        ...copiesOf(driverPackage, inf).filter(
          (file) => file.mayComeWithWindows && !isPackaged(driverPackage, file),
        ),
        ...absent.filter((file) => isBinary(file)),
      ]),
      ...leftovers(
        driverPackage,
        inf,
        absent.filter((file) => !isBinary(file)),
      ),
      ...uncopiedBinaries(
        driverPackage,
        inf,
        all.filter((file) => isBinary(file) && isPackaged(driverPackage, file)),
      ),
    ];
  });
}

/** Whether it is the binary of a service, or of software that is installed with the driver. */
function isBinary({ directive }: UncopiedFile): boolean {
  return directive === 'ServiceBinary' || directive === 'SoftwareBinary';
}

function filesOfWindows(
  { directory }: DriverPackage,
  { path }: PackagedInf,
  files: readonly NamedFile[],
): readonly Diagnostic[] {
  const [first] = files;
  if (!first) return [];
  return [
    warningDiagnostic({
      file: `${directory}/${path}`,
      position: { line: first.line, column: 1 },
      id: 'inf.files-of-windows',
      message: 'the INF file needs files that are not in the driver package',
      found: listed(files),
      expected: 'files that come with Windows',
      remedy: 'if they do not, package them, and add them to CopyFiles',
    }),
  ];
}

function leftovers(
  { directory, architecture, windows }: DriverPackage,
  { path }: PackagedInf,
  files: readonly NamedFile[],
): readonly Diagnostic[] {
  const [first] = files;
  if (!first) return [];
  return [
    warningDiagnostic({
      file: `${directory}/${path}`,
      position: { line: first.line, column: 1 },
      id: 'inf.listed-file-missing',
      message: 'the INF file lists files that are not packaged',
      found: listed(files),
      expected: `every listed file, although ${windows.name} ${architecture} copies none of these`,
      remedy: 'remove them from the INF file if you maintain it',
    }),
  ];
}

function uncopiedBinaries(
  { directory, architecture, windows }: DriverPackage,
  { path }: PackagedInf,
  files: readonly UncopiedFile[],
): readonly Diagnostic[] {
  const [first] = files;
  if (!first) return [];
  const what = files.every(({ directive }) => directive === 'ServiceBinary')
    ? 'services'
    : 'services or software';
  return [
    warningDiagnostic({
      file: `${directory}/${path}`,
      position: { line: first.line, column: 1 },
      id: 'inf.file-not-copied',
      message: `the INF file installs ${what} whose files are packaged but never copied`,
      found: listed(files),
      expected: `CopyFiles that installs them on ${windows.name} ${architecture}`,
      remedy: 'add them to CopyFiles, unless they come with Windows',
    }),
  ];
}

function listed(files: readonly NamedFile[]): string {
  return formatList([...new Set(files.map(({ file }) => file))]);
}
