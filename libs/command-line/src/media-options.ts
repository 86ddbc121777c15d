import {
  chosenRecordedText,
  chosenSigningPolicy,
  chosenSourceDateEpoch,
  SIGNING_POLICIES,
  SIGNING_POLICY_VARIABLE,
  SOURCE_DATE_EPOCH_VARIABLE,
  type SigningPolicy,
} from '@aero-guest-tools/media';
import type { Command } from 'commander';
import { countArgument, optionWithValues } from './arguments';
import type { ProgramContext } from './program';

/** The options of every program that builds media. */
export interface MediaOptions {
  readonly version?: string;
  readonly buildId?: string;
  readonly volumeId: string;
  readonly signingPolicy?: string;
  readonly allowCatalogMismatch: boolean;
  readonly setupDrivers: boolean;
  readonly sourceDateEpoch?: string;
  readonly workers?: number;
}

/** The resolved options, after options, environment and defaults. */
export interface ChosenMediaOptions {
  readonly version: string;
  readonly buildId: string;
  readonly volumeId: string;
  readonly signingPolicy: SigningPolicy;
  readonly allowCatalogMismatch: boolean;
  /** Whether to give Windows Setup the storage and network drivers. */
  readonly setupDrivers: boolean;
  /** Seconds since 1970-01-01 00:00:00 UTC. */
  readonly sourceDateEpoch: number;
  /** The most threads that compress; does not affect the bytes. */
  readonly workers: number;
}

export const MEDIA_ENVIRONMENT_HELP = `
  ${SIGNING_POLICY_VARIABLE}  the same as --signing-policy
  ${SOURCE_DATE_EPOCH_VARIABLE}                the same as --source-date-epoch
  AERO_GUEST_TOOLS_VERSION         the same as --version
  AERO_GUEST_TOOLS_BUILD_ID        the same as --build-id
                                   (an option overrides its variable)`;

/**
 * Declares the options of {@link MediaOptions}.
 *
 * @param defaultPolicy The default signing policy, for `--help`.
 */
export function withMediaOptions(command: Command, defaultPolicy: string): Command {
  return command
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
      'the name of the volume: up to 32 characters from A-Z, 0-9 and _; Windows shows the first 16',
      'AERO_GUEST_TOOLS',
    )
    .addOption(
      optionWithValues(
        '--signing-policy <policy>',
        `which signatures to require (default: ${SIGNING_POLICY_VARIABLE}, else ${defaultPolicy})`,
        SIGNING_POLICIES,
      ),
    )
    .option(
      '--allow-catalog-mismatch',
      'with policy none, package files even if their hashes differ from the catalog',
      false,
    )
    .option(
      '--setup-drivers',
      'also put storage and network drivers where Windows Setup looks for them: the folder $WinPEDriver$',
      false,
    )
    .option(
      '--source-date-epoch <seconds>',
      `the time of every file, since 1970 (default: ${SOURCE_DATE_EPOCH_VARIABLE}, else 0)`,
    )
    .option(
      '--workers <count>',
      'the maximum number of threads that compress; does not change the bytes (default: as many as there are processors)',
      countArgument,
    );
}

/**
 * Resolves options, environment and defaults: an option overrides the variable, and the variable
 * overrides the default.
 *
 * @throws InputError for an invalid value.
 */
export function chosenMediaOptions(
  options: MediaOptions,
  { environment, parallelism }: Pick<ProgramContext, 'environment' | 'parallelism'>,
  defaultPolicy?: SigningPolicy,
): ChosenMediaOptions {
  const recordedText = (
    option: { readonly name: string; readonly value: string | undefined },
    variable: string,
  ): string | undefined =>
    chosenRecordedText(option, { name: variable, value: environment[variable] });
  return {
    sourceDateEpoch:
      chosenSourceDateEpoch(
        { name: '--source-date-epoch', value: options.sourceDateEpoch },
        environment[SOURCE_DATE_EPOCH_VARIABLE],
      ) ?? 0,
    signingPolicy: chosenSigningPolicy(
      { name: '--signing-policy', value: options.signingPolicy },
      environment[SIGNING_POLICY_VARIABLE],
      defaultPolicy,
    ),
    version:
      recordedText({ name: '--version', value: options.version }, 'AERO_GUEST_TOOLS_VERSION') ??
      '0.0.0',
    buildId:
      recordedText({ name: '--build-id', value: options.buildId }, 'AERO_GUEST_TOOLS_BUILD_ID') ??
      'local',
    volumeId: options.volumeId,
    allowCatalogMismatch: options.allowCatalogMismatch,
    setupDrivers: options.setupDrivers,
    workers: options.workers ?? parallelism,
  };
}
