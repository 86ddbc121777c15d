import { nameKey } from '@aero-guest-tools/driver-layout/driver-name';
import { compressedNames, deviceClass, serviceRegistration } from '@aero-guest-tools/inf';
import { SCSI_ADAPTER, storageServices } from './check-storage-service';
import type { DevicesCmdVariables } from './devices-cmd-variables';
import { baseNameKey, packagedPaths, type DriverPackage } from './driver-package';
import type { BootDiskReport } from './validation-report';

/**
 * SERVICE_KERNEL_DRIVER and SERVICE_ERROR_NORMAL of winnt.h: the defaults if an INF file gives no
 * value.
 */
const SERVICE_KERNEL_DRIVER = 1;
const SERVICE_ERROR_NORMAL = 1;

/**
 * The drivers directory in `ServiceBinary`: DIRID 12, or a path below DIRID 10 (the Windows
 * directory) or 11 (its `system32`). Source of the rule: "Using Dirids".
 */
const IN_DRIVERS_DIRECTORY = /^(?:%12%|%10%\\system32\\drivers|%11%\\drivers)\\([^\\%]+)$/i;

/**
 * How the driver registers the storage service that `devices.cmd` names, or the first of several
 * that it registers. Undefined unless one of its INF files installs the service for a device on its
 * architecture, with a binary in the drivers directory whose file is packaged, as it is or
 * compressed.
 */
export function reportBootDisk(
  driverPackage: DriverPackage,
  variables: DevicesCmdVariables,
): BootDiskReport | undefined {
  for (const service of storageServices(variables).services) {
    const report = bootDiskOf(driverPackage, service);
    if (report !== undefined) return report;
  }
  return undefined;
}

function bootDiskOf(driverPackage: DriverPackage, service: string): BootDiskReport | undefined {
  for (const { inf, path } of driverPackage.infs) {
    const registration = serviceRegistration(
      inf,
      driverPackage.architecture,
      service,
      driverPackage.windows,
    );
    const binary = IN_DRIVERS_DIRECTORY.exec(registration?.serviceBinary ?? '')?.[1];
    if (registration?.startType === undefined || binary === undefined) continue;
    const source = sourceOf(driverPackage, path, binary);
    if (source === undefined) continue;
    const { loadOrderGroup } = registration;
    return {
      infFile: path,
      service: registration.name,
      hardwareIds: registration.hardwareIds,
      classGuid: deviceClass(inf)?.guid ?? SCSI_ADAPTER.guid,
      serviceType: registration.serviceType ?? SERVICE_KERNEL_DRIVER,
      startType: registration.startType,
      errorControl: registration.errorControl ?? SERVICE_ERROR_NORMAL,
      ...(loadOrderGroup === undefined ? {} : { loadOrderGroup }),
      binary,
      source,
      sourceIsCompressed: baseNameKey(source) !== nameKey(binary),
      values: registration.values,
    };
  }
  return undefined;
}

/**
 * The packaged file of that name: next to the INF file, or else anywhere in the driver directory. A
 * compressed file is taken only if there is no other.
 */
function sourceOf(
  driverPackage: DriverPackage,
  infPath: string,
  binary: string,
): string | undefined {
  const directory = infPath.slice(0, infPath.lastIndexOf('/') + 1);
  for (const name of [nameKey(binary), ...compressedNames(nameKey(binary))]) {
    const named = packagedPaths(driverPackage).filter((path) => baseNameKey(path) === name);
    const beside = named.find((path) => nameKey(path) === `${nameKey(directory)}${name}`);
    if (named.length > 0) return beside ?? named[0];
  }
  return undefined;
}
