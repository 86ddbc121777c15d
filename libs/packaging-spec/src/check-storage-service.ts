import { formatList, type Problem } from '@aero-guest-tools/diagnostics';
import { distinctNames, nameKey } from '@aero-guest-tools/driver-layout/driver-name';
import type { DevicesCmdVariables } from './devices-cmd-variables';
import { vendorAndDevice } from './hardware-id';
import type { DriverReport } from './validation-report';

const STORAGE_SERVICE = 'AERO_VIRTIO_BLK_SERVICE';
/**
 * The variables with the services that setup makes boot-critical; the first one that is set counts.
 */
const STORAGE_SERVICES = ['AERO_BOOT_CRITICAL_SERVICES', STORAGE_SERVICE];
const STORAGE_HARDWARE_IDS = ['AERO_VIRTIO_BLK_HWIDS', 'AERO_VIRTIO_SCSI_HWIDS'];

/**
 * The services that setup configures to start at boot, and the variable of `devices.cmd` that names
 * them.
 */
export function storageServices(variables: DevicesCmdVariables): {
  readonly variable: string;
  readonly services: readonly string[];
} {
  const variable = STORAGE_SERVICES.find((name) => variables.has(name)) ?? STORAGE_SERVICE;
  return { variable, services: (variables.get(variable) ?? []).filter((value) => value !== '') };
}

/** The device setup class of SCSI miniports, from which Windows boots. */
export const SCSI_ADAPTER = {
  name: 'scsiadapter',
  guid: '{4d36e97b-e325-11ce-bfc1-08002be10318}',
};

/**
 * If a storage driver is packaged for an architecture, one of the INF files packaged for it must
 * install the storage service that `devices.cmd` names, or one of them. Setup makes those services
 * boot-critical, and the guest would not boot without one. (Packager rules, 3. INF checks.)
 *
 * A storage driver is one whose INF files are of the class SCSIAdapter, or bind a device that
 * `devices.cmd` lists as virtio-blk or virtio-scsi.
 */
export function checkStorageService(
  drivers: readonly DriverReport[],
  variables: DevicesCmdVariables,
): readonly Problem[] {
  const storageDevices = new Set(
    STORAGE_HARDWARE_IDS.flatMap((name) => variables.get(name) ?? []).flatMap(
      (id) => deviceKey(id) ?? [],
    ),
  );
  const { variable, services: expected } = storageServices(variables);
  const checked = new Set<string>();
  return drivers.flatMap((driver) => {
    if (checked.has(driver.architecture) || !isStorageDriver(driver, storageDevices)) return [];
    checked.add(driver.architecture);
    const installed = distinctNames(
      drivers
        .filter(({ architecture }) => architecture === driver.architecture)
        .flatMap(({ services }) => services),
    );
    const isInstalled = installed.some((service) =>
      expected.some((name) => nameKey(service) === nameKey(name)),
    );
    return isInstalled ? [] : [missingService(driver, { variable, expected }, installed)];
  });
}

function isStorageDriver(driver: DriverReport, storageDevices: ReadonlySet<string>): boolean {
  const isScsiAdapter = driver.infFiles.some(
    ({ class: name = '', classGuid = '' }) =>
      nameKey(name) === SCSI_ADAPTER.name || nameKey(classGuid) === SCSI_ADAPTER.guid,
  );
  return isScsiAdapter || driver.hardwareIds.some((id) => storageDevices.has(deviceKey(id) ?? ''));
}

function deviceKey(hardwareId: string): string | undefined {
  return vendorAndDevice(hardwareId)?.toLowerCase();
}

function missingService(
  driver: DriverReport,
  { variable, expected }: { readonly variable: string; readonly expected: readonly string[] },
  installed: readonly string[],
): Problem {
  return {
    file: driver.directory,
    id: 'drivers.storage-service',
    message:
      expected.length === 0
        ? `a storage driver is packaged, but devices.cmd names no storage service`
        : `no INF file that is packaged for ${driver.architecture} installs the storage service ${expected.map((name) => `"${name}"`).join(' or ')}`,
    found: `the services ${formatList(installed)}`,
    expected:
      expected.length === 0
        ? `the variable "${variable}"`
        : `AddService = ${expected.join(' or ')}, which "${variable}" of devices.cmd names`,
    remedy:
      'package with the device contract that names the service of this driver: the guest would not boot from it',
  };
}
