import { generateDevicesCmdFile } from '@aero-guest-tools/media/steps/generate-devices-cmd';
import { validateSpec } from '@aero-guest-tools/media/steps/validate-spec';

/** Usage: validate-spec.js BUILD-DIRECTORY SPEC CONTRACT. The task validate-spec as a process, with the contract. */
async function main([
  buildDirectory = '',
  spec = '',
  windowsDeviceContract = '',
]: readonly string[]): Promise<void> {
  await generateDevicesCmdFile({
    windowsDeviceContract,
    windowsDeviceContractPath: 'windows-device-contract.json',
    buildDirectory,
  });
  await validateSpec({ spec, packagingSpecPath: 'packaging-spec.json', buildDirectory });
}

void main(process.argv.slice(2));
