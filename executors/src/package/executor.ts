import { InputError } from '@aero-guest-tools/diagnostics';
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
  return runTask(async () => {
    const media = await packageMedia(buildDirectoryOf(options, context)).catch(withCacheRemedy);
    return formatSummary(media, (path) => toWorkspace(context, path));
  });
}

/** What the tasks before have made just now is as it should be: a cache must be at fault. */
function withCacheRemedy(error: unknown): never {
  if (!(error instanceof InputError)) throw error;
  const remedy =
    'a cache holds a damaged entry: run "npx nx reset" and build again with NX_SKIP_REMOTE_CACHE=true';
  throw new InputError(
    error.diagnostics.map((problem) => ({ ...problem, remedy })),
    { cause: error },
  );
}
