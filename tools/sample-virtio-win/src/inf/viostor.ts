import type { InfTarget } from './inf-target';

/** The block driver: class SCSIAdapter, boot-start service `viostor`. */
export function viostorInf({ decoration, driverVer }: InfTarget): string {
  return String.raw`; viostor.inf of the sample virtio-win image. Not a real driver.

[Version]
Signature   = "$Windows NT$"
Class       = SCSIAdapter
ClassGuid   = {4D36E97B-E325-11CE-BFC1-08002BE10318}
Provider    = %Provider%
DriverVer   = ${driverVer}
CatalogFile = viostor.cat
DriverPackageType = PlugAndPlay

[SourceDisksNames]
1 = %DiskName%,,,""

[SourceDisksFiles]
viostor.sys = 1,,

[DestinationDirs]
DefaultDestDir = 12

[Manufacturer]
%Provider% = Viostor,${decoration}

[Viostor.${decoration}]
%Viostor.DeviceDesc% = Viostor_Install, PCI\VEN_1AF4&DEV_1001&SUBSYS_00021AF4&REV_00, PCI\VEN_1AF4&DEV_1001
%Viostor.DeviceDesc% = Viostor_Install, PCI\VEN_1AF4&DEV_1042&SUBSYS_00021AF4&REV_01, PCI\VEN_1AF4&DEV_1042

[Viostor_Install]
CopyFiles = Viostor_CopyFiles

[Viostor_CopyFiles]
viostor.sys,,,2

[Viostor_Install.Services]
AddService = viostor, 0x00000002, Viostor_Service, Viostor_EventLog

[Viostor_Service]
ServiceType    = 1 ; SERVICE_KERNEL_DRIVER
StartType      = 0 ; SERVICE_BOOT_START
ErrorControl   = 1 ; SERVICE_ERROR_NORMAL
ServiceBinary  = %12%\viostor.sys
LoadOrderGroup = SCSI miniport
AddReg         = Viostor_Parameters

[Viostor_Parameters]
HKR, "Parameters\PnpInterface", "5", 0x00010001, 1
HKR, "Parameters", "BusType", 0x00010001, 1

[Viostor_EventLog]
AddReg = Viostor_EventLog_AddReg

[Viostor_EventLog_AddReg]
HKR,, EventMessageFile, 0x00020000, "%%SystemRoot%%\System32\IoLogMsg.dll"
HKR,, TypesSupported, 0x00010001, 7

[Strings]
Provider           = "Aero sample"
DiskName           = "Aero sample virtio block disk"
Viostor.DeviceDesc = "Aero sample virtio block device"
`;
}
