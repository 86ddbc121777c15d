import { resolve } from 'node:path';
import { formatDiagnostic, formatSize, InputError } from '@aero-guest-tools/diagnostics';
import { digestOfFile, isAtOrBelow } from '@aero-guest-tools/file-tree';
import {
  chosenSourceDateEpoch,
  SOURCE_DATE_EPOCH_VARIABLE,
} from '@aero-guest-tools/media/source-date-epoch';
import { makeImageOfDirectory } from '@aero-guest-tools/media/steps/image-of-directory';
import { Command } from 'commander';
import { pathArgument } from './arguments';
import type { CommonOptions, Program, ProgramContext } from './program';
import type { ProgramOutput } from './program-output';

/** The command line of `aero-iso`, as the user wrote it. */
export interface AeroIsoOptions {
  readonly inDir: string;
  readonly outIso: string;
  readonly volumeId: string;
  readonly sourceDateEpoch?: string;
}

const HELP = `
Hidden files (names that begin with a dot, Thumbs.db, desktop.ini and the like)
are skipped. Private keys, symbolic links, and names that Windows or Joliet does
not allow are refused.

Environment:
  ${SOURCE_DATE_EPOCH_VARIABLE}  the same as --source-date-epoch, which overrides it`;

/** Makes an ISO 9660 image of a staged tree (packager rules, 10. Command lines). */
export const aeroIso: Program<AeroIsoOptions> = {
  command: () =>
    new Command('aero-iso')
      .description(
        'Makes an ISO 9660 image of a directory, with Joliet names. The same files give the same bytes.',
      )
      .requiredOption('--in-dir <dir>', 'the directory to record (required)', pathArgument)
      .requiredOption('--out-iso <file>', 'the image to write (required)', pathArgument)
      .requiredOption(
        '--volume-id <text>',
        'the name of the volume: up to 32 characters from A-Z, 0-9 and _; Windows shows the first 16 (required)',
      )
      .option(
        '--source-date-epoch <seconds>',
        `the time of every file, since 1970 (default: ${SOURCE_DATE_EPOCH_VARIABLE}, else 0)`,
      )
      .addHelpText('after', HELP),
  run: imageDirectory,
};

async function imageDirectory(
  options: AeroIsoOptions & CommonOptions,
  { environment, workingDirectory, progress }: ProgramContext,
): Promise<ProgramOutput> {
  const sourceDateEpoch = chosenSourceDateEpoch(
    { name: '--source-date-epoch', value: options.sourceDateEpoch },
    environment[SOURCE_DATE_EPOCH_VARIABLE],
  );
  const directory = resolve(workingDirectory, options.inDir);
  const image = resolve(workingDirectory, options.outIso);
  if (isAtOrBelow(image, directory)) {
    throw new InputError({
      file: image,
      id: 'cli.image-in-its-directory',
      message: 'the image would be written into the directory that it is made of',
      found: `a path below ${options.inDir}`,
      expected: 'a path outside, so that the image does not hold an older one of itself',
      remedy: 'choose another --out-iso',
    });
  }
  progress('writing the ISO');
  const { size, volumeId, fileCount, warnings } = await makeImageOfDirectory({
    directory,
    image,
    volumeId: options.volumeId,
    sourceDateEpoch: sourceDateEpoch ?? 0,
    progress,
  });
  if (options.json) {
    // The image is read again for its hash, since its beginning is written last.
    return {
      output: { path: options.outIso, size, sha256: (await digestOfFile(image)).sha256 },
      volume_id: volumeId,
      files: fileCount,
      warnings,
    };
  }
  return [
    `${options.outIso}: ${formatSize(size)}`,
    `volume ${volumeId}, ${String(fileCount)} ${fileCount === 1 ? 'file' : 'files'}`,
    ...warnings.flatMap((warning) => `warning: ${formatDiagnostic(warning)}`.split('\n')),
  ];
}
