import {
  chosenSigningPolicy,
  chosenSourceDateEpoch,
  packagerVersion,
} from '@aero-guest-tools/media';
import { stageMedia } from '@aero-guest-tools/media/steps/stage-media';
import type { ExecutorContext } from '@nx/devkit';
import { gitHead } from '../git-head';
import { runTask, type TaskResult } from '../run-task';
import { fromWorkspace, toWorkspace } from '../workspace-path';

export interface StageMediaOptions {
  readonly buildDirectory: string;
  readonly spec: string;
  readonly windowsDeviceContract: string;
  readonly guestToolsDirectory: string;
  readonly mediaVersion: string;
  readonly buildId?: string;
  readonly volumeId: string;
  readonly sourceDateEpoch?: number | string;
  readonly signingPolicy?: string;
}

export default function stageMediaExecutor(
  options: StageMediaOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  return runTask(async () => {
    const head = await gitHead(context.root);
    const { AERO_GUEST_TOOLS_SIGNING_POLICY, SOURCE_DATE_EPOCH } = process.env;
    const plan = await stageMedia({
      workspaceRoot: context.root,
      buildDirectory: fromWorkspace(context, options.buildDirectory),
      guestToolsDirectory: fromWorkspace(context, options.guestToolsDirectory),
      packagingSpecPath: toWorkspace(context, fromWorkspace(context, options.spec)),
      windowsDeviceContractPath: toWorkspace(
        context,
        fromWorkspace(context, options.windowsDeviceContract),
      ),
      version: options.mediaVersion,
      buildId: options.buildId ?? head?.commit ?? 'local',
      volumeId: options.volumeId,
      sourceDateEpoch:
        chosenSourceDateEpoch(
          { name: 'sourceDateEpoch', value: options.sourceDateEpoch?.toString() },
          SOURCE_DATE_EPOCH,
        ) ??
        head?.time ??
        0,
      signingPolicy: chosenSigningPolicy(
        { name: 'signingPolicy', value: options.signingPolicy },
        AERO_GUEST_TOOLS_SIGNING_POLICY,
      ),
      packagerVersion: packagerVersion(),
    });
    return `${String(plan.files.length)} files on the media`;
  });
}
