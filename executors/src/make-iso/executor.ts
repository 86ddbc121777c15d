import { formatSize } from '@aero-guest-tools/diagnostics';
import { makeIso } from '@aero-guest-tools/media/steps/make-iso';
import type { ExecutorContext } from '@nx/devkit';
import { buildDirectoryOf } from '../build-directory-option';
import { runTask, type TaskResult } from '../run-task';
import { toWorkspace } from '../workspace-path';

export interface MakeIsoOptions {
  readonly buildDirectory: string;
}

export default function makeIsoExecutor(
  options: MakeIsoOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  return runTask(async () => {
    const { path, size } = await makeIso({
      workspaceRoot: context.root,
      buildDirectory: buildDirectoryOf(options, context),
    });
    return `${toWorkspace(context, path)}: ${formatSize(size)}`;
  });
}
