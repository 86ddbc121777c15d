import { makeZip } from '@aero-guest-tools/media/steps/make-zip';
import type { ExecutorContext } from '@nx/devkit';
import { runTask, type TaskResult } from '../run-task';
import { fromWorkspace, toWorkspace } from '../workspace-path';

export interface MakeZipOptions {
  readonly buildDirectory: string;
}

export default function makeZipExecutor(
  options: MakeZipOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  return runTask(async () => {
    const { path, size } = await makeZip({
      workspaceRoot: context.root,
      buildDirectory: fromWorkspace(context, options.buildDirectory),
    });
    return `${toWorkspace(context, path)}: ${String(size)} bytes`;
  });
}
