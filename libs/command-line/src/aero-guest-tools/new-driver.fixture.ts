import {
  driverCatalog,
  portableExecutable,
  type ExecutableKind,
  type SampleFile,
} from '@aero-guest-tools/sample-virtio-win';

/** The names of a driver's parts in a packaging spec and a device contract. */
export interface NewDriver {
  /** `viofoo.inf`; the driver binary and the catalog have the same base name. */
  readonly infFile: string;
  readonly service: string;
  readonly hardwareIds: readonly string[];
}

/** The Windows that a driver is for, by upstream folder, with its NT version in INF files. */
const VERSIONS = { w7: '6.1', w11: '10.0' } as const;

/** The files of a driver that the code does not know, for one Windows and architecture. */
export function newDriverFiles(
  { infFile, service, hardwareIds }: NewDriver,
  windows: keyof typeof VERSIONS,
  architecture: ExecutableKind['architecture'],
): readonly SampleFile[] {
  const name = infFile.replace(/\.inf$/, '');
  const decoration = `NT${architecture}.${VERSIONS[windows]}`;
  const inf = `[Version]
Signature = "$Windows NT$"
Class = System
ClassGuid = {4D36E97D-E325-11CE-BFC1-08002BE10318}
Provider = %Provider%
DriverVer = 01/01/2021,1.0.0.1
CatalogFile = ${name}.cat

[SourceDisksNames]
1 = %Disk%,,,""

[SourceDisksFiles]
${name}.sys = 1,,

[DestinationDirs]
DefaultDestDir = 12

[Manufacturer]
%Provider% = Models, ${decoration}

[Models.${decoration}]
${hardwareIds.map((id) => `%Device% = Install, ${id}`).join('\n')}

[Install.NT]
CopyFiles = Files

[Files]
${name}.sys

[Install.NT.Services]
AddService = ${service}, 0x00000002, Service

[Service]
ServiceType = 1
StartType = 3
ErrorControl = 1
ServiceBinary = %12%\\${name}.sys

[Strings]
Provider = "Test"
Disk = "Test disk"
Device = "Test device"
`;
  const signed: readonly SampleFile[] = [
    { path: infFile, contents: Buffer.from(inf.replaceAll('\n', '\r\n'), 'ascii') },
    {
      path: `${name}.sys`,
      contents: portableExecutable({ architecture, kind: 'driver', label: 'A driver of a test.' }),
    },
  ];
  const catalog = driverCatalog(signed, architecture, undefined, windows);
  return [...signed, { path: `${name}.cat`, contents: catalog }];
}
