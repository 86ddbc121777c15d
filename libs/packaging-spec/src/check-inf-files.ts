import { formatList, type Problem } from '@aero-guest-tools/diagnostics';
import { nameKey } from '@aero-guest-tools/driver-layout/driver-name';
import { baseNameKey, excludedFiles, type DriverPackage } from './driver-package';

/**
 * Every INF file that the spec expects must be packaged, anywhere in the driver directory.
 * (Packager rules, 3. INF checks.)
 */
export function checkInfFiles(driverPackage: DriverPackage): readonly Problem[] {
  const { driver, directory, infs } = driverPackage;
  const excludedNames = excludedFiles(driverPackage);
  const packaged = new Set(infs.map(({ path }) => baseNameKey(path)));
  return driver.expectedInfFiles
    .filter((name) => !packaged.has(nameKey(name)))
    .map((name) => {
      const excluded = excludedNames.get(nameKey(name));
      return excluded === undefined
        ? {
            file: directory,
            id: 'inf.expected-file-missing',
            message: `the expected INF file "${name}" is missing`,
            found: formatList(infs.map(({ path }) => path)),
            expected: `"${name}"`,
            remedy: 'add the file, or correct "expected_inf_files" of the spec',
          }
        : {
            file: directory,
            id: 'inf.expected-file-excluded',
            message: `the expected INF file "${name}" is present but excluded`,
            found: excluded,
            expected: `"${name}" where it is packaged`,
            remedy: 'move the file to a place that is not hidden',
          };
    });
}
