import { basename } from 'node:path';
import { writeFileAtomically } from '@aero-guest-tools/atomic-output';
import { parseJson } from '@aero-guest-tools/canonical-json';
import {
  generateDevicesCmd,
  parseDeviceContract,
  type DeviceContract,
} from '@aero-guest-tools/device-contract';
import { buildDirectory } from '../build-directory/build-directory';
import { recordedInputText } from '../build-directory/recorded-input';
import { readInput } from '../options/read-input';

/** A device contract that an option names. */
export interface DeviceContractInput {
  /** The device contract, a JSON file. */
  readonly windowsDeviceContract: string;
  /** As the manifest records it: relative to the workspace, components joined by `/`. */
  readonly windowsDeviceContractPath: string;
}

export interface GenerateDevicesCmdOptions extends DeviceContractInput {
  /** Receives `config/devices.cmd` and the canonical contract. */
  readonly buildDirectory: string;
}

/** What a device contract becomes. */
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
  const contract = parseDeviceContract(
    parseJson(await readInput(file, 'the Windows device contract'), file),
  );
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
