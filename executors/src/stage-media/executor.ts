import { stageMedia } from '@aero-guest-tools/media/steps/stage-media';
import type { ExecutorContext } from '@nx/devkit';
import { mediaOptions, type MediaOptions } from '../media-options';
import { runTask, type TaskResult } from '../run-task';

export default function stageMediaExecutor(
  options: MediaOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  return runTask(async () => {
    const plan = await stageMedia(await mediaOptions(options, context));
    return `${String(plan.files.length)} files on the media`;
  });
}
