import { resolve } from 'node:path';
import { InputError, type FaceRemedies } from '@aero-guest-tools/diagnostics';
import {
  expectedHash,
  publicUrl,
  readSourceLock,
  requirePublicSource,
  resolveSource,
  type RemoteAccess,
  type SourceLock,
} from '@aero-guest-tools/driver-source';
import type * as lockImage from '@aero-guest-tools/driver-source/lock-image';
import type { HttpSettings } from '@aero-guest-tools/http-file';
import { proxySettings } from '@aero-guest-tools/http-file/proxy';
import type { DriversLocation } from '@aero-guest-tools/media';
import type { Command } from 'commander';
import { pathArgument } from '../arguments';
import type { ProgramContext } from '../program';
import { storeDirectoryOf, withStoreOption, type StoreOptions } from './store-option';

/** How to access a source that may be on a server. */
export interface SourceOptions extends StoreOptions {
  readonly lock?: string;
}

/** The default lock, in the working directory. */
export const DEFAULT_LOCK = 'virtio-win.lock.json';

/**
 * Names the image if the command line does not. Nobody else can see it, so it may hold a password.
 */
export const SOURCE_VARIABLE = 'VIRTIO_WIN_ISO';

/** What users of these programs can do about a problem of a source. */
export const SOURCE_REMEDIES: FaceRemedies = {
  'update-lock': 'run aero-guest-tools lock with the URL',
};

/** What users of a program that also takes an expected hash can do. */
export const PINNING_REMEDIES: FaceRemedies = {
  ...SOURCE_REMEDIES,
  'expect-sha256': 'add --sha256',
};

/** The location of a source: {@link DriversLocation} without its contents. */
export type SourcePlace = Omit<DriversLocation, 'layout' | 'certificates'>;

/** Declares the options of {@link SourceOptions}. */
export function withSourceOptions(command: Command): Command {
  return withStoreOption(
    command.option(
      '--lock <file>',
      `pins an image on a server (default: ${DEFAULT_LOCK}, if it is there)`,
      pathArgument,
    ),
  );
}

/**
 * The location of a command's source: what the argument names, else the variable, else the image
 * that the lock pins. An image on a server is identified by its lock, or by the hash that it must
 * have, for which it is downloaded.
 *
 * @param sha256 As the user wrote it.
 * @throws InputError if nothing names a source, the argument holds a secret, or the lock is
 *   refused.
 */
export async function sourcePlace(
  named: string | undefined,
  options: SourceOptions & { readonly sha256?: string },
  context: ProgramContext,
): Promise<SourcePlace> {
  const { environment, workingDirectory } = context;
  requirePublicSource(named ?? '', { name: 'the source', variable: SOURCE_VARIABLE });
  const fromVariable = environment[SOURCE_VARIABLE] || undefined;
  const lockFile = resolve(workingDirectory, options.lock ?? DEFAULT_LOCK);
  const isChosen = named ?? fromVariable;
  const storeDirectory = storeDirectoryOf(options, context);
  const isRemote =
    isChosen === undefined || resolveSource(isChosen, workingDirectory).kind === 'remote';
  if (isChosen !== undefined && !isRemote) {
    return { source: isChosen, baseDirectory: workingDirectory, storeDirectory };
  }
  const lock = await readSourceLock(lockFile);
  if (isChosen === undefined && lock === undefined) throw noSource(lockFile);
  const source = isChosen ?? lock?.source ?? '';
  const access = remoteAccess(lockFile, lock, context);
  const pinned = await pinnedAccess(source, { access, storeDirectory, options, workingDirectory });
  return { source, baseDirectory: workingDirectory, storeDirectory, remote: pinned };
}

/** The name of the source in messages, without parts that may be secret. */
export function shownSource({ source, baseDirectory }: SourcePlace): string {
  return resolveSource(source, baseDirectory).label;
}

/** Access to a server, configured by the environment. */
export function remoteAccess(
  lockFile: string,
  lock: SourceLock | undefined,
  { environment, progress }: ProgramContext,
): RemoteAccess {
  const http: HttpSettings = { proxies: proxySettings(environment) };
  return { lockFile, lock, http, onProgress: progress };
}

/**
 * Pins the image by its hash, if a hash is given, no lock was named, and there is no lock for the
 * URL.
 */
async function pinnedAccess(
  source: string,
  {
    access,
    storeDirectory,
    options,
    workingDirectory,
  }: {
    readonly access: RemoteAccess;
    readonly storeDirectory: string;
    readonly options: SourceOptions & { readonly sha256?: string };
    readonly workingDirectory: string;
  },
): Promise<RemoteAccess> {
  const location = resolveSource(source, workingDirectory);
  const sha256 = expectedHash(options.sha256);
  if (location.kind === 'local' || sha256 === undefined) return access;
  if (options.lock !== undefined || access.lock?.source === publicUrl(location.url)) return access;
  // The HTTP code is loaded only for images on a server.
  const { pinByHash } = require('@aero-guest-tools/driver-source/lock-image') as typeof lockImage;
  return { ...access, lock: await pinByHash(location, sha256, storeDirectory, access) };
}

function noSource(lockFile: string): InputError {
  return new InputError({
    id: 'cli.no-source',
    message: 'no source of drivers was named',
    found: `neither an argument, nor ${SOURCE_VARIABLE}, nor ${lockFile}`,
    expected: 'a virtio-win.iso or its URL, or a directory or zip archive of drivers',
    remedy: `name one; https://fedorapeople.org/groups/virt/virtio-win/ has images; of these, 0.1.217 and newer, and 0.1.173 and older, have drivers that Windows 7 accepts`,
  });
}
