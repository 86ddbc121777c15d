import { parseJson } from '@aero-guest-tools/canonical-json';
import { parseDeviceContract, type DeviceContract } from '@aero-guest-tools/device-contract';
import { readInput } from './read-input';

/** A device contract that an option names. */
export interface DeviceContractInput {
  /** The device contract, a JSON file. */
  readonly windowsDeviceContract: string;
  /** As the manifest records it: relative to the workspace, components joined by `/`. */
  readonly windowsDeviceContractPath: string;
}

/**
 * Reads a device contract.
 *
 * @throws InputError if the file cannot be read, or with everything that is wrong with it.
 */
export async function readDeviceContract(file: string): Promise<DeviceContract> {
  return parseDeviceContract(parseJson(await readInput(file, 'the Windows device contract'), file));
}
