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

/** How a source that may be on a server is had. */
export interface SourceOptions extends StoreOptions {
  readonly lock?: string;
}

/** The lock that counts where no option names one, in the working directory. */
export const DEFAULT_LOCK = 'virtio-win.lock.json';

/** Names the image where the command line does not. Nobody else sees it, so it may hold a password. */
export const SOURCE_VARIABLE = 'VIRTIO_WIN_ISO';

/** What the user of these programs does about a problem of a source. */
export const SOURCE_REMEDIES: FaceRemedies = {
  'update-lock': 'run aero-guest-tools lock with the URL',
};

/** What the user of a program does that takes an expected hash, too. */
export const PINNING_REMEDIES: FaceRemedies = {
  ...SOURCE_REMEDIES,
  'expect-sha256': 'add --sha256',
};

/** Where a source is: all of {@link DriversLocation} but what is in it. */
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
 * Where the source of a command is: what the argument names, else the variable, else what the lock pins. An image
 * on a server is taken by its lock, else by the hash that it must have, for which it is downloaded.
 *
 * @param sha256 As the user wrote it.
 * @throws InputError if nothing names a source, the argument holds a secret, or the lock is refused.
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

/** What messages call the source: without what may be secret. */
export function shownSource({ source, baseDirectory }: SourcePlace): string {
  return resolveSource(source, baseDirectory).label;
}

/** What it takes to speak with a server, by the environment. */
export function remoteAccess(
  lockFile: string,
  lock: SourceLock | undefined,
  { environment, progress }: ProgramContext,
): RemoteAccess {
  const http: HttpSettings = { proxies: proxySettings(environment) };
  return { lockFile, lock, http, onProgress: progress };
}

/** Pins the image by its hash, if it is given and no lock for the URL is there or was named. */
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
  // What speaks HTTP is loaded when a server is asked.
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
