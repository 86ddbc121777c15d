import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { parseJson } from '@aero-guest-tools/canonical-json';
import { InputError } from '@aero-guest-tools/diagnostics';
import {
  describeManifest,
  describeSource,
  EMPTY_SOURCE,
  type DescribeOptions,
  type Description,
  type OpenSource,
} from '@aero-guest-tools/driver-description';
import {
  fetchSource,
  openInPlace,
  openSource,
  publicUrl,
  readSourceLock,
  requirePublicSource,
  resolveSource,
} from '@aero-guest-tools/driver-source';
import { fileOnDisk } from '@aero-guest-tools/file-tree';
import { parseManifest } from '@aero-guest-tools/media';
import type { ProgramContext } from '../program';
import {
  DEFAULT_LOCK,
  remoteAccess,
  sourcePlace,
  type SourceOptions,
  type SourcePlace,
} from './source-place';
import { storeDirectoryOf } from './store-option';

/** Files of a driver that can be examined individually. */
const DRIVER_FILE = /\.(?:inf|cat|sys|dll|exe|cer|crt|p7b)$/i;

/** The names that `git difftool` passes if a file does not exist on one side. */
const NOTHING = new Set(['/dev/null', 'nul']);

/** In bytes, as for the largest manifest. */
const MAXIMUM_JSON_SIZE = 64 * 1024 * 1024;

/**
 * Describes what an argument names: an image, media, an archive, a directory, a manifest, a lock or
 * the URL of an image that a lock pins, or a file of a driver.
 *
 * An image on a server that no lock pins is read by range requests.
 *
 * @param choice What to read, and for which Windows.
 * @throws InputError if there is nothing, if it is none of these, or damaged.
 */
export async function describeOperand(
  named: string,
  options: SourceOptions,
  context: ProgramContext,
  choice: Omit<DescribeOptions, 'progress'>,
): Promise<Description> {
  const { workingDirectory, progress } = context;
  requirePublicSource(named, { name: `the argument` });
  const describe = (source: OpenSource): Promise<Description> =>
    describeSource(source, { ...choice, progress });
  if (NOTHING.has(named.toLowerCase())) return describe(EMPTY_SOURCE);
  const location = resolveSource(named, workingDirectory);
  if (location.kind === 'remote') {
    if (await isUnpinned(location.url, options, workingDirectory)) {
      // The HTTP code is loaded only for images on a server.
      const { openRangedImage } = await import('@aero-guest-tools/driver-source/ranged-image');
      const source = await openRangedImage(location, remoteAccess('', undefined, context));
      try {
        return await describeSource(source, { ...choice, reads: 'checked', progress });
      } finally {
        await source.close();
      }
    }
    return describeRemote(await sourcePlace(named, options, context), describe);
  }
  const { path } = location;
  progress(`reading ${named}`);
  const json = await jsonOf(path);
  if (json === 'manifest')
    return describeManifest(parseManifest(await readFile(path), path), named);
  if (json === 'lock') return describeRemote(await lockedPlace(path, options, context), describe);
  if (DRIVER_FILE.test(path) && (await sizeOf(path)) !== undefined) {
    return describe(await singleFile(path, named));
  }
  const source = await openInPlace(path, named);
  try {
    return await describe(source);
  } finally {
    await source.close();
  }
}

/** Whether no lock is for an image; a lock that the user names must be. */
async function isUnpinned(
  url: URL,
  { lock: named }: SourceOptions,
  workingDirectory: string,
): Promise<boolean> {
  if (named !== undefined) return false;
  const lock = await readSourceLock(resolve(workingDirectory, DEFAULT_LOCK));
  return lock?.source !== publicUrl(url);
}

/** A lock identifies an image by itself, whichever lock applies otherwise. */
async function lockedPlace(
  file: string,
  options: SourceOptions,
  context: ProgramContext,
): Promise<SourcePlace> {
  const lock = await readSourceLock(file);
  return {
    source: lock?.source ?? '',
    baseDirectory: context.workingDirectory,
    storeDirectory: storeDirectoryOf(options, context),
    remote: remoteAccess(file, lock, context),
  };
}

async function describeRemote(
  place: SourcePlace,
  describe: (source: OpenSource) => Promise<Description>,
): Promise<Description> {
  const { identity } = await fetchSource(place);
  const source = await openSource({ ...place, identity });
  try {
    return await describe(source);
  } finally {
    await source.close();
  }
}

/** The kind of a JSON file, from its member names; undefined for any other file. */
async function jsonOf(path: string): Promise<'manifest' | 'lock' | undefined> {
  const size = await sizeOf(path);
  if (size === undefined || size > MAXIMUM_JSON_SIZE) return undefined;
  if (!/\.json$/i.test(path)) return undefined;
  let value: unknown;
  try {
    ({ value } = parseJson(await readFile(path), path));
  } catch (error) {
    if (error instanceof InputError) throw error;
    return undefined;
  }
  const names = Object.keys(value ?? {});
  if (['schema_version', 'package', 'files'].every((name) => names.includes(name)))
    return 'manifest';
  if (['source', 'sha256', 'volume_id'].every((name) => names.includes(name))) return 'lock';
  throw new InputError({
    file: path,
    id: 'cli.other-json',
    message: 'this JSON file is neither a manifest nor a lock',
    expected: 'the manifest.json of media, or the lock of an image on a server',
    remedy: 'name another file',
  });
}

async function sizeOf(path: string): Promise<number | undefined> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.isFile() === true ? stats.size : undefined;
}

/** A single file, as a tree that holds nothing else. */
async function singleFile(path: string, label: string): Promise<OpenSource> {
  const { size } = await stat(path);
  return {
    label,
    identity: undefined,
    entries: [{ path: basename(path), kind: 'file', size }],
    prepare: () => Promise.resolve(),
    open: fileOnDisk({ path: basename(path), absolutePath: resolve(path), size }).open,
  };
}
