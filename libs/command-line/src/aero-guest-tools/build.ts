import { basename, join, resolve } from 'node:path';
import type { FaceRemedies } from '@aero-guest-tools/diagnostics';
import { keptContents, requirePublicSource } from '@aero-guest-tools/driver-source';
import { PROFILES, type DriversLocation } from '@aero-guest-tools/media';
import { recogniseDrivers } from '@aero-guest-tools/media/recognise-drivers';
import { formatSummary } from '@aero-guest-tools/media/summary';
import { WINDOWS_TARGETS } from '@aero-guest-tools/windows-target';
import { shippedFiles } from '@aero-guest-tools/media/shipped-files';
import { Argument, Command } from 'commander';
import { listArgument, optionWithValues, pathArgument } from '../arguments';
import { buildMedia } from '../build-media';
import {
  chosenMediaOptions,
  MEDIA_ENVIRONMENT_HELP,
  withMediaOptions,
  type MediaOptions,
} from '../media-options';
import { packagedMediaJson } from '../packaged-media-json';
import type { CommonOptions, Program, ProgramContext } from '../program';
import type { ProgramOutput } from '../program-output';
import { recordedPath } from '../workspace';
import {
  accompanyingFiles,
  withAccompanyingOptions,
  type AccompanyingOptions,
} from './accompanying-options';
import { chooseProfile } from './choose-profile';
import {
  PINNING_REMEDIES,
  SOURCE_VARIABLE,
  shownSource,
  sourcePlace,
  withSourceOptions,
  type SourceOptions,
} from './source-place';
import { STORE_VARIABLE } from './store-option';

/** The command line of `aero-guest-tools build`, as the user wrote it. */
export interface BuildOptions extends MediaOptions, SourceOptions, AccompanyingOptions {
  readonly source?: string;
  readonly outDir: string;
  readonly profile?: string;
  readonly windows?: string;
  readonly arch?: readonly string[];
  readonly spec?: string;
  readonly windowsDeviceContract?: string;
  readonly guestToolsDir?: string;
  readonly drivers?: readonly string[];
  readonly strictOptional: boolean;
  readonly certPath?: string;
  readonly sha256?: string;
}

const HELP = `
Profiles:
${PROFILES.map(({ name, description }) => `  ${name.padEnd(18)}  ${description}`).join('\n')}

Without --profile, the source decides. For a virtio-win image, or a directory
that you extracted it to, this is virtio-win, or the profile for --windows. For
driver packages, it is the first profile whose required drivers are all there.

Environment:${MEDIA_ENVIRONMENT_HELP}
  ${SOURCE_VARIABLE}                   the source, if no argument names it; a URL may have user name, password and query, which are only sent
  ${STORE_VARIABLE}           the same as --store, which overrides it
  HTTPS_PROXY, HTTP_PROXY, NO_PROXY, NODE_EXTRA_CA_CERTS`;

/** What users of `aero-guest-tools build` can do about a problem. */
export const BUILD_REMEDIES: FaceRemedies = {
  ...PINNING_REMEDIES,
  'name-certificates': 'name it with --cert-path',
  'allow-catalog-mismatch': 'allow it with --allow-catalog-mismatch',
  'choose-architecture': 'name it with --arch',
};

