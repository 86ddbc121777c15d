import { InputError } from '@aero-guest-tools/diagnostics';
import {
  readSourceLock,
  requirePublicSource,
  resolveSource,
} from '@aero-guest-tools/driver-source';
import type { HttpSettings } from '@aero-guest-tools/http-file';
import { proxySettings } from '@aero-guest-tools/http-file/proxy';
import type { CertificatesLocation, DriverLayout, DriversLocation } from '@aero-guest-tools/media';
import type { ExecutorContext } from '@nx/devkit';
import { storeDirectory } from './store-directory';
import { fromWorkspace } from './workspace-path';

/** The options of a task that accesses the source of the drivers. */
export interface DriversLocationOptions {
  readonly source?: string;
  /** Default: VIRTIO_WIN_ISO. */
  readonly sourceVariable?: string;
  readonly defaultSource?: string;
  /** Default: virtio-win. */
  readonly sourceLayout?: DriverLayout;
  readonly certPath?: string;
  readonly store?: string;
  readonly lock?: string;
}

/** The purpose of the location. */
export interface LocationUse {
  /** Called with a description of the current transfer. */
  readonly onProgress: (activity: string) => void;
  /** Whether the lock will be rewritten, so that it may be for another source. */
  readonly replacesLock?: boolean;
  /** Whether to read the lock even for a source on a file system, which does not need one. */
  readonly readsLock?: boolean;
}

/** Names certificates if the option certPath does not. */
const CERTIFICATES_VARIABLE = 'DRIVER_CERT_PATH';

/**
 * The location of the drivers: the option source, else the value of the configuration's variable,
 * else the default of the configuration, else the image that its lock pins. An option is relative
 * to the workspace root; a value from the environment is relative to the directory that `nx` was
 * called in.
 *
 * @throws InputError if nothing names a source, an option holds a secret, or the lock is refused.
 */
export async function driversLocation(
  options: DriversLocationOptions,
  context: ExecutorContext,
  { onProgress, replacesLock = false, readsLock = false }: LocationUse,
): Promise<DriversLocation> {
  // The defaults of the schemas, for callers that do not get them from Nx.
  const { sourceVariable = 'VIRTIO_WIN_ISO', sourceLayout = 'virtio-win' } = options;
  requirePublicOptions(options);
  const named =
    fromOption(options.source, context) ??
    fromEnvironment(sourceVariable, context) ??
    fromOption(options.defaultSource, context);
  const lockFile = options.lock === undefined ? undefined : fromWorkspace(context, options.lock);
  const isPinned = named ? readsLock || (isRemote(named) && !replacesLock) : true;
  const lock = lockFile !== undefined && isPinned ? await readSourceLock(lockFile) : undefined;
  const location = named ?? (lock && { source: lock.source, baseDirectory: context.root });
  if (!location) throw noSource(sourceVariable, sourceLayout);
  return {
    ...location,
    remote: lockFile === undefined ? undefined : { lockFile, lock, http: http(), onProgress },
    storeDirectory: storeDirectory(options.store, context),
    layout: sourceLayout,
    certificates:
      fromOption(options.certPath, context) ?? fromEnvironment(CERTIFICATES_VARIABLE, context),
  };
}

/** Nobody else can see the values of variables, but options are in the log of Nx. */
function requirePublicOptions(options: DriversLocationOptions): void {
  const { sourceVariable } = options;
  for (const [option, variable] of [
    ['source', sourceVariable],
    ['defaultSource', sourceVariable],
    ['certPath', CERTIFICATES_VARIABLE],
  ] as const) {
    const { [option]: value } = options;
    if (value !== undefined) requirePublicSource(value, { name: `the option ${option}`, variable });
  }
}

function isRemote({ source, baseDirectory }: NamedPath): boolean {
  return resolveSource(source, baseDirectory).kind === 'remote';
}

function http(): HttpSettings {
  return { proxies: proxySettings(process.env) };
}

type NamedPath = CertificatesLocation;

function fromOption(option: string | undefined, context: ExecutorContext): NamedPath | undefined {
  return option === undefined ? undefined : { source: option, baseDirectory: context.root };
}

function fromEnvironment(variable: string, context: ExecutorContext): NamedPath | undefined {
  const { [variable]: value } = process.env;
  return value === undefined || value === ''
    ? undefined
    : { source: value, baseDirectory: context.cwd };
}

function noSource(variable: string, layout: DriverLayout): InputError {
  const found = `neither the option source nor the environment variable ${variable}`;
  return layout === 'virtio-win'
    ? new InputError({
        id: 'nx.no-virtio-win-image',
        message: 'no virtio-win image was named',
        found,
        expected: 'a virtio-win.iso, or the directory that one was extracted to',
        remedy: `set ${variable} to its path; or set it to its URL, and pin that once by fetch-virtio-win --update-lock; https://fedorapeople.org/groups/virt/virtio-win/ has them; of these, 0.1.217 and newer, and 0.1.173 and older, have drivers that Windows 7 accepts`,
      })
    : new InputError({
        id: 'nx.no-drivers-directory',
        message: 'no directory of drivers was named',
        found,
        expected: 'a directory that holds {x86,amd64}/<driver>/, or a zip archive of it',
        remedy: `set ${variable} to its path`,
      });
}
