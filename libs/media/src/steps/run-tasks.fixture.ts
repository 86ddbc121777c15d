import type { DriversLocation } from '../drivers/drivers-location';
import type { DeviceContractInput } from '../options/device-contract-input';
import type { PackagingSpecInput } from '../options/packaging-spec-input';
import type { PackagedMedia } from '../verification/packaged-media';
import { extractDrivers } from './extract-drivers';
import { fetchDrivers } from './fetch-virtio-win';
import { generateDevicesCmdFile } from './generate-devices-cmd';
import { makeIso } from './make-iso';
import { makeZip, type MakeZipOptions } from './make-zip';
import { packageMedia } from './package';
import { stageMedia, type StageMediaOptions } from './stage-media';
import { validateSpec } from './validate-spec';

/** The options of all tasks. */
export type RunTasksOptions = DriversLocation &
  PackagingSpecInput &
  DeviceContractInput &
  Omit<StageMediaOptions, 'drivers' | 'driversDirectory'> &
  MakeZipOptions & {
    /** The SHA-256 that the source must have. */
    readonly expectedSha256?: string | undefined;
  };

/**
 * Runs the tasks of a build in order, each from the files that the earlier ones have left, as Nx
 * does. Other ways to build are compared with this.
 *
 * @throws InputError with everything that the first task to fail refuses.
 */
export async function runTasks(options: RunTasksOptions): Promise<PackagedMedia> {
  await fetchDrivers(options);
  await extractDrivers(options);
  await generateDevicesCmdFile(options);
  await validateSpec(options);
  await stageMedia(options);
  await Promise.all([makeIso(options), makeZip(options)]);
  return packageMedia(options.buildDirectory, {
    inputs: {
      drivers: options,
      packagingSpec: options,
      windowsDeviceContract: options,
      staging: options,
    },
  });
}
