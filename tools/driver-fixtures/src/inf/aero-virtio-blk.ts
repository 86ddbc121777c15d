/** The block driver: class SCSIAdapter, boot-start StorPort miniport. */
export const AERO_VIRTIO_BLK_INF = String.raw`; aero_virtio_blk.inf of the driver fixtures. Not a real driver.

[Version]
Signature   = "$Windows NT$"
Class       = SCSIAdapter
ClassGuid   = {4D36E97B-E325-11CE-BFC1-08002BE10318}
Provider    = %Provider%
DriverVer   = 01/01/2021,1.0.0.1
CatalogFile = aero_virtio_blk.cat
DriverPackageType = PlugAndPlay

[SourceDisksNames]
1 = %DiskName%,,,""

[SourceDisksFiles]
aero_virtio_blk.sys = 1,,

[DestinationDirs]
DefaultDestDir = 12

[Manufacturer]
%Provider% = AeroBlk, NTx86.6.1, NTamd64.6.1

[AeroBlk.NTx86.6.1]
%DeviceDesc% = AeroBlk_Install, PCI\VEN_1AF4&DEV_1042&SUBSYS_00021AF4&REV_01, PCI\VEN_1AF4&DEV_1042&REV_01, PCI\VEN_1AF4&DEV_1042

[AeroBlk.NTamd64.6.1]
%DeviceDesc% = AeroBlk_Install, PCI\VEN_1AF4&DEV_1042&SUBSYS_00021AF4&REV_01, PCI\VEN_1AF4&DEV_1042&REV_01, PCI\VEN_1AF4&DEV_1042

[AeroBlk_Install]
CopyFiles = AeroBlk_CopyFiles

[AeroBlk_CopyFiles]
aero_virtio_blk.sys

[AeroBlk_Install.Services]
AddService = aero_virtio_blk, 0x00000002, AeroBlk_Service

[AeroBlk_Service]
DisplayName    = %ServiceDesc%
ServiceType    = 1 ; SERVICE_KERNEL_DRIVER
StartType      = 0 ; SERVICE_BOOT_START
ErrorControl   = 1 ; SERVICE_ERROR_NORMAL
ServiceBinary  = %12%\aero_virtio_blk.sys
LoadOrderGroup = SCSI miniport
AddReg         = AeroBlk_Parameters

[AeroBlk_Parameters]
HKR, "Parameters\PnpInterface", "5", 0x00010001, 1
HKR, "Parameters", "BusType", 0x00010001, 1

[Strings]
Provider    = "Aero fixture"
DiskName    = "Aero fixture disk"
DeviceDesc  = "Aero fixture virtio block device"
ServiceDesc = "Aero fixture virtio block service"
`;
