import { fetchDrivers } from '@aero-guest-tools/media/steps/fetch-virtio-win';
import type { ExecutorContext } from '@nx/devkit';
import { buildDirectoryOf } from '../build-directory-option';
import { driversLocation, type DriversLocationOptions } from '../drivers-location';
import { runTask, type TaskResult } from '../run-task';

export interface FetchVirtioWinOptions extends DriversLocationOptions {
  readonly buildDirectory: string;
  readonly sha256?: string;
}

export default function fetchVirtioWinExecutor(
  options: FetchVirtioWinOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  return runTask(async () => {
    const { volume_id, kind, size, sha256, certificates } = await fetchDrivers({
      ...driversLocation(options, context),
      expectedSha256: options.sha256,
      buildDirectory: buildDirectoryOf(options, context),
    });
    return [
      `${volume_id ?? `drivers in a ${kind}`}: ${String(size)} bytes, sha256 ${sha256}`,
      ...(certificates ? [`certificates: sha256 ${certificates.sha256}`] : []),
    ].join('\n');
  });
}
