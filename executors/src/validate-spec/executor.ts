import { validateSpec } from '@aero-guest-tools/media/steps/validate-spec';
import type { ExecutorContext } from '@nx/devkit';
import { runTask, type TaskResult } from '../run-task';
import { fromWorkspace } from '../workspace-path';

export interface ValidateSpecOptions {
  readonly buildDirectory: string;
  readonly spec: string;
}

export default function validateSpecExecutor(
  options: ValidateSpecOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  return runTask(async () => {
    const report = await validateSpec({
      spec: fromWorkspace(context, options.spec),
      buildDirectory: fromWorkspace(context, options.buildDirectory),
    });
    return [
      ...report.drivers.map(({ name, architecture, files }) => {
        const packaged = files.filter(({ decision }) => decision === 'include').length;
        return `${architecture}/${name}: ${String(packaged)} of ${String(files.length)} files packaged`;
      }),
      ...report.warnings.map((warning) => `warning: ${warning.message}`),
    ].join('\n');
  });
}
