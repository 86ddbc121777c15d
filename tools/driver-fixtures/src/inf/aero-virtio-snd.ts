/** The sound driver: class MEDIA, a PortCls miniport. */
export const AERO_VIRTIO_SND_INF = String.raw`; aero_virtio_snd.inf of the driver fixtures. Not a real driver.

[Version]
Signature   = "$Windows NT$"
Class       = MEDIA
ClassGuid   = {4D36E96C-E325-11CE-BFC1-08002BE10318}
Provider    = %Provider%
DriverVer   = 01/01/2021,1.0.0.1
CatalogFile = aero_virtio_snd.cat

[SourceDisksNames]
1 = %DiskName%,,,""

[SourceDisksFiles]
aero_virtio_snd.sys = 1,,

[DestinationDirs]
DefaultDestDir = 12

[Manufacturer]
%Provider% = AeroSnd, NTx86.6.1, NTamd64.6.1

[AeroSnd.NTx86.6.1]
%DeviceDesc% = AeroSnd_Install, PCI\VEN_1AF4&DEV_1059&SUBSYS_00191AF4&REV_01, PCI\VEN_1AF4&DEV_1059&REV_01, PCI\VEN_1AF4&DEV_1059

[AeroSnd.NTamd64.6.1]
%DeviceDesc% = AeroSnd_Install, PCI\VEN_1AF4&DEV_1059&SUBSYS_00191AF4&REV_01, PCI\VEN_1AF4&DEV_1059&REV_01, PCI\VEN_1AF4&DEV_1059

[AeroSnd_Install.NT]
Include   = ks.inf, wdmaudio.inf
Needs     = KS.Registration, WDMAUDIO.Registration
CopyFiles = AeroSnd_CopyFiles
AddReg    = AeroSnd_AddReg

[AeroSnd_CopyFiles]
aero_virtio_snd.sys

[AeroSnd_AddReg]
HKR,, AssociatedFilters,, "wdmaud,swmidi,redbook"
HKR,, Driver,, aero_virtio_snd.sys

[AeroSnd_Install.NT.Services]
AddService = aero_virtio_snd, 0x00000002, AeroSnd_Service

[AeroSnd_Service]
DisplayName   = %ServiceDesc%
ServiceType   = 1 ; SERVICE_KERNEL_DRIVER
StartType     = 3 ; SERVICE_DEMAND_START
ErrorControl  = 1 ; SERVICE_ERROR_NORMAL
ServiceBinary = %12%\aero_virtio_snd.sys

[Strings]
Provider    = "Aero fixture"
DiskName    = "Aero fixture disk"
DeviceDesc  = "Aero fixture virtio sound device"
ServiceDesc = "Aero fixture virtio sound service"
`;
