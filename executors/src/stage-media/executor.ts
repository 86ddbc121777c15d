import { stageMedia } from '@aero-guest-tools/media/steps/stage-media';
import type { ExecutorContext } from '@nx/devkit';
import { buildDirectoryOf } from '../build-directory-option';
import { runTask, type TaskResult } from '../run-task';
import { stagingOptions, type StagingOptions } from '../staging-options';

export interface StageMediaOptions extends StagingOptions {
  readonly buildDirectory: string;
}

export default function stageMediaExecutor(
  options: StageMediaOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  return runTask(async () => {
    const plan = await stageMedia({
      ...(await stagingOptions(options, context)),
      buildDirectory: buildDirectoryOf(options, context),
    });
    return `${String(plan.files.length)} files on the media`;
  });
}
