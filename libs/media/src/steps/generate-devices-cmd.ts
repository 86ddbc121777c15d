import { basename } from 'node:path';
import { writeFileAtomically } from '@aero-guest-tools/atomic-output';
import { parseJson } from '@aero-guest-tools/canonical-json';
import {
  generateDevicesCmd,
  parseDeviceContract,
  type DeviceContract,
} from '@aero-guest-tools/device-contract';
import { buildDirectory } from '../build-directory';
import { writeRecordedInput } from '../recorded-input';
import { readInput } from './read-input';

export interface GenerateDevicesCmdOptions {
  /** The device contract, a JSON file. */
  readonly windowsDeviceContract: string;
  /** As the manifest records it: relative to the workspace, components joined by `/`. */
  readonly windowsDeviceContractPath: string;
  /** Receives `config/devices.cmd` and the canonical contract. */
  readonly buildDirectory: string;
}

/**
 * The task `generate-devices-cmd`: turns the device contract into the batch file that the guest's
 * scripts source, and keeps the contract as canonical JSON for the tasks that follow.
 *
 * @throws InputError with everything that is wrong with the contract.
 */
export async function generateDevicesCmdFile(
  options: GenerateDevicesCmdOptions,
): Promise<DeviceContract> {
  const file = options.windowsDeviceContract;
  const contract = parseDeviceContract(
    parseJson(await readInput(file, 'the Windows device contract'), file),
  );
  const directory = buildDirectory(options.buildDirectory);
  await writeFileAtomically(directory.devicesCmd, generateDevicesCmd(contract, basename(file)));
  await writeRecordedInput(directory.windowsDeviceContract, {
    path: options.windowsDeviceContractPath,
    value: contract.json,
  });
  return contract;
}
