/** A driver for which {@link driverInf} writes an INF file. */
export interface DriverDescription {
  /** The name of the directory, and the base name of INF file and catalog. */
  readonly name: string;
  readonly class: string;
  readonly classGuid: string;
  readonly service: string;
  /** The file of the service. */
  readonly binary: string;
  readonly hardwareIds: readonly string[];
  /** Whether the INF installs the co-installer of KMDF 1.9. */
  readonly hasCoInstaller: boolean;
}

/** The co-installer that the INF file names, if it installs one. */
export const CO_INSTALLER = 'WdfCoInstaller01009.dll';

/** The INF file of a driver with one service, in the style of virtio-win. */
export function driverInf(driver: DriverDescription, architecture: 'x86' | 'amd64'): string {
  const { binary, service } = driver;
  const decoration = `NT${architecture}`;
  const lines = [
    `; ${driver.name}.inf of a test. Not a real driver.`,
    '',
    '[Version]',
    'Signature   = "$WINDOWS NT$"',
    `Class       = ${driver.class}`,
    `ClassGuid   = ${driver.classGuid}`,
    'Provider    = %Provider%',
    'DriverVer   = 01/01/2020,61.0.0.1',
    `CatalogFile = ${driver.name}.cat`,
    '',
    '[SourceDisksNames]',
    '1 = %DiskName%,,,""',
    '',
    '[SourceDisksFiles]',
    `${binary} = 1,,`,
    ...(driver.hasCoInstaller ? [`${CO_INSTALLER} = 1,,`] : []),
    '',
    '[DestinationDirs]',
    'DefaultDestDir         = 12',
    'CoInstaller_CopyFiles  = 11',
    '',
    '[Manufacturer]',
    `%Provider% = Standard, ${decoration}`,
    '',
    `[Standard.${decoration}]`,
    ...driver.hardwareIds.map((id) => `%DeviceDesc% = Device, ${id}`),
    '',
    '[Device.NT]',
    'CopyFiles = Device_CopyFiles',
    '',
    '[Device_CopyFiles]',
    `${binary},,,2`,
    '',
    '[Device.NT.Services]',
    `AddService = ${service}, 0x00000002, Device_Service`,
    '',
    '[Device_Service]',
    'DisplayName   = %DeviceDesc%',
    'ServiceType   = 1 ; SERVICE_KERNEL_DRIVER',
    'StartType     = 3 ; SERVICE_DEMAND_START',
    'ErrorControl  = 1 ; SERVICE_ERROR_NORMAL',
    `ServiceBinary = %12%\\${binary}`,
    '',
    ...(driver.hasCoInstaller
      ? [
          '[Device.NT.CoInstallers]',
          'AddReg    = CoInstaller_AddReg',
          'CopyFiles = CoInstaller_CopyFiles',
          '',
          '[CoInstaller_AddReg]',
          `HKR,, CoInstallers32, 0x00010000, "${CO_INSTALLER},WdfCoInstaller"`,
          '',
          '[CoInstaller_CopyFiles]',
          CO_INSTALLER,
          '',
          '[Device.NT.Wdf]',
          `KmdfService = ${service}, Device_Wdf`,
          '',
          '[Device_Wdf]',
          'KmdfLibraryVersion = 1.9',
          '',
        ]
      : []),
    '[Strings]',
    'Provider   = "Aero test"',
    `DiskName   = "Aero test ${driver.name} disk"`,
    `DeviceDesc = "Aero test ${driver.name} device"`,
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}
