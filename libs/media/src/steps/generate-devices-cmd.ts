import { basename } from 'node:path';
import { writeFileAtomically } from '@aero-guest-tools/atomic-output';
import { generateDevicesCmd, type DeviceContract } from '@aero-guest-tools/device-contract';
import { buildDirectory } from '../build-directory/build-directory';
import { recordedInputText } from '../build-directory/recorded-input';
import { readDeviceContract, type DeviceContractInput } from '../options/device-contract-input';

export interface GenerateDevicesCmdOptions extends DeviceContractInput {
  /** Receives `config/devices.cmd` and the canonical contract. */
  readonly buildDirectory: string;
}

/** The files that a device contract becomes. */
export interface GeneratedDevicesCmd {
  readonly contract: DeviceContract;
  /** The batch file that the guest's scripts source. */
  readonly devicesCmd: string;
  /** The contract as canonical JSON, for the tasks that follow. */
  readonly recordedContract: string;
}

/**
 * Turns a device contract into what {@link generateDevicesCmdFile} writes.
 *
 * @throws InputError with everything that is wrong with the contract.
 */
export async function devicesCmdOf(input: DeviceContractInput): Promise<GeneratedDevicesCmd> {
  const { windowsDeviceContract: file, windowsDeviceContractPath: path } = input;
  const contract = await readDeviceContract(file);
  return {
    contract,
    devicesCmd: generateDevicesCmd(contract, basename(file)),
    recordedContract: recordedInputText({ path, value: contract.json }),
  };
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
  const { contract, devicesCmd, recordedContract } = await devicesCmdOf(options);
  const directory = buildDirectory(options.buildDirectory);
  await writeFileAtomically(directory.devicesCmd, devicesCmd);
  await writeFileAtomically(directory.windowsDeviceContract, recordedContract);
  return contract;
}
