import { validateSpec } from '@aero-guest-tools/media/steps/validate-spec';
import type { ExecutorContext } from '@nx/devkit';
import { buildDirectoryOf } from '../build-directory-option';
import { declaredInput } from '../declared-input';
import { runTask, type TaskResult } from '../run-task';

export interface ValidateSpecOptions {
  readonly buildDirectory: string;
  readonly spec: string;
}

export default function validateSpecExecutor(
  options: ValidateSpecOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  return runTask(async () => {
    const spec = declaredInput({ name: 'spec', value: options.spec }, 'packaging', context);
    const report = await validateSpec({
      spec: spec.absolutePath,
      packagingSpecPath: spec.path,
      buildDirectory: buildDirectoryOf(options, context),
    });
    // Warnings are in the report; the summary of the build shows them, once.
    return report.drivers.map(({ name, architecture, files }) => {
      const packaged = files.filter(({ decision }) => decision === 'include').length;
      return `${architecture}/${name}: ${String(packaged)} of ${String(files.length)} files packaged`;
    });
  });
}
