import {
  chosenRecordedText,
  chosenSigningPolicy,
  chosenSourceDateEpoch,
  packagerVersion,
} from '@aero-guest-tools/media';
import { stageMedia } from '@aero-guest-tools/media/steps/stage-media';
import type { ExecutorContext } from '@nx/devkit';
import { buildDirectoryOf } from '../build-directory-option';
import { guestToolsDirectoryOf } from '../guest-tools-directory';
import { newestCommit } from '../newest-commit';
import { runTask, type TaskResult } from '../run-task';

export interface StageMediaOptions {
  readonly buildDirectory: string;
  readonly defaultSigningPolicy: string;
  readonly mediaSources: readonly string[];
  readonly guestToolsDirectory?: string;
  readonly mediaVersion?: string;
  readonly buildId?: number | string;
  readonly volumeId: number | string;
  readonly sourceDateEpoch?: number | string;
  readonly signingPolicy?: string;
  readonly allowCatalogMismatch?: boolean;
  readonly setupDrivers?: boolean;
}

export default function stageMediaExecutor(
  options: StageMediaOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  return runTask(
    async () => {
      const { env } = process;
      const option = (name: Exclude<keyof StageMediaOptions, 'mediaSources'>) => ({
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
      const plan = await stageMedia({
        workspaceRoot: context.root,
        buildDirectory: buildDirectoryOf(options, context),
        guestToolsDirectory: guestToolsDirectoryOf(options.guestToolsDirectory, context),
        version:
          chosenRecordedText(option('mediaVersion'), variable('AERO_GUEST_TOOLS_VERSION')) ??
          '0.0.0',
        buildId: buildId ?? commit?.id ?? 'local',
        volumeId: String(options.volumeId),
        sourceDateEpoch: sourceDateEpoch ?? commit?.time ?? 0,
        signingPolicy: chosenSigningPolicy(
          option('signingPolicy'),
          env['AERO_GUEST_TOOLS_SIGNING_POLICY'],
          options.defaultSigningPolicy,
        ),
        allowCatalogMismatch: options.allowCatalogMismatch ?? false,
        setupDrivers: options.setupDrivers ?? false,
        packagerVersion: packagerVersion(),
      });
      return `${String(plan.files.length)} files on the media`;
    },
    { isCached: false },
  );
}
