import { InputError } from '@aero-guest-tools/diagnostics';
import type { DriversLocation } from './driver-layout';
import type { DeviceContractInput } from './steps/generate-devices-cmd';
import type { PackagingSpecInput } from './steps/validate-spec';

/** What the tasks of a build were asked to make the media of. */
export interface BuildInputs {
  readonly drivers: DriversLocation;
  readonly windowsDeviceContract: DeviceContractInput;
  readonly packagingSpec: PackagingSpecInput;
}

/** An input of the build cannot be read or is refused, which no cache is to blame for. */
export class RefusedInputsError extends InputError {
  override readonly name: string = 'RefusedInputsError';
}
