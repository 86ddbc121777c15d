import type { InfTarget } from './inf-target';

/** The sound driver: class MEDIA, service `viosnd`. Upstream has none for Windows 7; contracts name it. */
export function viosndInf({ decoration, driverVer }: InfTarget): string {
  return String.raw`; viosnd.inf of the sample virtio-win image. Not a real driver.

[Version]
Signature   = "$Windows NT$"
Class       = MEDIA
ClassGuid   = {4D36E96C-E325-11CE-BFC1-08002BE10318}
Provider    = %Provider%
DriverVer   = ${driverVer}
CatalogFile = viosnd.cat
DriverPackageType = PlugAndPlay

[SourceDisksNames]
1 = %DiskName%,,,""

[SourceDisksFiles]
viosnd.sys = 1,,

[DestinationDirs]
DefaultDestDir = 12

[Manufacturer]
%Provider% = Viosnd,${decoration}

[Viosnd.${decoration}]
%Viosnd.DeviceDesc% = Viosnd_Install, PCI\VEN_1AF4&DEV_1059&SUBSYS_00191AF4&REV_01, PCI\VEN_1AF4&DEV_1059

[Viosnd_Install]
CopyFiles = Viosnd_CopyFiles

[Viosnd_CopyFiles]
viosnd.sys

[Viosnd_Install.Services]
AddService = viosnd, 0x00000002, Viosnd_Service

[Viosnd_Service]
DisplayName   = %Viosnd.ServiceDesc%
ServiceType   = 1 ; SERVICE_KERNEL_DRIVER
StartType     = 3 ; SERVICE_DEMAND_START
ErrorControl  = 1 ; SERVICE_ERROR_NORMAL
ServiceBinary = %12%\viosnd.sys

[Strings]
Provider           = "Aero sample"
DiskName           = "Aero sample virtio sound disk"
Viosnd.DeviceDesc  = "Aero sample virtio sound device"
Viosnd.ServiceDesc = "Aero sample virtio sound service"
`;
}
