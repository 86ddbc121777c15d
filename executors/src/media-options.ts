import {
  chosenRecordedText,
  chosenSigningPolicy,
  chosenSourceDateEpoch,
  packagerVersion,
} from '@aero-guest-tools/media';
import type { StageMediaOptions } from '@aero-guest-tools/media/steps/stage-media';
import type { ExecutorContext } from '@nx/devkit';
import { buildDirectoryOf } from './build-directory-option';
import { newestCommit } from './newest-commit';
import { fromWorkspace } from './workspace-path';

/** The options of the target `stage-media`. */
export interface MediaOptions {
  readonly buildDirectory: string;
  readonly defaultSigningPolicy: string;
  readonly mediaSources: readonly string[];
  readonly mediaVersion?: string;
  readonly buildId?: number | string;
  readonly volumeId?: number | string;
  readonly sourceDateEpoch?: number | string;
  readonly signingPolicy?: string;
  readonly allowCatalogMismatch?: boolean;
}

/**
 * What the media are to be, by the options, else by the environment, else by git.
 *
 * @throws InputError if an option or a variable is refused.
 */
export async function mediaOptions(
  options: MediaOptions,
  context: ExecutorContext,
): Promise<StageMediaOptions> {
  const { env } = process;
  const option = (name: Exclude<keyof MediaOptions, 'mediaSources'>) => ({
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
    buildDirectory: buildDirectoryOf(options, context),
    guestToolsDirectory: fromWorkspace(context, 'guest-tools'),
    version:
      chosenRecordedText(option('mediaVersion'), variable('AERO_GUEST_TOOLS_VERSION')) ?? '0.0.0',
    buildId: buildId ?? commit?.id ?? 'local',
    // The default of the schema, for whoever does not have it from Nx.
    volumeId: String(options.volumeId ?? 'AERO_GUEST_TOOLS'),
    sourceDateEpoch: sourceDateEpoch ?? commit?.time ?? 0,
    signingPolicy: chosenSigningPolicy(
      option('signingPolicy'),
      env['AERO_GUEST_TOOLS_SIGNING_POLICY'],
      options.defaultSigningPolicy,
    ),
    allowCatalogMismatch: options.allowCatalogMismatch ?? false,
    packagerVersion: packagerVersion(),
  };
}
