import type { InfTarget } from './inf-target';

/**
 * The input driver: class HIDClass, services `VirtioInput` for the device and `viohidkmdf` for its
 * child, and the co-installer of KMDF 1.9, which Windows 7 has in the box but Vista has not.
 */
export function vioinputInf({ decoration, driverVer }: InfTarget): string {
  return String.raw`; vioinput.inf of the sample virtio-win image. Not a real driver.

[Version]
Signature   = "$Windows NT$"
Class       = HIDClass
ClassGuid   = {745A17A0-74D3-11D0-B6FE-00A0C90F57DA}
Provider    = %Provider%
DriverVer   = ${driverVer}
CatalogFile = vioinput.cat
DriverPackageType = PlugAndPlay

[SourceDisksNames]
1 = %DiskName%,,,""

[SourceDisksFiles]
vioinput.sys            = 1,,
viohidkmdf.sys          = 1,,
WdfCoInstaller01009.dll = 1,,

[DestinationDirs]
DefaultDestDir                 = 12
Vioinput_CoInstaller_CopyFiles = 11

[Manufacturer]
%Provider% = Vioinput,${decoration}

[Vioinput.${decoration}]
%Vioinput.DeviceDesc% = Vioinput_Device, PCI\VEN_1AF4&DEV_1052&SUBSYS_00101AF4&REV_01, PCI\VEN_1AF4&DEV_1052&SUBSYS_00101AF4
%Vioinput.DeviceDesc% = Vioinput_Device, PCI\VEN_1AF4&DEV_1052&SUBSYS_00111AF4&REV_01, PCI\VEN_1AF4&DEV_1052
%Vioinput.ChildDesc%  = Vioinput_Child, VIOINPUT\REV_01

[Vioinput_Device.NT]
CopyFiles = Vioinput_Device_CopyFiles

[Vioinput_Child.NT]
CopyFiles = Vioinput_Child_CopyFiles

[Vioinput_Device_CopyFiles]
vioinput.sys

[Vioinput_Child_CopyFiles]
viohidkmdf.sys

[Vioinput_Device.NT.Services]
AddService = VirtioInput, 0x00000002, Vioinput_Device_Service

[Vioinput_Child.NT.Services]
AddService = viohidkmdf, 0x00000002, Vioinput_Child_Service

[Vioinput_Device_Service]
DisplayName   = %Vioinput.ServiceDesc%
ServiceType   = 1 ; SERVICE_KERNEL_DRIVER
StartType     = 3 ; SERVICE_DEMAND_START
ErrorControl  = 1 ; SERVICE_ERROR_NORMAL
ServiceBinary = %12%\vioinput.sys

[Vioinput_Child_Service]
ServiceType   = 1 ; SERVICE_KERNEL_DRIVER
StartType     = 3 ; SERVICE_DEMAND_START
ErrorControl  = 1 ; SERVICE_ERROR_NORMAL
ServiceBinary = %12%\viohidkmdf.sys

[Vioinput_Device.NT.CoInstallers]
AddReg    = Vioinput_CoInstaller_AddReg
CopyFiles = Vioinput_CoInstaller_CopyFiles

[Vioinput_CoInstaller_AddReg]
HKR,, CoInstallers32, 0x00010000, "WdfCoInstaller01009.dll,WdfCoInstaller"

[Vioinput_CoInstaller_CopyFiles]
WdfCoInstaller01009.dll

[Vioinput_Device.NT.Wdf]
KmdfService = VirtioInput, Vioinput_Wdf

[Vioinput_Wdf]
KmdfLibraryVersion = 1.9

[Strings]
Provider             = "Aero sample"
DiskName             = "Aero sample virtio input disk"
Vioinput.DeviceDesc  = "Aero sample virtio input device"
Vioinput.ChildDesc   = "Aero sample virtio input child"
Vioinput.ServiceDesc = "Aero sample virtio input service"
`;
}
