import type { Transform } from 'node:stream';
import { devicesCmdOf } from '@aero-guest-tools/media/steps/generate-devices-cmd';
import { mediaFileFromMemory } from '@aero-guest-tools/media/transforms';
import { deviceContractInput, type ContractOptions } from './declarations';
import { fileTransform } from './file-transform';

export type GenerateDevicesCmdOptions = ContractOptions;

/**
 * The task `generate-devices-cmd`: passes files through, and adds `config/devices.cmd`.
 *
 * @returns A transform that fails with an InputError with everything that is wrong with the contract.
 */
export function generateDevicesCmd(options: GenerateDevicesCmdOptions): Transform {
  return fileTransform(async function* (files) {
    const { devicesCmd } = await devicesCmdOf(deviceContractInput(options));
    yield* files;
    yield mediaFileFromMemory('config/devices.cmd', Buffer.from(devicesCmd));
  });
}
