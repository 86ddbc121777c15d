import {
  DEFAULT_SIGNING_POLICY,
  packagerVersion,
  parseSigningPolicy,
  parseSourceDateEpoch,
  type SigningPolicy,
} from '@aero-guest-tools/media';
import { stageMedia } from '@aero-guest-tools/media/steps/stage-media';
import type { ExecutorContext } from '@nx/devkit';
import { gitHead, type GitHead } from '../git-head';
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
      sourceDateEpoch: sourceDateEpoch(options, head),
      signingPolicy: signingPolicy(options),
      packagerVersion: packagerVersion(),
    });
    return `${String(plan.files.length)} files on the media`;
  });
}

function sourceDateEpoch(options: StageMediaOptions, head: GitHead | undefined): number {
  const { SOURCE_DATE_EPOCH: fromEnvironment } = process.env;
  if (options.sourceDateEpoch !== undefined) {
    return parseSourceDateEpoch(String(options.sourceDateEpoch), 'the option sourceDateEpoch');
  }
  if (fromEnvironment !== undefined && fromEnvironment !== '') {
    return parseSourceDateEpoch(fromEnvironment, 'the environment variable SOURCE_DATE_EPOCH');
  }
  return head?.time ?? 0;
}

function signingPolicy(options: StageMediaOptions): SigningPolicy {
  const { AERO_GUEST_TOOLS_SIGNING_POLICY: fromEnvironment } = process.env;
  if (options.signingPolicy !== undefined) {
    return parseSigningPolicy(options.signingPolicy, 'the option signingPolicy');
  }
  if (fromEnvironment !== undefined && fromEnvironment !== '') {
    return parseSigningPolicy(
      fromEnvironment,
      'the environment variable AERO_GUEST_TOOLS_SIGNING_POLICY',
    );
  }
  return DEFAULT_SIGNING_POLICY;
}