/** Builds driver media from any source of drivers. */
export const buildCommand: Program<BuildOptions> = {
  command: () =>
    withAccompanyingOptions(
      withMediaOptions(
        withSourceOptions(
          new Command('aero-guest-tools build')
            .description(
              'Builds driver media: checks the drivers of a source, and packages them with the guest tools as an ISO, a zip and a manifest.',
            )
            .addArgument(
              new Argument(
                '[source]',
                'virtio-win.iso, its URL, a directory that you extracted it to, or a directory or zip archive of drivers (default: VIRTIO_WIN_ISO, else the image of the lock)',
              ).argParser(pathArgument),
            )
            .option(
              '--out-dir <dir>',
              'the directory for the outputs',
              pathArgument,
              'aero-guest-tools',
            )
            .addOption(
              optionWithValues(
                '--profile <name>',
                'what to package, see below (default: by the source)',
                PROFILES.map(({ name }) => name),
              ),
            )
            .addOption(
              optionWithValues(
                '--windows <id>',
                'the Windows version of the guest (default: that of the profile)',
                WINDOWS_TARGETS.map(({ id }) => id),
              ),
            )
            .option(
              '--arch <names>',
              'its architectures, of x86, amd64 and arm64, separated by commas (default: those of the profile)',
              listArgument,
            )
            .option(
              '--drivers <names>',
              'only these drivers, separated by commas, all of them required',
              listArgument,
            )
            .option('--strict-optional', 'also require the optional drivers of the spec', false)
            .option('--spec <file>', 'your own packaging spec', pathArgument)
            .option('--windows-device-contract <file>', 'your own device contract', pathArgument)
            .option(
              '--guest-tools-dir <dir>',
              'your own scripts and texts for the guest',
              pathArgument,
            )
            .option(
              '--cert-path <path>',
              'a certificate, or a directory of them, that replaces those that come with the drivers',
              pathArgument,
            )
            .option('--sha256 <hash>', 'the SHA-256 that the source must have'),
        ),
        'that of the profile',
      ),
    ).addHelpText('after', HELP),
  remedies: BUILD_REMEDIES,
  run: build,
};

async function build(
  options: BuildOptions & CommonOptions,
  context: ProgramContext,
): Promise<ProgramOutput> {
  const { workingDirectory, progress } = context;
  requirePublicSource(options.certPath ?? '', { name: 'the option --cert-path' });
  const at = (path: string): string => resolve(workingDirectory, path);
  const shipped = shippedFiles();
  const place = {
    ...(await sourcePlace(options.source, options, context)),
    kept: keptContents(),
  };
  const accompanying = await accompanyingFiles(options, workingDirectory);
  progress(`reading ${shownSource(place)}`);
  const recognised = await recogniseDrivers(place);
  const profile = await chooseProfile(options, recognised, shipped.root);
  const media = chosenMediaOptions(options, context, profile.signingPolicy);
  const drivers: DriversLocation = {
    ...place,
    layout: recognised.layout,
    certificates:
      options.certPath === undefined
        ? undefined
        : { source: options.certPath, baseDirectory: workingDirectory },
  };
  const spec = options.spec === undefined ? join(shipped.root, profile.spec) : at(options.spec);
  const windowsDeviceContract =
    options.windowsDeviceContract === undefined
      ? join(shipped.root, profile.windowsDeviceContract)
      : at(options.windowsDeviceContract);
  const built = await buildMedia(
    {
      drivers: {
        location: drivers,
        expectedSha256: options.sha256,
        known: recognised.identity,
      },
      targetChoice: { windows: options.windows, architectures: options.arch },
      driverChoice: { drivers: options.drivers, strictOptional: options.strictOptional },
      guestToolsDirectory:
        options.guestToolsDir === undefined
          ? shipped.guestToolsDirectory
          : at(options.guestToolsDir),
      spec,
      windowsDeviceContract,
      outDirectory: at(options.outDir),
      packagingSpecPath: recordedPath(spec, shipped.root),
      windowsDeviceContractPath: recordedPath(windowsDeviceContract, shipped.root),
      ...media,
      accompanyingFiles: accompanying,
    },
    progress,
  );
  const published = (path: string): string => join(options.outDir, basename(path));
  const beside = accompanying.map(({ name }) => published(name));
  if (options.json) {
    return {
      ...packagedMediaJson(built, published),
      ...(beside.length === 0 ? {} : { accompanying_files: beside }),
    };
  }
  return [
    ...formatSummary(built, published),
    ...(beside.length === 0 ? [] : ['', 'beside the media:', ...beside.map((path) => `  ${path}`)]),
  ];
}
