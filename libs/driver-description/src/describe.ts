import { InputError, type Problem } from '@aero-guest-tools/diagnostics';
import { parseDriverMediaPath } from '@aero-guest-tools/driver-layout';
import { parseManifest, type Manifest } from '@aero-guest-tools/media';
import { imageRelease } from '@aero-guest-tools/virtio-win';
import type { SourceIdentity } from '@aero-guest-tools/driver-source';
import { DEFAULT_WINDOWS_TARGET, WINDOWS_TARGETS } from '@aero-guest-tools/windows-target';
import { describeDriver, type DriverPlace } from './describe-driver';
import type { DescribedDriver, DescribedFile, DescribeOptions, Description } from './description';
import { findPlaces } from './find-places';
import { hashedFile, readWhole, type ReadableSource } from './source-tree';

/** An open source, with its identity if that is known. */
export type OpenSource = ReadableSource & {
  readonly identity: SourceIdentity | undefined;
  /** Volume id of an image that is not read whole. */
  readonly volumeId?: string | undefined;
};

const MANIFEST_NAME = 'manifest.json';

/** A source without files: `git difftool` names one if a file was added. */
export const EMPTY_SOURCE: OpenSource = {
  label: 'nothing',
  identity: undefined,
  entries: [],
  prepare: () => Promise.resolve(),
  open: (path) => {
    throw new RangeError(`${path} is not an entry of nothing`);
  },
};

/**
 * Describes a source of drivers, or media: every driver in it, by the checks that a build makes.
 * For an image on a server whose files a lock lists, only those files, which are for the versions
 * of Windows that the lock names.
 *
 * @throws InputError if the source is damaged, or files of it are not available.
 */
export async function describeSource(
  source: OpenSource,
  options: DescribeOptions,
): Promise<Description> {
  const { listedFor } = source;
  const isListed = source.identity?.list_sha256 !== undefined;
  const manifest = await manifestOf(source);
  const found =
    manifest === undefined ? findPlaces(source.entries, listedFor) : mediaPlaces(source, manifest);
  const { windows } = options;
  const places = found.places.filter(({ os }) => {
    const target = WINDOWS_TARGETS.find((one) => one === os);
    return windows === undefined || (target !== undefined && windows.includes(target.id));
  });
  const inDrivers = new Set<string>();
  for (const { path } of source.entries) {
    if (found.places.some(({ directory }) => isBelow(path, directory))) inDrivers.add(path);
  }
  const others = source.entries.filter(
    ({ path, kind }) => kind === 'file' && !inDrivers.has(path) && !isListed,
  );
  const described = source.entries.filter(({ path }) =>
    places.some(({ directory }) => isBelow(path, directory)),
  );
  await source.prepare(described.map(({ path }) => path));
  const drivers: DescribedDriver[] = [];
  for (const place of places) {
    options.progress(`looking at ${source.label}: ${place.directory}`);
    const driver = await describeDriver(source, place, options.reads);
    // A folder that may be for either architecture is for those on which its INF files bind
    // devices.
    if (found.kind !== 'drivers' || driver.hardwareIds.length > 0) drivers.push(driver);
  }
  const files: DescribedFile[] = [];
  const isRead = options.reads === 'everything' || manifest !== undefined;
  for (const { path, size } of others) {
    options.progress(`reading ${source.label}: ${path}`);
    files.push(
      isRead ? await hashedFile(source, { path, size }) : { path, size, sha256: undefined },
    );
  }
  const kind = manifest === undefined ? found.kind : 'media';
  const { identity, volumeId = identity?.volume_id ?? undefined } = source;
  return {
    kind,
    label: source.label,
    identity,
    volumeId,
    listedFor,
    release:
      kind === 'virtio-win'
        ? imageRelease({ sha256: identity?.sha256 ?? '', volume_id: volumeId ?? null })
        : undefined,
    manifest,
    drivers,
    otherFolders: found.otherFolders,
    files,
    problems: manifest === undefined ? [] : contradictions(source.label, manifest, drivers, files),
  };
}

function isBelow(path: string, directory: string): boolean {
  return directory === '' || path.startsWith(`${directory}/`);
}

/**
 * The manifest of media; undefined if there is no file of that name, or if it is something else.
 */
async function manifestOf(source: OpenSource): Promise<Manifest | undefined> {
  const file = source.entries.find(({ path, kind }) => path === MANIFEST_NAME && kind === 'file');
  if (file === undefined) return undefined;
  try {
    await source.prepare([MANIFEST_NAME]);
    const text = await readWhole(source, file);
    return parseManifest(text, `${source.label}: ${MANIFEST_NAME}`);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/**
 * `drivers/<architecture>/<driver>`, the layout of media for the Windows that the manifest names.
 */
function mediaPlaces({ entries }: OpenSource, { target }: Manifest): ReturnType<typeof findPlaces> {
  const os = WINDOWS_TARGETS.find(({ id }) => id === target?.windows) ?? DEFAULT_WINDOWS_TARGET;
  const windows = os === DEFAULT_WINDOWS_TARGET ? undefined : os.id;
  const places = new Map<string, DriverPlace>();
  for (const { path } of entries) {
    const file = parseDriverMediaPath(path);
    if (file === undefined) continue;
    const { name, architecture, directory } = file;
    places.set(directory, { name, architecture, directory, windows, os });
  }
  return { kind: 'packages', places: [...places.values()], otherFolders: [] };
}

/** Differences between media and their manifest. */
function contradictions(
  label: string,
  manifest: Manifest,
  drivers: readonly DescribedDriver[],
  files: readonly DescribedFile[],
): readonly Problem[] {
  const actual = new Map([
    ...drivers.flatMap(({ directory, files: own }) =>
      own.map(({ path, sha256 }) => [`${directory}/${path}`, sha256] as const),
    ),
    ...files.map(({ path, sha256 }) => [path, sha256] as const),
  ]);
  actual.delete(MANIFEST_NAME);
  const expected = new Map(manifest.files.map(({ path, sha256 }) => [path, sha256]));
  const paths = [...new Set([...expected.keys(), ...actual.keys()])].toSorted();
  return paths
    .filter((path) => actual.get(path) !== expected.get(path))
    .map((path) => ({
      file: `${label}: ${path}`,
      id: 'media.differs-from-its-manifest',
      message: 'this is not what the manifest on the media says',
      found: actual.get(path) ?? 'no such file',
      expected: expected.get(path) ?? 'no such file',
      remedy: 'get the media again, or build them again',
    }));
}
