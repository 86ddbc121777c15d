import {
  chosenRecordedText,
  chosenSigningPolicy,
  chosenSourceDateEpoch,
  packagerVersion,
} from '@aero-guest-tools/media';
import type { BuildInputs } from '@aero-guest-tools/media/steps/build-inputs';
import type { ExecutorContext } from '@nx/devkit';
import { guestToolsDirectoryOf } from './guest-tools-directory';
import { newestCommit } from './newest-commit';

/** The options of stage-media. package compares the output of stage-media with them. */
export interface StagingOptions {
  readonly defaultSigningPolicy: string;
  readonly mediaSources: readonly string[];
  readonly guestToolsDirectory?: string;
  readonly mediaVersion?: string;
  readonly buildId?: number | string;
  /** Default: AERO_GUEST_TOOLS. */
  readonly volumeId?: number | string;
  readonly sourceDateEpoch?: number | string;
  readonly signingPolicy?: string;
  readonly allowCatalogMismatch?: boolean;
  readonly setupDrivers?: boolean;
}

/**
 * The properties of the media: each from its option, else from the environment or the
 * configuration, else from git.
 *
 * @param context Its target is stage-media.
 * @throws InputError if an option or a variable is refused.
 */
export async function stagingOptions(
  options: StagingOptions,
  context: ExecutorContext,
): Promise<BuildInputs['staging']> {
  const { env } = process;
  const option = (name: Exclude<keyof StagingOptions, 'mediaSources'>) => ({
    name,
    value: options[name]?.toString(),
  });
  const variable = (name: string) => ({ name, value: env[name] });
  const buildId = chosenRecordedText(option('buildId'), variable('AERO_GUEST_TOOLS_BUILD_ID'));
  const sourceDateEpoch = chosenSourceDateEpoch(
    option('sourceDateEpoch'),
    env['SOURCE_DATE_EPOCH'],
  );
  const commit =
    buildId === undefined || sourceDateEpoch === undefined
      ? await newestCommit(context.root, options.mediaSources)
      : undefined;
  return {
    workspaceRoot: context.root,
    guestToolsDirectory: guestToolsDirectoryOf(options.guestToolsDirectory, context),
    version:
      chosenRecordedText(option('mediaVersion'), variable('AERO_GUEST_TOOLS_VERSION')) ?? '0.0.0',
    buildId: buildId ?? commit?.id ?? 'local',
    // The default of the schema, for package, which does not get it from Nx.
    volumeId: String(options.volumeId ?? 'AERO_GUEST_TOOLS'),
    sourceDateEpoch: sourceDateEpoch ?? commit?.time ?? 0,
    signingPolicy: chosenSigningPolicy(
      option('signingPolicy'),
      env['AERO_GUEST_TOOLS_SIGNING_POLICY'],
      options.defaultSigningPolicy,
    ),
    allowCatalogMismatch: options.allowCatalogMismatch ?? false,
    setupDrivers: options.setupDrivers ?? false,
    packagerVersion: packagerVersion(),
  };
}
