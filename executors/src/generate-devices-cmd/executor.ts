import { generateDevicesCmdFile } from '@aero-guest-tools/media/steps/generate-devices-cmd';
import type { ExecutorContext } from '@nx/devkit';
import { buildDirectoryOf } from '../build-directory-option';
import { declaredInput } from '../declared-input';
import { runTask, type TaskResult } from '../run-task';

export interface GenerateDevicesCmdOptions {
  readonly buildDirectory: string;
  readonly windowsDeviceContract: string;
}

export default function generateDevicesCmd(
  options: GenerateDevicesCmdOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  return runTask(async () => {
    const contract = declaredInput(
      { name: 'windowsDeviceContract', value: options.windowsDeviceContract },
      'contracts',
      context,
    );
    const { contractName, contractVersion, devices } = await generateDevicesCmdFile({
      windowsDeviceContract: contract.absolutePath,
      windowsDeviceContractPath: contract.path,
      buildDirectory: buildDirectoryOf(options, context),
    });
    return `${contractName} ${contractVersion}: ${String(devices.length)} devices`;
  });
}
