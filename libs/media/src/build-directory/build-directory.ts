import { join } from 'node:path';

/**
 * Where the tasks of one configuration leave what they make, below `dist/guest-tools/<configuration>`.
 * Files on disk carry the state between tasks, so that each task can come from a cache.
 */
export interface BuildDirectory {
  /** Identity of the drivers' source, by fetch-virtio-win. */
  readonly virtioWin: string;
  /** What was taken from the source, by extract-drivers: the next four. */
  readonly driverPack: string;
  /** `{x86,amd64}/<driver>/**`. */
  readonly drivers: string;
  /** `<source>/**`: notices and `driver-pack-manifest.json`. */
  readonly licenses: string;
  /** `*.{cer,crt,p7b}`: the certificates that came with the drivers; not there if none did. */
  readonly certificates: string;
  /** What is remarkable about the source; not there if nothing is. */
  readonly driverPackWarnings: string;
  /** Generated batch file with the devices' services and hardware ids, by generate-devices-cmd. */
  readonly devicesCmd: string;
  /** The device contract as it was read, by generate-devices-cmd. */
  readonly windowsDeviceContract: string;
  /** The packaging spec as it was read, by validate-spec. */
  readonly packagingSpec: string;
  /** Which files of which driver go on the media, and why others do not, by validate-spec. */
  readonly validationReport: string;
  /** `config/media.cmd`, and certificates as they stand on the media: what stage-media makes besides the manifest. */
  readonly generated: string;
  /** The manifest as it stands on the media, by stage-media. */
  readonly stagedManifest: string;
  /** What is on the media, by stage-media. */
  readonly plan: string;
  /** By make-iso, with its SHA-256 beside it: only `package` gives it its public name. */
  readonly madeIso: string;
  /** By make-zip, likewise. */
  readonly madeZip: string;
  /** The verified ISO, by package. */
  readonly iso: string;
  /** The verified zip, by package. */
  readonly zip: string;
  /** The verified manifest under its two names, by package. */
  readonly manifests: readonly [string, string];
}

/** The paths below one build directory. */
export function buildDirectory(directory: string): BuildDirectory {
  return {
    virtioWin: join(directory, 'virtio-win.json'),
    driverPack: join(directory, 'driver-pack'),
    drivers: join(directory, 'driver-pack', 'drivers'),
    licenses: join(directory, 'driver-pack', 'licenses'),
    certificates: join(directory, 'driver-pack', 'certs'),
    driverPackWarnings: join(directory, 'driver-pack', 'warnings.json'),
    devicesCmd: join(directory, 'config', 'devices.cmd'),
    windowsDeviceContract: join(directory, 'windows-device-contract.json'),
    packagingSpec: join(directory, 'packaging-spec.json'),
    validationReport: join(directory, 'validation-report.json'),
    generated: join(directory, 'staged', 'generated'),
    stagedManifest: join(directory, 'staged', 'manifest.json'),
    plan: join(directory, 'staged', 'plan.json'),
    madeIso: join(directory, 'iso', 'aero-guest-tools.iso'),
    madeZip: join(directory, 'zip', 'aero-guest-tools.zip'),
    iso: join(directory, 'aero-guest-tools.iso'),
    zip: join(directory, 'aero-guest-tools.zip'),
    manifests: [
      join(directory, 'manifest.json'),
      join(directory, 'aero-guest-tools.manifest.json'),
    ],
  };
}
