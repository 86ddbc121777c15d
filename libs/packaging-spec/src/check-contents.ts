import { formatList, type Problem } from '@aero-guest-tools/diagnostics';
import { compressedNames } from '@aero-guest-tools/inf';
import { baseNameKey, packagedPaths, type DriverPackage } from './driver-package';
import { copiesOf, infsInUse } from './inf-facts';

/**
 * A packaged driver directory holds at least one `.inf`, which says how to install the driver, and
 * one `.cat`, its signature. It also holds at least one `.sys`, which may be stored compressed,
 * unless no INF file in it copies a file of the package: this is so for null drivers, and for
 * drivers whose services come with Windows. (Packager rules, 2. Driver input tree.)
 */
export function checkContents(driverPackage: DriverPackage): readonly Problem[] {
  const paths = packagedPaths(driverPackage);
  const bringsFiles =
    // Without an INF file, nothing says which files the driver needs.
    driverPackage.infs.length === 0 ||
    infsInUse(driverPackage).some((inf) =>
      copiesOf(driverPackage, inf).some(({ mayComeWithWindows }) => !mayComeWithWindows),
    );
  const expected = bringsFiles ? ['.inf', '.sys', '.cat'] : ['.inf', '.cat'];
  return expected
    .filter((extension) => {
      const endings =
        extension === '.sys' ? [extension, ...compressedNames(extension)] : [extension];
      return !paths.some((path) => endings.some((ending) => baseNameKey(path).endsWith(ending)));
    })
    .map((extension) => ({
      file: driverPackage.directory,
      id: 'drivers.file-type-missing',
      message: `the driver has no ${extension} file that is packaged`,
      found: formatList(paths),
      expected: `at least one each of ${expected.join(', ')}`,
      remedy: `add the ${extension} file: Windows does not install a driver without it`,
    }));
}
