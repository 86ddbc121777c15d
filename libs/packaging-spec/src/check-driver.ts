import type { Problem } from '@aero-guest-tools/diagnostics';
import { checkContents } from './check-contents';
import { checkHardwareIds } from './check-hardware-ids';
import { checkInfFiles } from './check-inf-files';
import { checkModels } from './check-models';
import { checkNames } from './check-names';
import { checkReferences } from './check-references';
import { checkServices } from './check-services';
import type { DriverPackage } from './driver-package';

/** The problems of one driver on one architecture. */
export function checkDriver(driverPackage: DriverPackage): readonly Problem[] {
  const contents = checkContents(driverPackage);
  const infFiles = checkInfFiles(driverPackage);
  // Without an INF file, each of the other checks would only report again that it is missing.
  if (driverPackage.infs.length === 0) return [...contents, ...infFiles];
  return [
    ...contents,
    ...infFiles,
    ...checkModels(driverPackage),
    ...checkHardwareIds(driverPackage),
    ...checkServices(driverPackage),
    ...checkReferences(driverPackage),
    ...checkNames(driverPackage),
  ];
}
