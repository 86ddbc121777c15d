import { posix } from 'node:path';
import {
  isInf,
  parentFolder,
  recogniseSource,
  windowsOfFolder,
  windowsOrder,
  type RecognisedSource,
} from '@aero-guest-tools/driver-layout';
import type { SourceEntry } from '@aero-guest-tools/driver-source';
import { compareBytes } from '@aero-guest-tools/file-tree';
import { DEFAULT_WINDOWS_TARGET, windowsTarget } from '@aero-guest-tools/windows-target';
import type { DriverPlace } from './describe-driver';
import type { Description } from './description';

/** The drivers of a source, and their layout. */
export interface FoundPlaces {
  readonly kind: Exclude<Description['kind'], 'media' | 'manifest'>;
  readonly places: readonly DriverPlace[];
  readonly otherFolders: readonly string[];
}

/**
 * Finds the drivers of a source: in the upstream folders; else in those of CI or of the packager;
 * else in every folder that holds an INF file, which may be for any architecture.
 *
 * @param listedFor The ids of the versions of Windows whose upstream folders are listed completely;
 *   undefined if all are.
 */
export function findPlaces(
  entries: readonly SourceEntry[],
  listedFor: readonly string[] | undefined,
): FoundPlaces {
  const { windowsFolders, packages } = recogniseSource(entries);
  if (windowsFolders.length > 0) return upstreamPlaces(windowsFolders, listedFor);
  if (packages !== undefined) {
    const places = packages.drivers.flatMap(({ name, folders: byArchitecture }) =>
      (['x86', 'amd64'] as const).flatMap((architecture) => {
        const directory = byArchitecture[architecture];
        return directory === undefined ? [] : [place(name, architecture, directory)];
      }),
    );
    return { kind: 'packages', places: sorted(places), otherFolders: [] };
  }
  const places = infFolders(entries).flatMap(({ directory, name }) =>
    (['x86', 'amd64'] as const).map((architecture) => place(name, architecture, directory)),
  );
  return { kind: places.length > 0 ? 'drivers' : 'nothing', places, otherFolders: [] };
}

function upstreamPlaces(
  folders: RecognisedSource['windowsFolders'],
  listedFor: readonly string[] | undefined,
): FoundPlaces {
  const places: DriverPlace[] = [];
  const otherFolders: string[] = [];
  for (const { driver: name, windows, architecture, directory } of folders) {
    const os = windowsOfFolder(windows);
    if (os === undefined) continue;
    if (listedFor && !listedFor.some((id) => windowsTarget(id) === os)) continue;
    if (architecture === undefined) otherFolders.push(directory);
    else places.push({ name, windows, architecture, directory, os });
  }
  return { kind: 'virtio-win', places: sorted(places), otherFolders };
}

function place(
  name: string,
  architecture: DriverPlace['architecture'],
  directory: string,
): DriverPlace {
  return { name, architecture, directory, windows: undefined, os: DEFAULT_WINDOWS_TARGET };
}

function infFolders(
  entries: readonly SourceEntry[],
): readonly { readonly directory: string; readonly name: string }[] {
  const folders = new Map<string, string>();
  for (const { path } of entries) {
    if (!isInf(path)) continue;
    const directory = parentFolder(path);
    if (!folders.has(directory)) {
      folders.set(directory, posix.basename(path).slice(0, -'.inf'.length));
    }
  }
  return Array.from(folders, ([directory, name]) => ({ directory, name }));
}

function sorted(places: readonly DriverPlace[]): readonly DriverPlace[] {
  const order = ({ windows }: DriverPlace): number =>
    windows === undefined ? 0 : windowsOrder(windows);
  return places.toSorted(
    (a, b) =>
      compareBytes(a.name.toLowerCase(), b.name.toLowerCase()) ||
      order(a) - order(b) ||
      compareBytes(b.architecture, a.architecture),
  );
}
