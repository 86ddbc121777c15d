import { generateDevicesCmdFile } from '@aero-guest-tools/media/steps/generate-devices-cmd';
import type { ExecutorContext } from '@nx/devkit';
import { runTask, type TaskResult } from '../run-task';
import { fromWorkspace } from '../workspace-path';

export interface GenerateDevicesCmdOptions {
  readonly buildDirectory: string;
  readonly windowsDeviceContract: string;
}

export default function generateDevicesCmd(
  options: GenerateDevicesCmdOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  return runTask(async () => {
    const { contractName, contractVersion, devices } = await generateDevicesCmdFile({
      windowsDeviceContract: fromWorkspace(context, options.windowsDeviceContract),
      buildDirectory: fromWorkspace(context, options.buildDirectory),
    });
    return `${contractName} ${contractVersion}: ${String(devices.length)} devices`;
  });
}
