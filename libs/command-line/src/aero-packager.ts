import { basename, join, relative, resolve, sep } from 'node:path';
import { InputError } from '@aero-guest-tools/diagnostics';
import {
  chosenRecordedText,
  chosenSigningPolicy,
  chosenSourceDateEpoch,
  formatSummary,
  SIGNING_POLICY_VARIABLE,
  SOURCE_DATE_EPOCH_VARIABLE,
} from '@aero-guest-tools/media';
import { Command } from 'commander';
import { countArgument, pathArgument } from './arguments';
import { buildMedia } from './build-media';
import { packagedMediaJson } from './packaged-media-json';
import type { CommonOptions, Program, ProgramContext, ProgramOutput } from './program';
import { CONTRACT_PLACES, findWorkspace, recordedPath, type Workspace } from './workspace';

/** The command line of `aero-packager`, as the user wrote it. */
export interface AeroPackagerOptions {
  readonly driversDir: string;
  readonly guestToolsDir: string;
  readonly spec: string;
  readonly outDir: string;
  readonly windowsDeviceContract?: string;
  readonly version?: string;
  readonly buildId?: string;
  readonly volumeId: string;
  readonly signingPolicy?: string;
  readonly allowCatalogMismatch: boolean;
  readonly sourceDateEpoch?: string;
  readonly workers?: number;
}

const HELP = `
The drivers stand in <dir>/x86/<driver>/ and <dir>/amd64/<driver>/; x86 may also
be called win32 or i386, and amd64 x64, x86_64 or x86-64. The four outputs appear
together or not at all: aero-guest-tools.iso, aero-guest-tools.zip,
manifest.json, and the same manifest as aero-guest-tools.manifest.json.

Environment:
  ${SIGNING_POLICY_VARIABLE}  as --signing-policy, which wins
  ${SOURCE_DATE_EPOCH_VARIABLE}                as --source-date-epoch, which wins
  AERO_GUEST_TOOLS_VERSION         as --version, which wins
  AERO_GUEST_TOOLS_BUILD_ID        as --build-id, which wins`;

/** Builds driver media from a directory of drivers (packager rules, 10. Command lines). */
export const aeroPackager: Program<AeroPackagerOptions> = {
  command: () =>
    new Command('aero-packager')
      .description('Packages Windows drivers and the guest tools as an ISO, a zip and a manifest.')
      .requiredOption('--drivers-dir <dir>', 'the drivers (required)', pathArgument)
      .requiredOption(
        '--guest-tools-dir <dir>',
        'what else goes on the media (required)',
        pathArgument,
      )
      .requiredOption('--spec <file>', 'the packaging spec: which drivers (required)', pathArgument)
      .requiredOption('--out-dir <dir>', 'receives the outputs (required)', pathArgument)
      .option(
        '--windows-device-contract <file>',
        `the devices and their services (default: ${CONTRACT_PLACES.join(' or ')}, searched from the guest-tools directory upwards)`,
        pathArgument,
      )
      .option(
        '--version <text>',
        `the version that the manifest records (default: AERO_GUEST_TOOLS_VERSION, else 0.0.0)`,
      )
      .option(
        '--build-id <text>',
        `the build that the manifest records (default: AERO_GUEST_TOOLS_BUILD_ID, else local)`,
      )
      .option(
        '--volume-id <text>',
        'the name of the volume, made of 32 of A-Z, 0-9 and _ at most',
        'AERO_GUEST_TOOLS',
      )
      .option(
        '--signing-policy <policy>',
        `test, production or none (default: ${SIGNING_POLICY_VARIABLE}, else test)`,
      )
      .option(
        '--allow-catalog-mismatch',
        'with policy none, package files that are not those that their catalogs list',
        false,
      )
      .option(
        '--source-date-epoch <seconds>',
        `the time of every file, since 1970 (default: ${SOURCE_DATE_EPOCH_VARIABLE}, else 0)`,
      )
      .option(
        '--workers <count>',
        'up to how many threads compress; the bytes are the same (default: as many as there are processors)',
        countArgument,
      )
      .addHelpText('after', HELP),
  run: packageDrivers,
};

async function packageDrivers(
  options: AeroPackagerOptions & CommonOptions,
  { environment, workingDirectory, parallelism, progress }: ProgramContext,
): Promise<ProgramOutput> {
  const at = (path: string): string => resolve(workingDirectory, path);
  const sourceDateEpoch = chosenSourceDateEpoch(
    { name: '--source-date-epoch', value: options.sourceDateEpoch },
    environment[SOURCE_DATE_EPOCH_VARIABLE],
  );
  const signingPolicy = chosenSigningPolicy(
    { name: '--signing-policy', value: options.signingPolicy },
    environment[SIGNING_POLICY_VARIABLE],
  );
  const version =
    chosenRecordedText(
      { name: '--version', value: options.version },
      { name: 'AERO_GUEST_TOOLS_VERSION', value: environment['AERO_GUEST_TOOLS_VERSION'] },
    ) ?? '0.0.0';
  const buildId =
    chosenRecordedText(
      { name: '--build-id', value: options.buildId },
      { name: 'AERO_GUEST_TOOLS_BUILD_ID', value: environment['AERO_GUEST_TOOLS_BUILD_ID'] },
    ) ?? 'local';
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
  const media = await buildMedia(
    {
      ...directories,
      spec,
      windowsDeviceContract,
      packagingSpecPath: recordedPath(spec, workspace),
      windowsDeviceContractPath: recordedPath(windowsDeviceContract, workspace),
      version,
      buildId,
      volumeId: options.volumeId,
      signingPolicy,
      allowCatalogMismatch: options.allowCatalogMismatch,
      sourceDateEpoch: sourceDateEpoch ?? 0,
      workers: options.workers ?? parallelism,
    },
    progress,
  );
  const published = (path: string): string => join(options.outDir, basename(path));
  return options.json ? packagedMediaJson(media, published) : formatSummary(media, published);
}

function contractOf(workspace: Workspace | undefined, guestToolsDirectory: string): string {
  if (workspace !== undefined) return workspace.windowsDeviceContract;
  throw new InputError({
    file: guestToolsDirectory,
    message: 'there is no Windows device contract in this directory or above it',
    found: 'no such file',
    expected: CONTRACT_PLACES.join(' or '),
    remedy: 'name the contract by --windows-device-contract',
  });
}

/** The trees of the guest-tools directory that go on the media as they are. */
const PACKAGED_TREES = ['certs', 'config', 'licenses', 'tools'];

/** Outputs that stand among the inputs would be packaged by the next run. */
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
    if (!`${directories.outDirectory}${sep}`.startsWith(`${input}${sep}`)) continue;
    throw new InputError({
      file: directories.outDirectory,
      message: 'the outputs would stand among the inputs',
      found:
        relative(input, directories.outDirectory) === ''
          ? 'the directory itself'
          : `it is in ${input}`,
      expected: 'a directory that is not packaged',
      remedy: 'choose another --out-dir',
    });
  }
}
