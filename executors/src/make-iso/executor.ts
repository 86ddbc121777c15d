import { makeIso } from '@aero-guest-tools/media/steps/make-iso';
import type { ExecutorContext } from '@nx/devkit';
import { runTask, type TaskResult } from '../run-task';
import { fromWorkspace, toWorkspace } from '../workspace-path';

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
      buildDirectory: fromWorkspace(context, options.buildDirectory),
    });
    return `${toWorkspace(context, path)}: ${String(size)} bytes`;
  });
}
