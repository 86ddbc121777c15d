import { extractDrivers } from '@aero-guest-tools/media/steps/extract-drivers';
import type { ExecutorContext } from '@nx/devkit';
import { buildDirectoryOf } from '../build-directory-option';
import { declaredInput } from '../declared-input';
import { driversLocation, type DriversLocationOptions } from '../drivers-location';
import { runTask, type TaskResult } from '../run-task';

export interface ExtractDriversOptions extends DriversLocationOptions {
  readonly buildDirectory: string;
  readonly spec: string;
}

export default function extractDriversExecutor(
  options: ExtractDriversOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  return runTask(async (onProgress) => {
    const spec = declaredInput({ name: 'spec', value: options.spec }, 'packaging', context);
    const { selection, certificates, release } = await extractDrivers({
      ...(await driversLocation(options, context, { onProgress })),
      spec: spec.absolutePath,
      buildDirectory: buildDirectoryOf(options, context),
    });
    return [
      ...(release === undefined ? [] : [release]),
      ...selection.drivers.map(
        ({ name, architecture, directory }) => `${architecture}/${name}: ${directory}`,
      ),
      // The summary of the build shows the warnings about the source and the missing drivers, once.
      ...(certificates?.files ?? []).map(({ path, source }) => `${path}: ${source}`),
    ];
  });
}
