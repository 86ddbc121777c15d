/** The network driver: class Net, NDIS 6.20 miniport. */
export const AERO_VIRTIO_NET_INF = String.raw`; aero_virtio_net.inf of the driver fixtures. Not a real driver.

[Version]
Signature   = "$Windows NT$"
Class       = Net
ClassGuid   = {4D36E972-E325-11CE-BFC1-08002BE10318}
Provider    = %Provider%
DriverVer   = 01/01/2021,1.0.0.1
CatalogFile = aero_virtio_net.cat

[SourceDisksNames]
1 = %DiskName%,,,""

[SourceDisksFiles]
aero_virtio_net.sys = 1,,

[DestinationDirs]
DefaultDestDir = 12

[Manufacturer]
%Provider% = AeroNet, NTx86.6.1, NTamd64.6.1

[AeroNet.NTx86.6.1]
%DeviceDesc% = AeroNet_Install, PCI\VEN_1AF4&DEV_1041&SUBSYS_00011AF4&REV_01, PCI\VEN_1AF4&DEV_1041&REV_01, PCI\VEN_1AF4&DEV_1041

[AeroNet.NTamd64.6.1]
%DeviceDesc% = AeroNet_Install, PCI\VEN_1AF4&DEV_1041&SUBSYS_00011AF4&REV_01, PCI\VEN_1AF4&DEV_1041&REV_01, PCI\VEN_1AF4&DEV_1041

[AeroNet_Install]
Characteristics    = 0x84 ; NCF_HAS_UI | NCF_PHYSICAL
BusType            = 5    ; PCI
*IfType            = 6    ; IF_TYPE_ETHERNET_CSMACD
*MediaType         = 0    ; NdisMedium802_3
*PhysicalMediaType = 14   ; NdisPhysicalMedium802_3
AddReg             = AeroNet_AddReg
CopyFiles          = AeroNet_CopyFiles

[AeroNet_CopyFiles]
aero_virtio_net.sys,,,2

[AeroNet_AddReg]
HKR, Ndi,            Service,    0, "aero_virtio_net"
HKR, Ndi\Interfaces, UpperRange, 0, "ndis5"
HKR, Ndi\Interfaces, LowerRange, 0, "ethernet"

[AeroNet_Install.Services]
AddService = aero_virtio_net, 2, AeroNet_Service

[AeroNet_Service]
DisplayName    = %ServiceDesc%
ServiceType    = 1 ; SERVICE_KERNEL_DRIVER
StartType      = 3 ; SERVICE_DEMAND_START
ErrorControl   = 1 ; SERVICE_ERROR_NORMAL
ServiceBinary  = %12%\aero_virtio_net.sys
LoadOrderGroup = NDIS

[Strings]
Provider    = "Aero fixture"
DiskName    = "Aero fixture disk"
DeviceDesc  = "Aero fixture virtio network adapter"
ServiceDesc = "Aero fixture virtio network service"
`;
