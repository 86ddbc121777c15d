/** Keyboard and mouse: the models of `aero_virtio_input.inf`. */
const KEYBOARD_AND_MOUSE = String.raw`%KeyboardDesc% = AeroInput_Install, PCI\VEN_1AF4&DEV_1052&SUBSYS_00101AF4&REV_01
%MouseDesc%    = AeroInput_Install, PCI\VEN_1AF4&DEV_1052&SUBSYS_00111AF4&REV_01
%GenericDesc%  = AeroInput_Install, PCI\VEN_1AF4&DEV_1052&REV_01, PCI\VEN_1AF4&DEV_1052`;

/** The tablet, which has an INF of its own and no bare hardware id: `aero_virtio_tablet.inf`. */
const TABLET = String.raw`%TabletDesc% = AeroInput_Install, PCI\VEN_1AF4&DEV_1052&SUBSYS_00121AF4&REV_01, PCI\VEN_1AF4&DEV_1052&SUBSYS_00121AF4`;

/** The input driver: class HIDClass, a KMDF HID minidriver. Both of its INFs share one service. */
export const AERO_VIRTIO_INPUT_INF = inputInf('aero_virtio_input', KEYBOARD_AND_MOUSE);

/** The same driver for the tablet. */
export const AERO_VIRTIO_TABLET_INF = inputInf('aero_virtio_tablet', TABLET);

function inputInf(name: string, models: string): string {
  return String.raw`; ${name}.inf of the driver fixtures. Not a real driver.

[Version]
Signature   = "$Windows NT$"
Class       = HIDClass
ClassGuid   = {745A17A0-74D3-11D0-B6FE-00A0C90F57DA}
Provider    = %Provider%
DriverVer   = 01/01/2021,1.0.0.1
CatalogFile = aero_virtio_input.cat

[SourceDisksNames]
1 = %DiskName%,,,""

[SourceDisksFiles]
aero_virtio_input.sys   = 1,,
WdfCoInstaller01009.dll = 1,,

[DestinationDirs]
DefaultDestDir                  = 12
AeroInput_CoInstaller_CopyFiles = 11

[Manufacturer]
%Provider% = AeroInput, NTx86.6.1, NTamd64.6.1

[AeroInput.NTx86.6.1]
${models}

[AeroInput.NTamd64.6.1]
${models}

[AeroInput_Install.NT]
CopyFiles = AeroInput_CopyFiles

[AeroInput_CopyFiles]
aero_virtio_input.sys

[AeroInput_Install.NT.HW]
AddReg = AeroInput_HW_AddReg

[AeroInput_HW_AddReg]
HKR,, "LowerFilters", 0x00010000, "mshidkmdf"

[AeroInput_Install.NT.Services]
AddService = aero_virtio_input, 0x00000002, AeroInput_Service

[AeroInput_Service]
DisplayName   = %ServiceDesc%
ServiceType   = 1 ; SERVICE_KERNEL_DRIVER
StartType     = 3 ; SERVICE_DEMAND_START
ErrorControl  = 1 ; SERVICE_ERROR_NORMAL
ServiceBinary = %12%\aero_virtio_input.sys

[AeroInput_Install.NT.CoInstallers]
AddReg    = AeroInput_CoInstaller_AddReg
CopyFiles = AeroInput_CoInstaller_CopyFiles

[AeroInput_CoInstaller_AddReg]
HKR,, CoInstallers32, 0x00010000, "WdfCoInstaller01009.dll,WdfCoInstaller"

[AeroInput_CoInstaller_CopyFiles]
WdfCoInstaller01009.dll

[AeroInput_Install.NT.Wdf]
KmdfService = aero_virtio_input, AeroInput_Wdf

[AeroInput_Wdf]
KmdfLibraryVersion = 1.9

[Strings]
Provider     = "Aero fixture"
DiskName     = "Aero fixture disk"
KeyboardDesc = "Aero fixture virtio keyboard"
MouseDesc    = "Aero fixture virtio mouse"
TabletDesc   = "Aero fixture virtio tablet"
GenericDesc  = "Aero fixture virtio input device"
ServiceDesc  = "Aero fixture virtio input service"
`;
}
