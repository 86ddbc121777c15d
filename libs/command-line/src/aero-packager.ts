import { basename, join, relative, resolve } from 'node:path';
import { InputError } from '@aero-guest-tools/diagnostics';
import { isAtOrBelow } from '@aero-guest-tools/file-tree';
import { DEFAULT_SIGNING_POLICY } from '@aero-guest-tools/media';
import { formatSummary } from '@aero-guest-tools/media/summary';
import { Command } from 'commander';
import { pathArgument } from './arguments';
import { buildMedia } from './build-media';
import {
  chosenMediaOptions,
  MEDIA_ENVIRONMENT_HELP,
  withMediaOptions,
  type MediaOptions,
} from './media-options';
import { packagedMediaJson } from './packaged-media-json';
import type { CommonOptions, Program, ProgramContext } from './program';
import type { ProgramOutput } from './program-output';
import { CONTRACT_PLACES, findWorkspace, recordedPath, type Workspace } from './workspace';

/** The command line of `aero-packager`, as the user wrote it. */
export interface AeroPackagerOptions extends MediaOptions {
  readonly driversDir: string;
  readonly guestToolsDir: string;
  readonly spec: string;
  readonly outDir: string;
  readonly windowsDeviceContract?: string;
}

const HELP = `
The drivers are in <dir>/x86/<driver>/ and <dir>/amd64/<driver>/. The first can
also be called win32 or i386, the second x64, x86_64 or x86-64. There are four
outputs, and they are written all together or not at all: aero-guest-tools.iso,
aero-guest-tools.zip, manifest.json, and aero-guest-tools.manifest.json, which
is a copy of manifest.json.

Environment:${MEDIA_ENVIRONMENT_HELP}`;

/** Builds driver media from a directory of drivers (packager rules, 10. Command lines). */
export const aeroPackager: Program<AeroPackagerOptions> = {
  command: () =>
    withMediaOptions(
      new Command('aero-packager')
        .description(
          'Packages Windows drivers and the guest tools as an ISO, a zip and a manifest.',
        )
        .requiredOption(
          '--drivers-dir <dir>',
          'the directory of the drivers (required)',
          pathArgument,
        )
        .requiredOption(
          '--guest-tools-dir <dir>',
          'the scripts and texts for the guest (required)',
          pathArgument,
        )
        .requiredOption(
          '--spec <file>',
          'the packaging spec, which lists the drivers (required)',
          pathArgument,
        )
        .requiredOption('--out-dir <dir>', 'the directory for the outputs (required)', pathArgument)
        .option(
          '--windows-device-contract <file>',
          `the devices and their services (default: ${CONTRACT_PLACES.join(' or ')}, searched from the guest-tools directory upwards)`,
          pathArgument,
        ),
      DEFAULT_SIGNING_POLICY,
    ).addHelpText('after', HELP),
  remedies: { 'allow-catalog-mismatch': 'allow it with --allow-catalog-mismatch' },
  run: packageDrivers,
};

async function packageDrivers(
  options: AeroPackagerOptions & CommonOptions,
  context: ProgramContext,
): Promise<ProgramOutput> {
  const { workingDirectory, progress } = context;
  const media = chosenMediaOptions(options, context);
  const at = (path: string): string => resolve(workingDirectory, path);
  const directories = {
    driversDirectory: at(options.driversDir),
    guestToolsDirectory: at(options.guestToolsDir),
    outDirectory: at(options.outDir),
  };
  refuseOutputsAmongInputs(directories);
  const spec = at(options.spec);
  const workspace = await findWorkspace(directories.guestToolsDirectory);
  const windowsDeviceContract =
    options.windowsDeviceContract === undefined
      ? contractOf(workspace, directories.guestToolsDirectory)
      : at(options.windowsDeviceContract);
  const built = await buildMedia(
    {
      drivers: { directory: directories.driversDirectory },
      guestToolsDirectory: directories.guestToolsDirectory,
      outDirectory: directories.outDirectory,
      spec,
      windowsDeviceContract,
      packagingSpecPath: recordedPath(spec, workspace?.root),
      windowsDeviceContractPath: recordedPath(windowsDeviceContract, workspace?.root),
      ...media,
    },
    progress,
  );
  const published = (path: string): string => join(options.outDir, basename(path));
  return options.json ? packagedMediaJson(built, published) : formatSummary(built, published);
}

function contractOf(workspace: Workspace | undefined, guestToolsDirectory: string): string {
  if (workspace !== undefined) return workspace.windowsDeviceContract;
  throw new InputError({
    file: guestToolsDirectory,
    id: 'cli.no-contract',
    message: 'there is no Windows device contract in this directory or above it',
    found: 'no such file',
    expected: CONTRACT_PLACES.join(' or '),
    remedy: 'name the contract with --windows-device-contract',
  });
}

/** The trees of the guest-tools directory that go on the media unchanged. */
const PACKAGED_TREES = ['certs', 'config', 'licenses', 'tools'];

/** Outputs among the inputs would be packaged by the next run. */
function refuseOutputsAmongInputs(directories: {
  readonly driversDirectory: string;
  readonly guestToolsDirectory: string;
  readonly outDirectory: string;
}): void {
  const inputs = [
    directories.driversDirectory,
    ...PACKAGED_TREES.map((name) => join(directories.guestToolsDirectory, name)),
  ];
  for (const input of inputs) {
    if (!isAtOrBelow(directories.outDirectory, input)) continue;
    throw new InputError({
      file: directories.outDirectory,
      id: 'cli.output-among-inputs',
      message: 'the outputs would be written among the inputs',
      found:
        relative(input, directories.outDirectory) === ''
          ? 'the directory itself'
          : `it is in ${input}`,
      expected: 'a directory that is not packaged',
      remedy: 'choose another --out-dir',
    });
  }
}
