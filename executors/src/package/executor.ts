import { formatSummary } from '@aero-guest-tools/media';
import { packageMedia } from '@aero-guest-tools/media/steps/package';
import type { ExecutorContext } from '@nx/devkit';
import { buildDirectoryOf } from '../build-directory-option';
import { runTask, type TaskResult } from '../run-task';
import { toWorkspace } from '../workspace-path';

/** The options of stage-media that this task hands on are none of its own. */
export interface PackageOptions {
  readonly buildDirectory: string;
}

export default function packageExecutor(
  options: PackageOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  return runTask(async () =>
    formatSummary(await packageMedia(buildDirectoryOf(options, context)), (path) =>
      toWorkspace(context, path),
    ),
  );
}
