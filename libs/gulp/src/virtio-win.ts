import { Readable } from 'node:stream';
import type { Diagnostic } from '@aero-guest-tools/diagnostics';
import { driverPackFiles } from '@aero-guest-tools/driver-pack';
import {
  keptContents,
  readSourceLock,
  requirePublicSource,
  resolveSource,
} from '@aero-guest-tools/driver-source';
import { proxySettings } from '@aero-guest-tools/http-file/proxy';
import type { DriverLayout, DriversLocation } from '@aero-guest-tools/media';
import { openSelectedDrivers } from '@aero-guest-tools/media/steps/extract-drivers';
import { identifyDrivers } from '@aero-guest-tools/media/steps/fetch-virtio-win';
import { mediaFileOf, type MediaFile } from '@aero-guest-tools/media/transforms';
import { fromWorkspace, packagingSpecInput, type SpecOptions } from './declarations';

export interface VirtioWinOptions extends SpecOptions {
  /**
   * An ISO image, a zip archive or a directory: a path or a `file:` URL; or the URL of an image that
   * {@link VirtioWinOptions.lock} pins. Default: what the lock names.
   */
  readonly source?: string;
  /**
   * The layout of the source: Fedora's image, or the layouts of CI and the packager. Default:
   * virtio-win.
   */
  readonly sourceLayout?: DriverLayout;
  /** A certificate, or a directory of them, that replaces those that come with the drivers. */
  readonly certPath?: string | undefined;
  /** A lock file, see `virtio-win-lock.schema.json`. */
  readonly lock?: string | undefined;
  /** The environment with the variables that name proxies; without it, no proxy is used. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Where images are kept, once per machine: {@link defaultStoreDirectory}, for example. */
  readonly storeDirectory: string;
  /** The SHA-256 that the source must have. */
  readonly sha256?: string | undefined;
  /** Receives the warnings. */
  readonly warn?: (warning: Diagnostic) => void;
}

/**
 * The tasks `fetch-virtio-win` and `extract-drivers` in one. Emits the drivers that the spec names,
 * as `drivers/{x86,amd64}/<driver>/**`; the notices, as `licenses/<source>/**`; and the
 * certificates that come with them or are named, as `certs/**`. Contents are read from the source
 * on demand; nothing is extracted.
 *
 * @returns A stream that fails with an InputError if the source is missing, damaged or not the
 *   expected one, or if it lacks a required driver.
 */
export function virtioWin(options: VirtioWinOptions): Readable {
  return Readable.from(driverFiles(options));
}

async function* driverFiles(options: VirtioWinOptions): AsyncGenerator<MediaFile> {
  const location = await driversLocation(options);
  const identity = await identifyDrivers({ ...location, expectedSha256: options.sha256 });
  // The source is not closed at the end of this stream: contents are read long after it. Reading
  // from a file system keeps nothing open in between.
  const { source, selection, certificates, warnings } = await openSelectedDrivers(
    { ...location, spec: packagingSpecInput(options).spec },
    identity,
  );
  for (const warning of warnings) options.warn?.(warning);
  await source.prepare(selection.files.map((file) => file.source));
  for (const file of driverPackFiles(source, selection, certificates)) {
    yield Object.assign(mediaFileOf(file), { driversSource: source.identity });
  }
}

/** The location of the drivers according to the options. */
async function driversLocation(options: VirtioWinOptions): Promise<DriversLocation> {
  const { certPath, sourceLayout: layout = 'virtio-win', workspaceRoot: baseDirectory } = options;
  const lockFile = options.lock === undefined ? undefined : fromWorkspace(options, options.lock);
  // A source on a file system needs no lock.
  const isPinned =
    options.source === undefined || resolveSource(options.source, baseDirectory).kind === 'remote';
  const lock = lockFile !== undefined && isPinned ? await readSourceLock(lockFile) : undefined;
  const source = options.source ?? lock?.source ?? '';
  requirePublicSource(source, { name: 'the option source' });
  requirePublicSource(certPath ?? '', { name: 'the option certPath' });
  return {
    source,
    baseDirectory,
    storeDirectory: fromWorkspace(options, options.storeDirectory),
    kept: keptContents(),
    layout,
    remote:
      lockFile === undefined
        ? undefined
        : {
            lockFile,
            lock,
            http: { proxies: proxySettings(options.environment ?? {}) },
            onProgress: () => undefined,
          },
    certificates: certPath === undefined ? undefined : { source: certPath, baseDirectory },
  };
}
