import { join } from 'node:path';
import { DRIVERS_PREFIX } from '@aero-guest-tools/driver-layout/driver-media-path';
import { warningDiagnostic, type Diagnostic, type Problem } from '@aero-guest-tools/diagnostics';
import { driverPackFiles } from '@aero-guest-tools/driver-pack';
import {
  isStored,
  parseDriversIdentity,
  resolveSource,
  type SourceLock,
} from '@aero-guest-tools/driver-source';
import {
  compareBytes,
  digest,
  type Digest,
  digestOfFile,
  digestOfBytes,
} from '@aero-guest-tools/file-tree';
import {
  driverTreeOfDirectory,
  hashedTree,
  readDriverFile,
  subtree,
  type HashedTree,
} from '@aero-guest-tools/packaging-spec';
import { alteredOutput } from '../build-directory/altered-output';
import {
  DRIVER_PACK_WARNINGS_NAME,
  driverPackWarningsText,
} from '../build-directory/driver-pack-warnings';
import { buildDirectory, type BuildDirectory } from '../build-directory/build-directory';
import { readStateFile } from '../build-directory/state-file';
import {
  withSelectedDrivers,
  type ExtractDriversOptions,
  type SelectedDrivers,
} from './extract-drivers';

/** The result of comparing the drivers with their source. */
export interface ComparedDriverPack {
  /** One for every file that differs from the source. */
  readonly problems: readonly Problem[];
  /** A warning if the drivers could not be compared. */
  readonly warnings: readonly Diagnostic[];
  /**
   * The drivers as they were compared. Reading one again gives it from memory, or fails if it has
   * changed.
   */
  readonly drivers: HashedTree;
}

/**
 * Compares the output of extract-drivers, which a cache may have restored, with the source that
 * fetch-virtio-win identified: with the image, archive or directory if it is at hand, or with the
 * list of the lock if the source is on a server. Downloads nothing.
 *
 * @throws InputError if the source cannot be read.
 */
export async function compareDriverPack(
  options: ExtractDriversOptions,
): Promise<ComparedDriverPack> {
  const directory = buildDirectory(options.buildDirectory);
  const expected = await expectedFiles(options, directory);
  const pack = hashedTree(await driverTreeOfDirectory(directory.driverPack), MAXIMUM_KEPT);
  const drivers = subtree(pack, DRIVERS_PREFIX);
  if (expected === undefined) return { problems: [], warnings: [notCompared(directory)], drivers };
  const found = new Map<string, Digest>();
  for (const file of pack.files) {
    const { path, size } = file;
    // A file of another size is not read into memory: whoever filled the cache chose its size.
    if (size !== expected.get(path)?.size) {
      found.set(path, await digestOfFile(join(directory.driverPack, path)));
      continue;
    }
    const { length } = await readDriverFile(file);
    found.set(path, { size: length, sha256: pack.sha256Of(path) ?? '' });
  }
  const paths = [...new Set([...expected.keys(), ...found.keys()])].toSorted(compareBytes);
  return {
    problems: paths.flatMap((path) =>
      alteredOutput(
        join(directory.driverPack, path),
        'extract-drivers takes from the source',
        found.get(path),
        expected.get(path),
      ),
    ),
    warnings: [],
    drivers,
  };
}

/** How much of the driver pack is kept in memory, in bytes. The rest is read again. */
const MAXIMUM_KEPT = 256 * 1024 * 1024;

/** The files of a driver pack by their paths in it. */
type DriverPackDigests = ReadonlyMap<string, Digest>;

/**
 * The files that extract-drivers writes; undefined if neither the source nor a complete list of it
 * is at hand.
 */
async function expectedFiles(
  options: ExtractDriversOptions,
  directory: BuildDirectory,
): Promise<DriverPackDigests | undefined> {
  const { source, baseDirectory, remote } = options;
  if (resolveSource(source, baseDirectory).kind !== 'remote') return filesOfSource(options);
  const contents = remote?.lock?.contents;
  const listed = contents && (await listedFiles(options, contents));
  if (listed) return listed;
  return (await hasImage(options, directory)) ? filesOfSource(options) : undefined;
}

async function hasImage(
  { storeDirectory }: ExtractDriversOptions,
  { virtioWin }: BuildDirectory,
): Promise<boolean> {
  const text = await readStateFile(virtioWin, 'fetch-virtio-win');
  const { sha256 } = parseDriversIdentity(text, virtioWin);
  return isStored(storeDirectory, { kind: 'iso', sha256 });
}

/** Reads the source. */
function filesOfSource(options: ExtractDriversOptions): Promise<DriverPackDigests> {
  return withSelectedDrivers(options, async (selected) => {
    await selected.source.prepare(selected.selection.files.map((file) => file.source));
    return digests(selected, () => undefined);
  });
}

/** Takes the digests from the list of a lock; undefined if it does not list every file. */
function listedFiles(
  options: ExtractDriversOptions,
  { files }: NonNullable<SourceLock['contents']>,
): Promise<DriverPackDigests | undefined> {
  const listed = new Map(files.map((file) => [file.path, file]));
  return withSelectedDrivers(options, async (selected) => {
    const taken = new Map(
      selected.selection.files.map((file) => [file.path, listed.get(file.source)]),
    );
    if ([...taken.values()].includes(undefined)) return undefined;
    return digests(selected, (path) => taken.get(path));
  });
}

/** @param known Returns the digest of a file that need not be read. */
async function digests(
  { source, selection, certificates, warnings }: SelectedDrivers,
  known: (path: string) => Digest | undefined,
): Promise<DriverPackDigests> {
  const result = new Map<string, Digest>();
  const text = driverPackWarningsText(warnings);
  if (text !== undefined) result.set(DRIVER_PACK_WARNINGS_NAME, digestOfBytes(Buffer.from(text)));
  for (const { path, open } of driverPackFiles(source, selection, certificates)) {
    result.set(path, known(path) ?? (await digest(open())));
  }
  return result;
}

function notCompared({ driverPack: file }: BuildDirectory): Diagnostic {
  return warningDiagnostic({
    file,
    id: 'state.drivers-not-compared',
    message: 'the drivers were not compared with the image that they were taken from',
    found: 'an image on a server that is not in the store, and a lock that lists no files',
    expected: 'an image in the store, or a lock that lists its files',
    remedy: 'write a new lock, unless you trust everyone who can write to the cache',
    action: 'update-lock',
  });
}
