import { InputError } from '@aero-guest-tools/diagnostics';
import type { DriversLocation } from '../drivers/drivers-location';
import type { DeviceContractInput } from '../options/device-contract-input';
import type { PackagingSpecInput } from '../options/packaging-spec-input';
import type { StageDirectoryOptions } from '../staging/stage-directory';
import type { MediaPlanOptions } from '../staging/write-media-plan';

/** What the tasks of a build were asked to make the media of. */
export interface BuildInputs {
  readonly drivers: DriversLocation;
  readonly windowsDeviceContract: DeviceContractInput;
  readonly packagingSpec: PackagingSpecInput;
  /** The files for the guest, and what the media are to be. */
  readonly staging: StageDirectoryOptions & MediaPlanOptions;
}

/** An input of the build cannot be read or is refused, which no cache is to blame for. */
export class RefusedInputsError extends InputError {
  override readonly name: string = 'RefusedInputsError';
}
