import { InputError } from '@aero-guest-tools/diagnostics';
import type { DriversLocation } from '../drivers/drivers-location';
import type { DeviceContractInput } from '../options/device-contract-input';
import type { PackagingSpecInput } from '../options/packaging-spec-input';
import type { StageDirectoryOptions } from '../staging/stage-directory';
import type { MediaPlanOptions } from '../staging/write-media-plan';

/** The inputs and options of a build, as the user gave them. */
export interface BuildInputs {
  readonly drivers: DriversLocation;
  readonly windowsDeviceContract: DeviceContractInput;
  readonly packagingSpec: PackagingSpecInput;
  /** The files for the guest, and the options of the media. */
  readonly staging: StageDirectoryOptions & MediaPlanOptions;
}

/** An input of the build cannot be read or is refused; a cache is not to blame. */
export class RefusedInputsError extends InputError {
  override readonly name: string = 'RefusedInputsError';
}
