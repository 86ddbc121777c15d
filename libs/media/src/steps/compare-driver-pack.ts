import { relative, sep } from 'node:path';
import { warningDiagnostic, type Diagnostic, type Problem } from '@aero-guest-tools/diagnostics';
import { driverPack } from '@aero-guest-tools/driver-pack';
import {
  isStored,
  parseDriversIdentity,
  resolveSource,
  type SourceLock,
} from '@aero-guest-tools/driver-source';
import { compareBytes, listFileTree } from '@aero-guest-tools/file-tree';
import type Vinyl from 'vinyl';
import { alteredOutput } from '../altered-output';
import { buildDirectory, type BuildDirectory } from '../build-directory';
import { digest, type Digest } from '../digest';
import { digestOfFile } from '../digest-of-file';
import { readStateFile } from '../state-file';
import { withSelectedDrivers, type ExtractDriversOptions } from './extract-drivers';

/** What comparing the drivers with their source gave. */
export interface ComparedDriverPack {
  /** Every file that is not what the source has. */
  readonly problems: readonly Problem[];
  /** That they could not be compared, if so. */
  readonly warnings: readonly Diagnostic[];
}

/**
 * Compares what extract-drivers has left, or a cache has brought back, with the source that
 * fetch-virtio-win identified: with the image, archive or directory where it is at hand, with the list
 * of the lock where the source is on a server. Nothing is downloaded for it.
 *
 * @throws InputError if the source cannot be read.
 */
export async function compareDriverPack(
  options: ExtractDriversOptions,
): Promise<ComparedDriverPack> {
  const directory = buildDirectory(options.buildDirectory);
  const reach = await reachOf(options, directory);
  if (reach === 'none') return { problems: [], warnings: [notCompared(directory)] };
  const expected = await expectedFiles(options, reach === 'whole' ? undefined : reach);
  const found = new Map<string, Digest>();
  for (const { path, absolutePath } of (await listFileTree(directory.driverPack)).files) {
    found.set(path, await digestOfFile(absolutePath));
  }
  const paths = [...new Set([...expected.keys(), ...found.keys()])].toSorted(compareBytes);
  return {
    problems: paths.flatMap((path) =>
      alteredOutput(
        `${directory.driverPack}${sep}${path.replaceAll('/', sep)}`,
        'extract-drivers takes from the source',
        found.get(path),
        expected.get(path),
      ),
    ),
    warnings: [],
  };
}

/** How much of the source is at hand: all of it, what a lock lists of it, or nothing. */
async function reachOf(
  { source, baseDirectory, storeDirectory, remote }: ExtractDriversOptions,
  { virtioWin }: BuildDirectory,
): Promise<'whole' | 'none' | ListedContents> {
  if (resolveSource(source, baseDirectory).kind !== 'remote') return 'whole';
  if (remote?.lock?.contents) return remote.lock.contents;
  const { sha256 } = parseDriversIdentity(
    await readStateFile(virtioWin, 'fetch-virtio-win'),
    virtioWin,
  );
  return (await isStored(storeDirectory, { kind: 'iso', sha256 })) ? 'whole' : 'none';
}

type ListedContents = NonNullable<SourceLock['contents']>;

/**
 * The files that extract-drivers writes, by their paths in the driver pack.
 *
 * @param listed Tells the contents of the source's files, which are not read then.
 */
function expectedFiles(
  options: ExtractDriversOptions,
  listed: ListedContents | undefined,
): Promise<ReadonlyMap<string, Digest>> {
  return withSelectedDrivers(options, async ({ source, selection, certificates }) => {
    const known = new Map(listed?.files.map((file) => [file.path, file]));
    const ofSelection = new Map(
      selection.files.flatMap((file) => {
        const { size, sha256 } = known.get(file.source) ?? {};
        return size === undefined || sha256 === undefined
          ? []
          : [[file.path, { size, sha256 }] as const];
      }),
    );
    const expected = new Map<string, Digest>();
    if (listed === undefined) await source.prepare(selection.files.map((file) => file.source));
    for await (const file of driverPack(source, selection, certificates) as AsyncIterable<
      Vinyl.BufferFile | Vinyl.StreamFile
    >) {
      const path = relative(file.base, file.path).replaceAll(sep, '/');
      const contents = file.isBuffer() ? [file.contents] : file.contents;
      expected.set(
        path,
        ofSelection.get(path) ?? (await digest(contents as AsyncIterable<Uint8Array>)),
      );
    }
    return expected;
  });
}

function notCompared({ driverPack: file }: BuildDirectory): Diagnostic {
  return warningDiagnostic({
    file,
    message: 'the drivers were not compared with the image that they were taken from',
    found: 'an image on a server that is not in the store, and a lock that lists no files',
    expected: 'an image in the store, or a lock that lists its files',
    remedy: 'write the lock anew with --update-lock, or trust whoever filled the cache',
  });
}
