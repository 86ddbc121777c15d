import type { Manifest } from '@aero-guest-tools/media';
import type { DescribedDriver, Description } from './description';

const DRIVERS = 'drivers/';

/** Describes media by what their manifest says, without having them. */
export function describeManifest(manifest: Manifest, label: string): Description {
  const drivers = (manifest.drivers ?? []).map((driver): DescribedDriver => {
    const directory = `${DRIVERS}${driver.architecture}/${driver.name}`;
    return {
      name: driver.name,
      architecture: driver.architecture,
      windows: undefined,
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
      verdict: windows7Verdict(driver),
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

/** The part of a distinguished name that people know somebody by (RFC 4514, 2.3). */
function commonName(name: string): string {
  return /(?:^|, ?)CN=(?<name>(?:\\.|[^,\\])+)/.exec(name)?.groups?.['name'] ?? name;
}

/** Undefined for media for another Windows. */
function windows7Verdict(
  driver: NonNullable<Manifest['drivers']>[number],
): DescribedDriver['verdict'] {
  const verdict = driver['windows_7'];
  if (verdict === undefined || !('with_updates' in verdict)) return undefined;
  const { without_updates, with_updates, updates, until } = verdict;
  return {
    withoutUpdates: without_updates,
    withUpdates: with_updates,
    updates,
    ...(until === undefined ? {} : { until }),
  };
}
