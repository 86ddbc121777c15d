import type { InfTarget } from './inf-target';

/** The network driver: class Net, service `netkvm`, co-installer `netkvmco.dll`. */
export function netkvmInf({ decoration, driverVer }: InfTarget): string {
  return String.raw`; netkvm.inf of the sample virtio-win image. Not a real driver.

[Version]
Signature   = "$Windows NT$"
Class       = Net
ClassGuid   = {4D36E972-E325-11CE-BFC1-08002BE10318}
Provider    = %Provider%
DriverVer   = ${driverVer}
CatalogFile = netkvm.cat
DriverPackageType = PlugAndPlay

[SourceDisksNames]
1 = %DiskName%,,,""

[SourceDisksFiles]
netkvm.sys   = 1,,
netkvmco.dll = 1,,

[DestinationDirs]
Netkvm_CopyFiles             = 12
Netkvm_CoInstaller_CopyFiles = 11

[Manufacturer]
%Provider% = Netkvm,${decoration}

[Netkvm.${decoration}]
%Netkvm.DeviceDesc% = Netkvm_Install, PCI\VEN_1AF4&DEV_1000&SUBSYS_00011AF4&REV_00, PCI\VEN_1AF4&DEV_1000
%Netkvm.DeviceDesc% = Netkvm_Install, PCI\VEN_1AF4&DEV_1041&SUBSYS_00011AF4&REV_01, PCI\VEN_1AF4&DEV_1041

[Netkvm_Install]
Characteristics    = 0x84 ; NCF_HAS_UI | NCF_PHYSICAL
BusType            = 5    ; PCI
*IfType            = 6    ; IF_TYPE_ETHERNET_CSMACD
*MediaType         = 0    ; NdisMedium802_3
*PhysicalMediaType = 0    ; NdisPhysicalMediumUnspecified
AddReg             = Netkvm_AddReg
CopyFiles          = Netkvm_CopyFiles

[Netkvm_CopyFiles]
netkvm.sys,,,2

[Netkvm_AddReg]
HKR, Ndi,            Service,    0, "netkvm"
HKR, Ndi\Interfaces, UpperRange, 0, "ndis5"
HKR, Ndi\Interfaces, LowerRange, 0, "ethernet"

[Netkvm_Install.CoInstallers]
AddReg    = Netkvm_CoInstaller_AddReg
CopyFiles = Netkvm_CoInstaller_CopyFiles

[Netkvm_CoInstaller_AddReg]
HKR,, CoInstallers32, 0x00010000, "netkvmco.dll,NetKVMCoInstaller"

[Netkvm_CoInstaller_CopyFiles]
netkvmco.dll

[Netkvm_Install.Services]
AddService = netkvm, 2, Netkvm_Service, Netkvm_EventLog

[Netkvm_Service]
DisplayName    = %Netkvm.ServiceDesc%
ServiceType    = 1 ; SERVICE_KERNEL_DRIVER
StartType      = 3 ; SERVICE_DEMAND_START
ErrorControl   = 1 ; SERVICE_ERROR_NORMAL
ServiceBinary  = %12%\netkvm.sys
LoadOrderGroup = NDIS

[Netkvm_EventLog]
AddReg = Netkvm_EventLog_AddReg

[Netkvm_EventLog_AddReg]
HKR,, EventMessageFile, 0x00020000, "%%SystemRoot%%\System32\netevent.dll"
HKR,, TypesSupported, 0x00010001, 7

[Strings]
Provider           = "Aero sample"
DiskName           = "Aero sample virtio network disk"
Netkvm.DeviceDesc  = "Aero sample virtio network adapter"
Netkvm.ServiceDesc = "Aero sample virtio network service"
`;
}
