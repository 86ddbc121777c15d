import { join } from 'node:path';

/**
 * Where the tasks of one configuration write their outputs, below
 * `dist/guest-tools/<configuration>`. State passes from task to task in files, so that each task
 * can come from a cache.
 */
export interface BuildDirectory {
  /** Identity of the drivers' source, written by fetch-virtio-win. */
  readonly virtioWin: string;
  /** What extract-drivers took from the source: the parent of the next four. */
  readonly driverPack: string;
  /** `{x86,amd64}/<driver>/**`. */
  readonly drivers: string;
  /** `<source>/**`: notices and `driver-pack-manifest.json`. */
  readonly licenses: string;
  /** `*.{cer,crt,p7b}`: the certificates that came with the drivers; absent if there were none. */
  readonly certificates: string;
  /** Warnings about the source; absent if there are none. */
  readonly driverPackWarnings: string;
  /**
   * Generated batch file with the devices' services and hardware ids, written by
   * generate-devices-cmd.
   */
  readonly devicesCmd: string;
  /** The device contract as it was read, written by generate-devices-cmd. */
  readonly windowsDeviceContract: string;
  /** The packaging spec as it was read, written by validate-spec. */
  readonly packagingSpec: string;
  /**
   * Which files of each driver go on the media, and why others do not; written by validate-spec.
   */
  readonly validationReport: string;
  /**
   * Everything that stage-media makes besides the manifest: `config/media.cmd`, and the
   * certificates as they are on the media.
   */
  readonly generated: string;
  /** The manifest as it is on the media, written by stage-media. */
  readonly stagedManifest: string;
  /** The list of files on the media, written by stage-media. */
  readonly plan: string;
  /**
   * The ISO from make-iso, with its SHA-256 in a file beside it. Only `package` gives it its public
   * name.
   */
  readonly madeIso: string;
  /** The zip from make-zip, likewise. */
  readonly madeZip: string;
  /** The verified ISO, written by package. */
  readonly iso: string;
  /** The verified zip, written by package. */
  readonly zip: string;
  /** The verified manifest under its two names, written by package. */
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
