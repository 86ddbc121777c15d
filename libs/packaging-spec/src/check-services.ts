import { formatList, type Problem } from '@aero-guest-tools/diagnostics';
import { nameKey } from '@aero-guest-tools/driver-layout/driver-name';
import type { DriverPackage } from './driver-package';
import { servicesOf } from './inf-facts';

/**
 * Every service that the spec expects must be installed by an `AddService` of some packaged INF
 * file, on the architecture that the driver is packaged for. (Packager rules, 3. INF checks.)
 */
export function checkServices(driverPackage: DriverPackage): readonly Problem[] {
  const installed = servicesOf(driverPackage);
  const known = new Set(installed.map((name) => nameKey(name)));
  return driverPackage.driver.expectedAddServices
    .filter((name) => !known.has(nameKey(name)))
    .map((name) => ({
      file: driverPackage.directory,
      id: 'inf.service-missing',
      message: `no packaged INF file installs the expected service "${name}"`,
      found: `the services ${formatList(installed)}`,
      expected: `AddService = ${name}`,
      remedy: 'package the driver that installs it, or correct the spec or the device contract',
    }));
}
