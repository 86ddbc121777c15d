import { formatList, type Problem } from '@aero-guest-tools/diagnostics';
import { baseNameKey, packagedPaths, type DriverPackage } from './driver-package';

/** What every driver package holds: how it is installed, the driver itself, and its signature. */
const EXTENSIONS = ['.inf', '.sys', '.cat'];

/**
 * A driver directory that is packaged holds at least one `.inf`, one `.sys` and one `.cat`. (Packager
 * rules, 2. Driver input tree.)
 */
export function checkContents(driverPackage: DriverPackage): readonly Problem[] {
  const paths = packagedPaths(driverPackage);
  return EXTENSIONS.filter(
    (extension) => !paths.some((path) => baseNameKey(path).endsWith(extension)),
  ).map((extension) => ({
    file: driverPackage.directory,
    message: `the driver has no ${extension} file that is packaged`,
    found: formatList(paths),
    expected: 'at least one .inf, one .sys and one .cat file',
    remedy: `add the ${extension} file: Windows does not install a driver without it`,
  }));
}
