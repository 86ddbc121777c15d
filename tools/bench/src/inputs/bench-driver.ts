import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { portableExecutable } from '@aero-guest-tools/sample-virtio-win';

/** The name of the driver that the tree is packaged as. */
export const DRIVER_NAME = 'bench';

/** The spec that packages it. */
export const PACKAGING_SPEC = { drivers: [{ name: DRIVER_NAME, required: false }] };

const INF = `; Made for a benchmark: binds no device that exists.
[Version]
Signature = "$WINDOWS NT$"
Class = System
ClassGuid = {4D36E97D-E325-11CE-BFC1-08002BE10318}
Provider = %Provider%
DriverVer = 01/01/2020,1.0.0.0
CatalogFile = bench.cat

[SourceDisksNames]
1 = %Disk%

[SourceDisksFiles]
bench.sys = 1

[DestinationDirs]
DefaultDestDir = 12

[Manufacturer]
%Provider% = Models, NTamd64

[Models.NTamd64]
%Device% = Bench, ROOT\\AERO_BENCH

[Bench]
CopyFiles = Bench.Files

[Bench.Files]
bench.sys

[Bench.Services]
AddService = bench, 2, Bench.Service

[Bench.Service]
ServiceType = 1
StartType = 3
ErrorControl = 1
ServiceBinary = %12%\\bench.sys

[Strings]
Provider = "Aero"
Disk = "Aero benchmark"
Device = "Aero benchmark device"
`;

/** Writes what makes a driver of a directory: INF, catalog and binary, which refer to nothing else. */
export function writeBenchDriver(directory: string): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'bench.inf'), INF.replaceAll('\n', '\r\n'));
  writeFileSync(join(directory, 'bench.cat'), 'not a catalog, signed by nobody\n');
  const binary = { architecture: 'amd64', kind: 'driver', label: 'benchmark' } as const;
  writeFileSync(join(directory, 'bench.sys'), portableExecutable(binary));
}
