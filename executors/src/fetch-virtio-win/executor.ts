import { formatSize } from '@aero-guest-tools/diagnostics';
import { fetchDrivers } from '@aero-guest-tools/media/steps/fetch-virtio-win';
import type * as checkLockStep from '@aero-guest-tools/media/steps/check-lock';
import type * as updateLockStep from '@aero-guest-tools/media/steps/update-lock';
import type { ExecutorContext } from '@nx/devkit';
import { buildDirectoryOf } from '../build-directory-option';
import { driversLocation, type DriversLocationOptions } from '../drivers-location';
import { runTask, type TaskResult } from '../run-task';

export interface FetchVirtioWinOptions extends DriversLocationOptions {
  readonly buildDirectory: string;
  readonly sha256?: string;
  readonly updateLock?: boolean;
  readonly windows?: readonly string[];
  readonly checkLock?: boolean;
}

export default function fetchVirtioWinExecutor(
  options: FetchVirtioWinOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  return runTask(
    async (onProgress) => {
      const updated = options.updateLock ? await updateLock(options, context, onProgress) : [];
      const checked = options.checkLock ? await checkLock(options, context, onProgress) : [];
      const { volume_id, kind, size, sha256, list_sha256, certificates } = await fetchDrivers({
        ...(await driversLocation(options, context, { onProgress })),
        expectedSha256: options.sha256,
        buildDirectory: buildDirectoryOf(options, context),
      });
      return [
        ...updated,
        ...checked,
        `${volume_id ?? `drivers in a ${kind}`}: ${formatSize(size)}`,
        `  sha256 ${sha256}`,
        ...(list_sha256 === undefined
          ? []
          : [`its files are taken as the lock lists them: list sha256 ${list_sha256}`]),
        ...(certificates ? [`certificates: sha256 ${certificates.sha256}`] : []),
      ];
    },
    { isCached: false },
  );
}

/** Pins the image that is on the server now, and reports what was written. */
async function updateLock(
  options: FetchVirtioWinOptions,
  context: ExecutorContext,
  onProgress: (activity: string) => void,
): Promise<readonly string[]> {
  const location = await driversLocation(options, context, { onProgress, replacesLock: true });
  // Loaded only here, since nothing else needs it.
  const step = require('@aero-guest-tools/media/steps/update-lock') as typeof updateLockStep;
  const { lock, unlisted, release } = await step.updateLock({
    ...location,
    expectedSha256: options.sha256,
    windows: options.windows,
  });
  const files = lock.contents?.files.length ?? 0;
  return [
    `${options.lock ?? ''} pins ${lock.source}`,
    ...(release === undefined ? [] : [release]),
    unlisted === undefined
      ? `it lists ${String(files)} files of drivers and notices, which can be fetched one by one`
      : `it lists no files, since ${unlisted}: drivers are taken out of the whole image`,
  ];
}

/** Compares the lock with the whole image, and reports what was compared. */
async function checkLock(
  options: FetchVirtioWinOptions,
  context: ExecutorContext,
  onProgress: (activity: string) => void,
): Promise<readonly string[]> {
  const location = await driversLocation(options, context, { onProgress, readsLock: true });
  const step = require('@aero-guest-tools/media/steps/check-lock') as typeof checkLockStep;
  const { sha256, contents } = await step.checkVirtioWinLock(location);
  const list = contents
    ? `and so does its list of ${String(contents.files.length)} files`
    : 'and lists no files';
  return [`${options.lock ?? ''} agrees with the image, sha256 ${sha256}, ${list}`];
}
