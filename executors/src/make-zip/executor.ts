import { formatSize } from '@aero-guest-tools/diagnostics';
import { availableParallelism } from 'node:os';
import { makeZip } from '@aero-guest-tools/media/steps/make-zip';
import type { ExecutorContext } from '@nx/devkit';
import { buildDirectoryOf } from '../build-directory-option';
import { runTask, type TaskResult } from '../run-task';
import { toWorkspace } from '../workspace-path';

export interface MakeZipOptions {
  readonly buildDirectory: string;
  readonly workers?: number;
}

export default function makeZipExecutor(
  options: MakeZipOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  return runTask(async () => {
    const { path, size } = await makeZip({
      workspaceRoot: context.root,
      buildDirectory: buildDirectoryOf(options, context),
      workers: options.workers ?? availableParallelism(),
    });
    return `${toWorkspace(context, path)}: ${formatSize(size)}`;
  });
}
