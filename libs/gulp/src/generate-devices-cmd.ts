import { basename } from 'node:path';
import type { Transform } from 'node:stream';
import { generateDevicesCmd as devicesCmdOf } from '@aero-guest-tools/device-contract';
import { mediaFileFromMemory } from '@aero-guest-tools/media/transforms';
import { readDeviceContract, type ContractOptions } from './declarations';
import { fileTransform } from './file-transform';

export type GenerateDevicesCmdOptions = ContractOptions;

/**
 * The task `generate-devices-cmd`: passes files through, and adds `config/devices.cmd`.
 *
 * @returns A transform that fails with an InputError with everything that is wrong with the contract.
 */
export function generateDevicesCmd(options: GenerateDevicesCmdOptions): Transform {
  return fileTransform(async function* (files) {
    const contract = await readDeviceContract(options);
    const text = devicesCmdOf(contract, basename(options.windowsDeviceContract));
    yield* files;
    yield mediaFileFromMemory('config/devices.cmd', Buffer.from(text));
  });
}
