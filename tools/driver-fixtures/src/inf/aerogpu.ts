/** The display driver: class Display, WDDM 1.1, with user-mode drivers for both word sizes. */
export const AEROGPU_INF = String.raw`; aerogpu_dx11.inf of the driver fixtures. Not a real driver.

[Version]
Signature   = "$Windows NT$"
Class       = Display
ClassGuid   = {4D36E968-E325-11CE-BFC1-08002BE10318}
Provider    = %Provider%
DriverVer   = 01/01/2021,1.0.0.1
CatalogFile = aerogpu.cat

[SourceDisksNames]
1 = %DiskName%,,,""

[SourceDisksFiles]
aerogpu.sys      = 1,,
aerogpu_d3d9.dll = 1,,

[SourceDisksFiles.amd64]
aerogpu.sys          = 1,,
aerogpu_d3d9.dll     = 1,,
aerogpu_d3d9_x64.dll = 1,,

[DestinationDirs]
AeroGpu_Kernel      = 12
AeroGpu_UserMode    = 11
AeroGpu_UserMode64  = 11
AeroGpu_UserModeWow = 10,SysWOW64

[Manufacturer]
%Provider% = AeroGpu, NTx86.6.1, NTamd64.6.1

[AeroGpu.NTx86.6.1]
%DeviceDesc% = AeroGpu_Install_x86, PCI\VEN_A3A0&DEV_0001&SUBSYS_0001A3A0, PCI\VEN_A3A0&DEV_0001

[AeroGpu.NTamd64.6.1]
%DeviceDesc% = AeroGpu_Install_x64, PCI\VEN_A3A0&DEV_0001&SUBSYS_0001A3A0, PCI\VEN_A3A0&DEV_0001

[AeroGpu_Install_x86]
FeatureScore = F8
CopyFiles    = AeroGpu_Kernel, AeroGpu_UserMode
AddReg       = AeroGpu_Software

[AeroGpu_Install_x64]
FeatureScore = F8
CopyFiles    = AeroGpu_Kernel, AeroGpu_UserMode64, AeroGpu_UserModeWow
AddReg       = AeroGpu_Software, AeroGpu_Software64

[AeroGpu_Kernel]
aerogpu.sys

[AeroGpu_UserMode]
aerogpu_d3d9.dll

[AeroGpu_UserMode64]
aerogpu_d3d9_x64.dll

[AeroGpu_UserModeWow]
aerogpu_d3d9.dll

[AeroGpu_Software]
HKR,, InstalledDisplayDrivers, 0x00010000, aerogpu_d3d9
HKR,, VgaCompatible,           0x00010001, 0

[AeroGpu_Software64]
HKR,, UserModeDriverName,    0x00010000, aerogpu_d3d9_x64.dll
HKR,, UserModeDriverNameWow, 0x00010000, aerogpu_d3d9.dll

[AeroGpu_Install_x86.Services]
AddService = aerogpu, 0x00000002, AeroGpu_Service

[AeroGpu_Install_x64.Services]
AddService = aerogpu, 0x00000002, AeroGpu_Service

[AeroGpu_Service]
DisplayName    = %ServiceDesc%
ServiceType    = 1 ; SERVICE_KERNEL_DRIVER
StartType      = 3 ; SERVICE_DEMAND_START
ErrorControl   = 0 ; SERVICE_ERROR_IGNORE
LoadOrderGroup = Video
ServiceBinary  = %12%\aerogpu.sys

[Strings]
Provider    = "Aero fixture"
DiskName    = "Aero fixture disk"
DeviceDesc  = "Aero fixture display adapter"
ServiceDesc = "Aero fixture display service"
`;
