import { resolve } from 'node:path';
import {
  readSourceLock,
  requirePublicSource,
  type SourceLock,
} from '@aero-guest-tools/driver-source';
import { formatSize } from '@aero-guest-tools/diagnostics';
import { checkVirtioWinLock } from '@aero-guest-tools/media/steps/check-lock';
import { updateLock } from '@aero-guest-tools/media/steps/update-lock';
import { Argument, Command } from 'commander';
import { listArgument, pathArgument } from '../arguments';
import type { CommonOptions, Program, ProgramContext } from '../program';
import type { ProgramOutput } from '../program-output';
import {
  DEFAULT_LOCK,
  remoteAccess,
  PINNING_REMEDIES,
  SOURCE_VARIABLE,
  withSourceOptions,
  type SourceOptions,
} from './source-place';
import { STORE_VARIABLE, storeDirectoryOf } from './store-option';

/** The command line of `aero-guest-tools lock`, as the user wrote it. */
export interface LockOptions extends SourceOptions {
  readonly url?: string;
  readonly sha256?: string;
  readonly windows?: readonly string[];
  readonly check: boolean;
}

const HELP = `
Downloads the image and writes the lock: URL, SHA-256, size, volume id, and the
places of all drivers for the --windows in the image, so that builds download
only these. With --check, it compares an existing lock with the whole image: do
this whenever a lock changes, preferably in CI.

Environment:
  ${SOURCE_VARIABLE}          the URL, if no argument names it; it may have a user name, password and query, which are sent but never written
  ${STORE_VARIABLE}  the same as --store, which overrides it
  HTTPS_PROXY, HTTP_PROXY, NO_PROXY, NODE_EXTRA_CA_CERTS`;

/** Pins an image on a server, or checks the pin. */
export const lockCommand: Program<LockOptions> = {
  command: () =>
    withSourceOptions(
      new Command('aero-guest-tools lock')
        .description('Pins a virtio-win image on a server, so that builds use exactly this image.')
        .addArgument(
          new Argument(
            '[url]',
            'the https: URL of the image; with --check also its path',
          ).argParser(pathArgument),
        )
        .option('--sha256 <hash>', 'the SHA-256 that the image must have')
        .option(
          '--windows <ids>',
          'the Windows versions whose drivers it lists, separated by commas (default: w7)',
          listArgument,
        )
        .option('--check', 'compare the lock with the image, and write nothing', false),
    ).addHelpText('after', HELP),
  remedies: PINNING_REMEDIES,
  run: lockImage,
};

async function lockImage(
  options: LockOptions & CommonOptions,
  context: ProgramContext,
): Promise<ProgramOutput> {
  const { workingDirectory, environment } = context;
  requirePublicSource(options.url ?? '', { name: 'the URL', variable: SOURCE_VARIABLE });
  const shownFile = options.lock ?? DEFAULT_LOCK;
  const lockFile = resolve(workingDirectory, shownFile);
  const named = options.url ?? (environment[SOURCE_VARIABLE] || undefined);
  // A lock that is about to be rewritten may hold anything.
  const lock = options.check || named === undefined ? await readSourceLock(lockFile) : undefined;
  const location = {
    source: named ?? lock?.source ?? '',
    baseDirectory: workingDirectory,
    storeDirectory: storeDirectoryOf(options, context),
    layout: 'virtio-win' as const,
    remote: remoteAccess(lockFile, lock, context),
  };
  if (options.check) {
    const checked = await checkVirtioWinLock(location);
    return options.json
      ? lockJson(shownFile, checked)
      : [`${shownFile} agrees with the image`, ...lockLines(checked)];
  }
  const made = await updateLock({
    ...location,
    expectedSha256: options.sha256,
    windows: options.windows,
  });
  if (options.json) {
    return {
      ...lockJson(shownFile, made.lock),
      release: made.release ?? null,
      unlisted: made.unlisted ?? null,
    };
  }
  return [
    `${shownFile} pins ${made.lock.source}`,
    ...(made.release === undefined ? [] : [made.release]),
    ...lockLines(made.lock),
    ...(made.unlisted === undefined ? [] : [`  no files are listed, since ${made.unlisted}`]),
  ];
}

function lockLines({ sha256, size, volumeId, contents }: SourceLock): readonly string[] {
  return [
    `  sha256     ${sha256}`,
    `  size       ${formatSize(size)}`,
    `  volume id  ${volumeId}`,
    ...(contents === undefined
      ? []
      : [
          `  windows    ${contents.listedFor.join(', ')}`,
          `  files      ${String(contents.files.length)}, which can be fetched one by one`,
        ]),
  ];
}

function lockJson(file: string, lock: SourceLock): Readonly<Record<string, unknown>> {
  const { source, sha256, size, volumeId, contents } = lock;
  const files = contents?.files.length ?? null;
  const windows = contents?.listedFor ?? null;
  return { lock: file, source, sha256, size, volume_id: volumeId, windows, files };
}
