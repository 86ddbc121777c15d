import { resolve } from 'node:path';
import { verifyMedia, type VerifiedMedia } from '@aero-guest-tools/media/steps/verify-media';
import { Argument, Command } from 'commander';
import { pathArgument } from '../arguments';
import type { CommonOptions, Program, ProgramContext, ProgramOutput } from '../program';

/** The command line of `aero-guest-tools verify`, as the user wrote it. */
export interface VerifyOptions {
  readonly media: string;
  readonly manifest?: string;
}

const HELP = `
Every file is read and compared with the manifest; a file that is missing,
changed or not listed is refused. The manifest on the media shows that they are
whole. To know that they are those that were published, name the manifest that
was published by --manifest.`;

/** Checks media that were made before against their manifest. */
export const verifyCommand: Program<VerifyOptions> = {
  command: () =>
    new Command('aero-guest-tools verify')
      .description('Checks driver media against their manifest.')
      .addArgument(
        new Argument(
          '<media>',
          'the ISO, the zip, or a directory that holds what is on them',
        ).argParser(pathArgument),
      )
      .option(
        '--manifest <file>',
        'a manifest.json from elsewhere (default: the one on the media)',
        pathArgument,
      )
      .addHelpText('after', HELP),
  run: verify,
};

async function verify(
  options: VerifyOptions & CommonOptions,
  { workingDirectory, progress }: ProgramContext,
): Promise<ProgramOutput> {
  progress(`reading ${options.media}`);
  const verified = await verifyMedia({
    medium: resolve(workingDirectory, options.media),
    manifest:
      options.manifest === undefined ? undefined : resolve(workingDirectory, options.manifest),
  });
  return options.json ? asJson(options, verified) : asText(options, verified);
}

function asText(
  { media, manifest: elsewhere }: VerifyOptions,
  verified: VerifiedMedia,
): readonly string[] {
  const { package: facts, signing_policy: policy } = verified.manifest;
  return [
    `${media}: Aero Guest Tools ${facts.version}, build ${facts.build_id}, signing policy ${policy}`,
    `${String(verified.fileCount)} files are what ${elsewhere ?? 'the manifest on the media'} says`,
  ];
}

function asJson({ media }: VerifyOptions, verified: VerifiedMedia): ProgramOutput {
  const { kind, manifest, fileCount, size } = verified;
  return {
    media,
    kind,
    package: manifest.package,
    signing_policy: manifest.signing_policy,
    file_count: fileCount,
    size,
  };
}
