import { verdictField, type Verdict } from '@aero-guest-tools/catalog';
import { driverMediaDirectory } from '@aero-guest-tools/driver-layout';
import type { Manifest } from '@aero-guest-tools/media';
import { DEFAULT_WINDOWS_TARGET } from '@aero-guest-tools/windows-target';
import type { DescribedDriver, Description } from './description';

/** Describes media from their manifest, without reading the media. */
export function describeManifest(manifest: Manifest, label: string): Description {
  const windows = manifest.target?.windows ?? DEFAULT_WINDOWS_TARGET.id;
  const drivers = (manifest.drivers ?? []).map((driver): DescribedDriver => {
    const directory = driverMediaDirectory(driver);
    return {
      name: driver.name,
      architecture: driver.architecture,
      windows: windows === DEFAULT_WINDOWS_TARGET.id ? undefined : windows,
      directory,
      version: driver.version ?? undefined,
      date: undefined,
      provider: driver.provider ?? undefined,
      hardwareIds: driver.hardware_ids,
      services: driver.services.map((name) => ({ name, start: undefined })),
      catalogs: driver.catalogs.map((catalog) => ({
        path: catalog.path.slice(directory.length + 1),
        sha256: catalog.sha256,
        memberAlgorithms: [],
        ...(catalog.signer === null ? {} : { signer: catalog.signer }),
        ...(catalog.signer === null ? {} : { signerName: commonName(catalog.signer) }),
        ...(catalog.timestamp === null ? {} : { timestamp: catalog.timestamp }),
      })),
      verdict: verdictIn(driver, windows),
      problems: [],
      files: manifest.files
        .filter(({ path }) => path.startsWith(`${directory}/`))
        .map((file) => ({ ...file, path: file.path.slice(directory.length + 1) })),
      infs: new Map(),
    };
  });
  return {
    kind: 'manifest',
    label,
    identity: undefined,
    volumeId: undefined,
    release: undefined,
    manifest,
    drivers,
    otherFolders: [],
    files: manifest.files.filter(
      ({ path }) => !drivers.some(({ directory }) => path.startsWith(`${directory}/`)),
    ),
    problems: [],
  };
}

/** The part of a distinguished name that people use (RFC 4514, 2.3). */
function commonName(name: string): string {
  return /(?:^|, ?)CN=(?<name>(?:\\.|[^,\\])+)/.exec(name)?.groups?.['name'] ?? name;
}

/** Undefined if the manifest has no verdict of the Windows that the media are for. */
function verdictIn(
  driver: NonNullable<Manifest['drivers']>[number],
  windows: string,
): Verdict | undefined {
  const verdict = driver[verdictField(windows)];
  if (verdict === undefined) return undefined;
  const until = verdict.until === undefined ? {} : { until: verdict.until };
  const ofWindows = windows === DEFAULT_WINDOWS_TARGET.id ? {} : { windows };
  return 'with_updates' in verdict
    ? {
        ...ofWindows,
        withoutUpdates: verdict.without_updates,
        withUpdates: verdict.with_updates,
        updates: verdict.updates,
        ...until,
      }
    : {
        windows,
        secureBootOn: verdict.secure_boot_on,
        secureBootOff: verdict.secure_boot_off,
        ...until,
      };
}
