import { extractDrivers } from '@aero-guest-tools/media/steps/extract-drivers';
import type { ExecutorContext } from '@nx/devkit';
import { buildDirectoryOf } from '../build-directory-option';
import { declaredInput } from '../declared-input';
import { runTask, type TaskResult } from '../run-task';
import { storeDirectory } from '../store-directory';
import { virtioWinSource } from '../virtio-win-source';

export interface ExtractDriversOptions {
  readonly buildDirectory: string;
  readonly spec: string;
  readonly source?: string;
  readonly store?: string;
}

export default function extractDriversExecutor(
  options: ExtractDriversOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  return runTask(async () => {
    const spec = declaredInput({ name: 'spec', value: options.spec }, 'specs/packaging', context);
    const { drivers, missing } = await extractDrivers({
      ...virtioWinSource(options.source, context),
      storeDirectory: storeDirectory(options.store, context),
      spec: spec.absolutePath,
      buildDirectory: buildDirectoryOf(options, context),
    });
    return [
      ...drivers.map(
        ({ name, architecture, directory }) => `${architecture}/${name}: ${directory}`,
      ),
      ...missing.map(({ name, reason }) => `${name} (optional): ${reason}`),
    ].join('\n');
  });
}
