import { extractDrivers } from '@aero-guest-tools/media/steps/extract-drivers';
import type { ExecutorContext } from '@nx/devkit';
import { driversLocation, type DriversLocationOptions } from '../drivers-location';
import { runTask, type TaskResult } from '../run-task';
import { fromWorkspace } from '../workspace-path';

export interface ExtractDriversOptions extends DriversLocationOptions {
  readonly buildDirectory: string;
  readonly spec: string;
}

export default function extractDriversExecutor(
  options: ExtractDriversOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  return runTask(async () => {
    const { selection, certificates } = await extractDrivers({
      ...driversLocation(options, context),
      spec: fromWorkspace(context, options.spec),
      buildDirectory: fromWorkspace(context, options.buildDirectory),
    });
    return [
      ...selection.drivers.map(
        ({ name, architecture, directory }) => `${architecture}/${name}: ${directory}`,
      ),
      ...selection.missing.map(({ name, reason }) => `${name} (optional): ${reason}`),
      ...(certificates?.files ?? []).map(({ path, source }) => `${path}: ${source}`),
    ].join('\n');
  });
}
